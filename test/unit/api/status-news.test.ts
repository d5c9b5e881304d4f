import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../src-main/common/event.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { statusNews } from '../../../src-main/engine/api/status-news.ts';
import { sampleStatus } from '../renderer/samples.ts';

/** Statuses a second apart, as they are passed on. */
function newsOf() {
  const statuses = new Emitter<MonitorStatus>();
  const seconds: number[] = [];
  statusNews(statuses.event)(({ atMs }) => seconds.push(atMs / 1000));
  const { capture } = sampleStatus();
  const atRest = { capture: { ...capture, packetsPerSecond: 0 } };
  const say = (second: number, given: Partial<MonitorStatus> = {}): void =>
    statuses.fire({ ...sampleStatus({ ...atRest, ...given }), atMs: epochMs(second * 1000) });
  return { say, seconds };
}

describe('the statuses that are told', () => {
  it('are those of some seconds after the last news, and then one each ten seconds', () => {
    const { say, seconds } = newsOf();
    for (let second = 0; second <= 19; second += 1) say(second);
    expect(seconds).toEqual([0, 1, 2, 3, 4, 5, 6, 16]);
  });

  it('come at once where anything has changed', () => {
    const { say, seconds } = newsOf();
    for (let second = 0; second <= 7; second += 1) say(second);
    say(8, { late: 1 });
    for (let second = 9; second <= 16; second += 1) say(second, { late: 1 });
    say(17, { late: 1, notices: ['new'] });
    expect(seconds.filter((second) => second > 6)).toEqual([8, 9, 10, 11, 12, 13, 14, 17]);
  });

  it('are all that come while packets do', () => {
    const { say, seconds } = newsOf();
    const { capture } = sampleStatus();
    for (let second = 0; second <= 30; second += 1) say(second, second < 20 ? { capture } : {});
    expect(seconds).toEqual(Array.from({ length: 27 }, (_, second) => second));
  });

  it('do not come for a mark that was read while nothing was captured', () => {
    const { say, seconds } = newsOf();
    const { stream, agents } = sampleStatus();
    const [partition] = stream.partitions;
    for (let second = 0; second <= 7; second += 1) say(second);
    say(8, {
      stream: {
        ...stream,
        readPerSecond: 0.98,
        publishedPerSecond: 0.98,
        partitions: [{ ...partition!, position: partition!.position + 1, end: partition!.position + 1 }],
      },
      agents: { ...agents, agents: agents.agents.map((agent) => ({ ...agent, seenMs: epochMs(7) })) },
    });
    expect(seconds.at(-1)).toBe(6);
  });

  it('go on when the clock is set back', () => {
    const { say, seconds } = newsOf();
    say(100);
    say(50);
    expect(seconds).toEqual([100, 50]);
  });
});
