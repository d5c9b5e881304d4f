import { describe, expect, it } from 'vitest';
import type { ErrorData } from '../../../src-main/common/errors.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { findProblems, StandingProblems } from '../../../src-main/engine/run/standing-problems.ts';
import { sampleStatus, sampleStream } from '../renderer/samples.ts';

const problem = (code: ErrorData['code']): ErrorData => ({ code, message: code, retriable: true });
const { capture, limits } = sampleStatus();
const well = { capture, limits, stream: sampleStream(), channels: [], faults: [] };

/** Severity and id of what is found. */
const idsOf = (parts: Partial<Parameters<typeof findProblems>[0]>): string[] =>
  findProblems({ ...well, ...parts }).map(({ severity, id }) => `${severity} ${id}`);

describe('standing problems', () => {
  it('are none while all is well, nor because the person paused the capture', () => {
    expect(idsOf({})).toEqual([]);
    const paused = { ...capture, state: 'paused', problem: problem('capture/failed') } as const;
    expect(idsOf({ capture: paused })).toEqual([]);
  });

  it('are errors where traffic may be missing or go unchecked, else warnings', () => {
    const failed = problem('capture/not-permitted');
    expect(idsOf({ capture: { ...capture, state: 'failed', problem: failed } })).toEqual([
      'error capture/capture/not-permitted',
    ]);
    expect(idsOf({ capture: { ...capture, problem: failed } })).toEqual([
      'warning capture/capture/not-permitted',
    ]);
    const away = { state: 'disconnected', problem: problem('stream/unreachable') } as const;
    expect(idsOf({ stream: sampleStream(away) })).toEqual(['error stream/stream/unreachable']);
    const unreadable = problem('limits/unreadable');
    expect(idsOf({ limits: { ...limits, limitCount: 2, problem: unreadable } })).toEqual([
      'warning limits/limits/unreadable',
    ]);
    expect(idsOf({ limits: { ...limits, limitCount: 0, problem: unreadable } })).toEqual([
      'error limits/limits/unreadable',
    ]);
  });

  it('name agents that fell silent, three of them at most, in one problem', () => {
    const of = (...names: string[]): unknown =>
      findProblems({ ...well, missing: names.map((agent) => ({ agent })) }).map(
        ({ severity, code, message }) => [severity, code, message],
      );
    expect(of()).toEqual([]);
    expect(of('a')).toEqual([['error', 'agents/silent', 'No report from agent a']]);
    expect(of('a', 'b', 'c', 'd', 'e')).toEqual([
      ['error', 'agents/silent', 'No report from the agents a, b, c, and 2 more'],
    ]);
  });

  it('say that the clocks of all agents are ahead', () => {
    const of = (aheadMs: number): unknown =>
      findProblems({ ...well, aheadMs }).map(({ severity, code, message }) => [severity, code, message]);
    expect(of(59_999)).toEqual([]);
    expect(of(3 * 3_600_000)).toEqual([
      ['warning', 'agents/ahead', "The clock of each agent is more than 128 min ahead of this machine's"],
    ]);
  });

  it('tell the ways to be notified apart', () => {
    const channels = ['webhook', 'syslog'].map((name) => ({
      ...{ name, waiting: 1, lost: 0, refused: 0, refusal: null, problem: problem('alerts/not-told') },
    }));
    expect(idsOf({ channels })).toEqual([
      'warning alerts/alerts/not-told/webhook',
      'warning alerts/alerts/not-told/syslog',
    ]);
  });

  it('stand since they were first seen in a row, errors first', () => {
    const standing = new StandingProblems();
    const warning = findProblems({ ...well, limits: { ...limits, problem: problem('limits/unreadable') } });
    const error = findProblems({
      ...well,
      stream: sampleStream({ state: 'disconnected', problem: problem('stream/unreachable') }),
    });
    const look = (found: typeof error, now: number): string[] =>
      standing.look(found, epochMs(now)).map(({ id, sinceMs }) => `${id} ${sinceMs}`);
    expect(look(warning, 1)).toEqual(['limits/limits/unreadable 1']);
    expect(look([...warning, ...error], 2)).toEqual([
      'stream/stream/unreachable 2',
      'limits/limits/unreadable 1',
    ]);
    expect(look([], 3)).toEqual([]);
    expect(look(warning, 4)).toEqual(['limits/limits/unreadable 4']);
  });
});
