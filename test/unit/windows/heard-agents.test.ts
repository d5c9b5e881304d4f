import { describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { spanOf } from '../../support/records/marks.ts';

import { Reader, watched } from './marked-reader.ts';

describe('what leads where nobody has spoken yet', () => {
  it('is nothing in a log whose agent writes marks, whatever the wall clock says', () => {
    const reader = new Reader().clock(3_600_000, 0).record(500);
    expect(reader.closed).toEqual([]);
    watched(reader, 12_000);
    expect(reader.exact).toEqual([[0, true]]);
  });

  it('is no clock of those who are caught up: an agent whose records were read is waited for', () => {
    const topic = new Reader({ coverage: 'unknown' }).clock(1_000, 0);
    topic.mark(1_000, undefined, { farewell: true });
    const batch = batchOf(11_000, [flow('10.0.0.1', '10.0.0.2', 100)]);
    topic.aggregator.add(batch, 0, { partition: 0, agent: 'ada', epoch: 2, sequence: 0 });
    topic.clock(30_000, 1_000);
    expect(topic.closed.filter(({ startMs }) => startMs === 10_000)).toEqual([]);
    topic.mark(20_000, [spanOf(10_000, 20_000)], { epoch: 2 });
    expect(topic.exact.at(-1)).toEqual([10_000, true]);
  });

  it('waits no longer for an agent that wrote records and never a mark', () => {
    const topic = new Reader({ coverage: 'unknown' }).clock(1_000, 0);
    const batch = batchOf(500, [flow('10.0.0.1', '10.0.0.2', 100)]);
    topic.aggregator.add(batch, 0, { partition: 0, agent: 'eve', epoch: 2, sequence: 0 });
    for (let second = 1; second <= 40; second += 1) topic.clock(20_000 + second * 1_000, second * 1_000);
    expect(topic.exact[0]).toEqual([0, false]);
  });

  it('is an agent that has said farewell in one partition, as far as it got in the others', () => {
    const topic = new Reader({ coverage: 'unknown' });
    const caughtUp = new Map([0, 1].map((partition) => [partition, epochMs(20_000)]));
    topic.aggregator.advance(epochMs(20_000), durationMs(0), caughtUp);
    topic.mark(1_000, [spanOf(0, 1_000)], {}, 1);
    topic.mark(9_000, [spanOf(1_000, 9_000)], { farewell: true }, 0);
    topic.aggregator.advance(epochMs(20_000), durationMs(1_000), caughtUp);
    expect(topic.settle().closed).toEqual([]);
  });

  it('makes idle windows that say that nobody watched them', () => {
    const topic = new Reader({ coverage: 'unknown' }).clock(5_000, 0).clock(65_000, 1_000);
    expect(topic.exact.length).toBe(6);
    expect(topic.exact.filter(([, exact]) => exact)).toEqual([]);
  });
});

describe('an agent that is heard again', () => {
  const listening = (): Reader => {
    const topic = new Reader({ coverage: 'unknown' });
    const caughtUp = new Map([0, 1].map((partition) => [partition, epochMs(0)]));
    for (const partition of [0, 1]) topic.mark(1_000, [spanOf(0, 1_000)], { sequence: 1 }, partition);
    for (let second = 1; second <= 40; second += 1) {
      const now = epochMs(second * 1_000);
      topic.aggregator.advance(now, durationMs(now), new Map([...caughtUp.keys()].map((one) => [one, now])));
    }
    return topic.settle();
  };

  it('heals the windows that closed without it when it was read in every partition, and no sooner', () => {
    const topic = listening();
    expect(topic.windows[0]?.lacks.map(({ reason }) => reason)).toContain('agent-silent');
    topic.mark(30_000, [spanOf(1_000, 30_000)], { sequence: 2 }, 0);
    expect(topic.windows[0]?.exact).toBe(false);
    topic.mark(30_000, [spanOf(1_000, 30_000)], { sequence: 2 }, 1);
    expect(topic.windows[0]?.exact).toBe(true);
  });

  it('is missing no more from windows that are open', () => {
    const topic = listening();
    topic.mark(25_000, [spanOf(0, 25_000)], { agent: 'bob' }, 0);
    for (const partition of [0, 1]) topic.mark(3_000, [spanOf(1_000, 3_000)], { sequence: 2 }, partition);
    expect(topic.lacks.filter((one) => one.includes('agent-silent'))).toEqual(['0: agent-silent 1000–10000']);
  });

  it('tells closed windows of its gaps, too', () => {
    const topic = listening();
    for (const partition of [0, 1])
      topic.mark(50_000, [spanOf(40_000, 50_000)], { sequence: 2, epoch: 2 }, partition);
    expect(topic.lacks).toContain('0: not-captured 1000–10000 eth0');
    expect(topic.lacks.filter((one) => one.includes('agent-silent'))).toEqual([]);
  });

  it('is not taken for gone by the farewell of an earlier life', () => {
    const topic = new Reader({ coverage: 'unknown' }).clock(1_000, 0);
    topic.mark(1_000, [spanOf(0, 1_000)], {}, 1);
    topic.mark(3_000, [spanOf(2_000, 3_000)], { epoch: 2 }, 0);
    topic.mark(1_000, [spanOf(0, 1_000)], { farewell: true }, 1);
    topic.clock(60_000, 1_000);
    expect(topic.closed).toEqual([]);
  });
});

it('waits for what an agent wrote to another partition in an earlier life', () => {
  const topic = new Reader({ coverage: 'unknown' });
  const caughtUp = new Map([0, 1].map((partition) => [partition, epochMs(0)]));
  topic.aggregator.advance(epochMs(0), durationMs(0), caughtUp);
  topic.mark(9_000, [spanOf(0, 9_000)]).mark(25_000, [spanOf(21_000, 25_000)], { epoch: 2 });
  expect(topic.closed).toEqual([]);
});

it('was there in a life of which only records are known, before another one began', () => {
  const topic = new Reader({ coverage: 'unknown' });
  const batch = batchOf(500, [flow('10.0.0.1', '10.0.0.2', 100)]);
  topic.aggregator.add(batch, 0, { partition: 0, agent: 'ada', epoch: 1, sequence: 0 });
  topic.mark(40_000, [spanOf(0, 40_000)], { agent: 'bob' });
  topic.mark(40_000, [spanOf(20_000, 40_000)], { epoch: 2 });
  expect(topic.lacks).toEqual(['0: not-captured 500–10000 eth0', '10000: not-captured 10000–20000 eth0']);
});

describe('an expected agent', () => {
  const expecting = (): Reader => {
    const topic = new Reader();
    topic.aggregator.expect(new Set(['ada']));
    return topic;
  };

  it('is missing from a window for all of which it was away, also where that is heard of later', () => {
    const topic = watched(expecting(), 10_000).mark(10_000, undefined, { farewell: true });
    topic.mark(20_000, [spanOf(20_000, 20_000)], { epoch: 2 });
    topic.mark(40_000, [spanOf(0, 40_000)], { agent: 'bob' });
    expect(topic.windows[1]).toMatchObject({ startMs: 10_000, exact: false });
  });

  it('is missing from the open windows when it is forgotten', () => {
    const topic = watched(expecting(), 4_000).mark(4_000, [spanOf(0, 4_000)], { agent: 'bob' });
    topic.aggregator.forget('ada');
    topic.mark(12_000, [spanOf(4_000, 12_000)], { agent: 'bob' });
    expect(topic.lacks).toContain('0: agent-silent 0–10000');
  });
});

describe('an agent that was away', () => {
  const bob = { agent: 'bob' };

  it('is missing from the window in which it left, and from no later one that was there already', () => {
    const topic = watched(new Reader(), 4_000).mark(16_000, [spanOf(0, 16_000)], bob);
    topic.mark(5_000, undefined, { farewell: true }).mark(40_000, [spanOf(5_000, 40_000)], { epoch: 2 });
    topic.mark(40_000, [spanOf(16_000, 40_000)], bob);
    expect(topic.lacks).toEqual(['0: not-captured 5000–10000 eth0']);
  });

  it('is missing from the windows that hold its farewell and its return, not from those in between', () => {
    const topic = watched(new Reader(), 4_000).mark(4_000, [spanOf(0, 4_000)], bob);
    topic.mark(5_000, undefined, { farewell: true }).mark(45_000, [spanOf(4_000, 45_000)], bob);
    topic.mark(60_000, [spanOf(32_000, 60_000)], { epoch: 2 }).mark(60_000, [spanOf(45_000, 60_000)], bob);
    expect(topic.lacks).toEqual(['0: not-captured 5000–10000 eth0', '30000: not-captured 30000–32000 eth0']);
  });

  it('is missing from a window that closed before anyone knew of its return', () => {
    const topic = new Reader().mark(45_000, [spanOf(0, 45_000)], bob);
    topic.mark(40_000, [spanOf(32_000, 40_000)]);
    expect(topic.lacks).toEqual(['30000: not-captured 30000–32000 eth0']);
  });

  it('is missing all the time where it is expected to be there', () => {
    const topic = new Reader();
    topic.aggregator.expect(new Set(['ada']));
    watched(topic, 4_000).mark(5_000, undefined, { farewell: true });
    topic.mark(35_000, [spanOf(0, 35_000)], bob).mark(40_000, [spanOf(32_000, 40_000)], { epoch: 2 });
    topic.mark(40_000, [spanOf(35_000, 40_000)], bob);
    expect(topic.windows.map(({ exact }) => exact)).toEqual([false, false, false, false]);
  });

  it('is remembered to have been away by windows that are made later', () => {
    const topic = watched(new Reader(), 10_000).mark(10_000, [], { farewell: true });
    topic.mark(60_000, [spanOf(40_000, 60_000)], { epoch: 2 }).mark(60_000, [spanOf(0, 60_000)], bob);
    expect(topic.windows).toHaveLength(6);
    expect(topic.lacks).toEqual([]);
  });
});
