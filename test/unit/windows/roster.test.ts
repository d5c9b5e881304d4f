import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { agentsInBrief, agentStatuses } from '../../../src-main/engine/windows/agent-status.ts';
import { Roster } from '../../../src-main/engine/windows/roster.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';

const now = epochMs(5_000);
const nobody = new Set<string>();
const farewell = { farewell: true };

/** A roster in which time has passed without a mark, until all leases are over. */
function letLeasesRunOut(roster: Roster): void {
  for (let ms = 0; ms <= 40_000; ms += 1_000) roster.look(ms, true);
}

const statesOf = (roster: Roster): Record<string, string> =>
  Object.fromEntries(agentStatuses(roster.agents, roster.expected).map(({ agent, state }) => [agent, state]));

describe('the agents as people see them', () => {
  it('are live, gone, silent, or expected and never heard', () => {
    const roster = new Roster(30_000);
    roster.expect(new Set(['d', 'a']));
    roster.take(markOf('b', 1, 2_000), 0, now);
    roster.take(markOf('c', 1, 2_000, [], farewell), 0, now);
    letLeasesRunOut(roster);
    roster.take(markOf('a', 1, 41_000), 0, now);
    expect(statesOf(roster)).toEqual({ a: 'live', b: 'silent', c: 'left', d: 'expected' });
  });

  it('have got as far as the partition that is behind', () => {
    const roster = new Roster(30_000);
    roster.take(markOf('a', 1, 2_000), 0, now);
    roster.take(markOf('a', 2, 9_000), 0, now);
    roster.take(markOf('a', 1, 2_000), 1, now);
    expect(agentStatuses(roster.agents, nobody)).toMatchObject([
      { agent: 'a', reachedMs: 2_000, interfaces: [{ name: 'eth0', coveredToMs: 9_000 }] },
    ]);
  });

  it('say their version and spool, and what they lost since they began', () => {
    const roster = new Roster(30_000);
    const about = (records: number) => ({ about: { version: '1.2.3', spool: { records, bytes: 9 } } });
    const lossy = (toMs: number) => [spanOf(toMs - 1_000, toMs, { kernelDropped: 2, queueDropped: 1 })];
    roster.take(markOf('a', 1, 2_000, lossy(2_000), about(7)), 0, now);
    // The copy in another partition counts nothing twice.
    roster.take(markOf('a', 1, 2_000, lossy(2_000), about(7)), 1, now);
    roster.take(markOf('a', 2, 3_000, lossy(3_000), about(5)), 0, now);
    roster.take(markOf('b', 1, 2_000), 0, now);
    expect(agentStatuses(roster.agents, nobody)).toMatchObject([
      { agent: 'a', version: '1.2.3', spool: { records: 5, bytes: 9 }, dropped: 6 },
      { agent: 'b', version: null, spool: null, dropped: 0 },
    ]);
    roster.take(markOf('a', 1, 9_000, undefined, { epoch: 2 }), 0, now);
    expect(agentStatuses(roster.agents, nobody)[0]).toMatchObject({ version: '1.2.3', dropped: 0 });
  });

  it('say nothing of what they lost in a life in which not all losses were counted', () => {
    const roster = new Roster(30_000);
    const droppedNow = (): unknown => agentStatuses(roster.agents, nobody)[0]?.dropped;
    const span = (toMs: number, dropsKnown: boolean) => [spanOf(toMs - 1_000, toMs, { dropsKnown })];
    roster.take(markOf('a', 1, 2_000, span(2_000, true)), 0, now);
    expect(droppedNow()).toBe(0);
    roster.take(markOf('a', 2, 3_000, span(3_000, false)), 0, now);
    expect(droppedNow()).toBeNull();
    roster.take(markOf('a', 3, 4_000, span(4_000, true)), 0, now);
    expect(droppedNow()).toBeNull();
    roster.take(markOf('a', 1, 9_000, span(9_000, true), { epoch: 2 }), 0, now);
    expect(droppedNow()).toBe(0);
    // As an earlier version stored it.
    const records = [...roster.agents].map(({ dropped: _, ...record }) => record);
    const next = new Roster(30_000, records);
    next.take(markOf('a', 2, 10_000, span(10_000, true), { epoch: 2 }), 0, now);
    expect(agentStatuses(next.agents, nobody)[0]?.dropped).toBeNull();
  });

  it('keep what they had reached when they left', () => {
    const roster = new Roster(30_000);
    roster.take(markOf('a', 1, 2_000, [], farewell), 0, now);
    expect(agentStatuses(roster.agents, nobody)).toMatchObject([{ state: 'left', reachedMs: 2_000 }]);
  });

  it('are fifty in brief, those with trouble first, with all of them counted', () => {
    const roster = new Roster(30_000);
    roster.take(markOf('silent', 1, 1_000), 0, epochMs(0));
    letLeasesRunOut(roster);
    for (let n = 0; n < 100; n++) roster.take(markOf(`agent-${n}`, 1, 2_000), 0, epochMs(n));
    const { total, missing, agents } = agentsInBrief(agentStatuses(roster.agents, nobody));
    expect([total, missing, agents.length]).toEqual([101, 1, 50]);
    expect(agents.slice(0, 2).map(({ agent }) => agent)).toEqual(['silent', 'agent-99']);
  });
});

describe('an agent that is expected', () => {
  it('is missing until it is heard, and again when it leaves', () => {
    const roster = new Roster(30_000);
    roster.expect(new Set(['a']));
    expect(roster.missing).toEqual([{ agent: 'a', livedMs: undefined, isSilent: false }]);
    roster.take(markOf('a', 1, 2_000), 0, now);
    expect(roster.missing).toEqual([]);
    roster.take(markOf('a', 2, 3_000, [], farewell), 0, now);
    expect(roster.missing).toMatchObject([{ agent: 'a', livedMs: 3_000 }]);
  });

  it('does not hold up time while it is missing', () => {
    const roster = new Roster(30_000);
    roster.expect(new Set(['a']));
    roster.take(markOf('b', 1, 2_000), 0, now);
    expect(roster.reachedMs).toBe(2_000);
  });
});

it('forgets an agent until it is heard again', () => {
  const roster = new Roster(30_000);
  roster.take(markOf('a', 7, 2_000), 0, now);
  roster.forget('a');
  expect([...roster.agents, ...roster.changed]).toEqual([]);
  roster.take(markOf('a', 8, 9_000), 0, now);
  expect(statesOf(roster)).toEqual({ a: 'live' });
});
