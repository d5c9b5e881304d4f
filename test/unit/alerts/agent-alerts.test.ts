import { describe, expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AgentAlerts } from '../../../src-main/engine/alerts/agent-alerts.ts';
import { Roster } from '../../../src-main/engine/windows/roster.ts';
import { markOf } from '../../support/records/marks.ts';
import { AgentsRun, leaseMs } from './agents-run.ts';
import { CheckerRun } from './checker-run.ts';

const dayMs = 86_400_000;

const spanOf = (startMs: number) => ({ startMs, endMs: startMs + 10_000 });

describe('an agent that falls silent', () => {
  it('raises an alert when its lease runs out, which ends when it is heard again', async () => {
    const run = new AgentsRun();
    await run.pass(15_000, ['office', 'annexe']);
    await run.pass(leaseMs - 1_000, ['annexe']);
    expect(run.alerts).toEqual([]);
    await run.pass(1_000, ['annexe']);
    expect(run.alerts).toMatchObject([
      {
        ...{ state: 'firing', subject: { kind: 'agent', agent: 'office' }, windows: 4, atMs: 45_000 },
        ...{ window: spanOf(10_000), began: spanOf(10_000), latest: { window: spanOf(40_000) } },
        ...{ observed: 0, topPairs: [], resolvedBy: null, resolveReason: null, firedMs: 45_000 },
      },
    ]);
    await run.pass(20_000, ['annexe']);
    expect([...run.store.alerts.values()]).toMatchObject([{ state: 'firing', windows: 6 }]);
    await run.pass(2_000, ['office', 'annexe']);
    expect(run.heard).toEqual(['firing office', 'resolved office agent-back']);
    const [fired, over] = run.alerts;
    expect(over).toMatchObject({
      ...{ id: fired!.id, began: spanOf(10_000), latest: { window: spanOf(60_000) }, windows: 6 },
      ...{ firedMs: 45_000, atMs: 66_000, resolvedBy: null },
    });
    expect([...run.store.alerts.values()]).toMatchObject([{ state: 'resolved' }]);
  });

  it('raises another alert each time', async () => {
    const run = new AgentsRun();
    for (let time = 0; time < 3; time += 1) {
      await run.pass(2_000, ['office']);
      await run.pass(leaseMs + 2_000);
    }
    const ids = run.alerts.filter(({ state }) => state === 'firing').map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });

  it('that says farewell after all is missed no longer', async () => {
    const run = new AgentsRun();
    await run.pass(5_000, ['office']);
    await run.pass(leaseMs + 1_000);
    await run.speak('office', { farewell: true });
    await run.pass(1_000);
    expect(run.heard).toEqual(['firing office', 'resolved office agent-left']);
  });

  it('and is forgotten, is missed no longer', async () => {
    const run = new AgentsRun();
    await run.pass(5_000, ['office', 'annexe']);
    await run.pass(leaseMs + 1_000, ['annexe']);
    run.wish({ forgotten: ['office'] });
    await run.pass(2_000, ['annexe']);
    expect(run.heard).toEqual(['firing office', 'resolved office agent-forgotten']);
  });

  it('is told of once, whatever was killed', async () => {
    const run = new AgentsRun();
    await run.pass(5_000, ['office', 'annexe']);
    await run.pass(leaseMs + 1_000, ['annexe']);
    run.crash();
    await run.pass(leaseMs + 5_000, ['annexe']);
    run.crash();
    expect(run.heard).toEqual(['firing office']);
    await run.pass(1_000, ['office', 'annexe']);
    expect(run.heard).toEqual(['firing office', 'resolved office agent-back']);
    expect(run.alerts[1]!.id).toBe(run.alerts[0]!.id);
    run.crash();
    await run.pass(1_000, ['office', 'annexe']);
    expect(run.alerts).toHaveLength(2);
  });

  it('of a folder that an older version left silent is told of once', async () => {
    const before = new AgentsRun();
    await before.pass(5_000, ['office', 'annexe']);
    await before.pass(leaseMs + 1_000, ['annexe']);
    before.store.alerts.clear();
    const run = new AgentsRun(before.store, before.log);
    run.nowMs = before.nowMs;
    await run.pass(2_000);
    run.crash();
    await run.pass(2_000);
    expect(run.heard).toEqual(['firing office']);
  });

  it('is told of when the store can be written again, and handed over at once before', async () => {
    const run = new AgentsRun();
    const unstored: AlertTransition[] = [];
    await run.pass(5_000, ['office', 'annexe']);
    run.checker.onNotStored((alerts) => unstored.push(...alerts));
    run.store.failure = new Error('disk full');
    await expect(run.pass(leaseMs + 1_000, ['annexe'])).rejects.toThrow('disk full');
    run.monotonicMs += 1_000;
    for (let looks = 0; looks <= leaseMs / 1_000; looks += 1) {
      run.monotonicMs += 1_000;
      expect(() => run.checker.tick(epochMs(run.nowMs))).toThrow('disk full');
    }
    expect(run.alerts).toEqual([]);
    expect(unstored.filter(({ subject }) => subject.kind === 'agent').length).toBeGreaterThan(0);
    run.store.failure = undefined;
    await run.pass(2_000, ['annexe']);
    expect(run.heard.filter((one) => one === 'firing office')).toHaveLength(1);
  });

  it.each([dayMs, -dayMs, 3_600_000, -2_000])(
    'is not one of which the wall clock alone says so: a step of %d ms',
    async (stepMs) => {
      const run = new AgentsRun();
      await run.pass(12_000, ['office', 'annexe']);
      // The clock is wrong for a moment, and stands by it then.
      run.checker.tick(epochMs(run.nowMs + stepMs));
      run.checker.tick(epochMs(run.nowMs));
      run.nowMs += stepMs;
      for (const agent of ['office', 'annexe']) await run.speak(agent, { epoch: 2 });
      await run.pass(leaseMs, []);
      expect(run.alerts).toEqual([]);
    },
  );

  it('is not one that could not be heard: nobody has read on, or the process stood still', async () => {
    const run = new AgentsRun();
    await run.pass(12_000, ['office']);
    for (let looks = 0; looks < 100; looks += 1) {
      run.monotonicMs += 1_000;
      run.checker.tick(epochMs(run.nowMs), new Map([[0, -Infinity]]));
    }
    run.monotonicMs += 3_600_000;
    run.checker.tick(epochMs(run.nowMs + 3_600_000));
    expect(run.alerts).toEqual([]);
  });

  it('is one of a hundred that do so at once: each has its alert, all in one checkpoint', async () => {
    const run = new AgentsRun();
    const names = Array.from({ length: 100 }, (_, n) => `agent-${n}`);
    await run.pass(2_000, [...names, 'annexe']);
    await run.pass(leaseMs - 1_000, ['annexe']);
    const { commits } = run.store;
    await run.pass(1_000, ['annexe']);
    expect(run.heard.toSorted()).toEqual(names.map((name) => `firing ${name}`).toSorted());
    expect(run.store.commits - commits).toBe(1);
    await run.pass(1_000, [...names, 'annexe']);
    expect(run.heard.filter((one) => one.endsWith('agent-back'))).toHaveLength(100);
  });
});

describe('an agent that is expected', () => {
  it('and never heard raises an alert after a lease, until it is expected no longer', async () => {
    const run = new AgentsRun();
    await run.pass(5_000, ['annexe']);
    run.wish({ expected: ['office'] });
    await run.pass(leaseMs, ['annexe']);
    expect(run.alerts).toEqual([]);
    await run.pass(2_000, ['annexe']);
    expect(run.alerts).toMatchObject([{ state: 'firing', began: spanOf(0), atMs: 37_000 }]);
    run.wish({ expected: [] });
    await run.pass(1_000, ['annexe']);
    expect(run.heard).toEqual(['firing office', 'resolved office agent-not-expected']);
  });

  it('has a lease after its farewell: one that is started again raises none', async () => {
    const run = new AgentsRun();
    run.wish({ expected: ['office'] });
    await run.pass(5_000, ['office', 'annexe']);
    await run.speak('office', { farewell: true });
    await run.pass(leaseMs - 1_000, ['annexe']);
    await run.speak('office', { epoch: 2 });
    await run.pass(2_000, ['annexe']);
    await run.speak('office', { epoch: 2, farewell: true });
    await run.pass(leaseMs, ['annexe']);
    expect(run.alerts).toEqual([]);
    await run.pass(2_000, ['annexe']);
    expect(run.heard).toEqual(['firing office']);
  });

  it('and left long before is missed since it is expected', async () => {
    const run = new AgentsRun();
    await run.pass(2_000, ['office']);
    await run.speak('office', { farewell: true });
    await run.pass(100_000, ['annexe']);
    run.wish({ expected: ['office'] });
    await run.pass(leaseMs + 2_000, ['annexe']);
    expect(run.alerts).toMatchObject([{ state: 'firing', began: spanOf(100_000), windows: 4 }]);
  });
});

describe('an agent in a replay', () => {
  it('is missed by nobody', async () => {
    const run = new CheckerRun([], { coverage: 'whole' });
    run.store.wishes = { forgotten: [], expected: ['office'] };
    run.checker.takeAgentWishes();
    await run.log.append([{ kind: 'mark', mark: markOf('annexe', 1, 1_000) }]);
    await run.checker.drain();
    run.checker.finish();
    run.checker.suspend();
    expect(run.alerts).toEqual([]);
  });
});

describe('the agent as whom this process captures', () => {
  const shape = { sizeMs: 10_000, slideMs: 10_000 };

  it('raises none before it was heard in this run, whatever the last one had left', () => {
    const first = new Roster(leaseMs);
    first.take(markOf('own', 1, 1_000), 0, epochMs(1_000));
    const roster = new Roster(leaseMs, [...first.agents]);
    const alerts = new AgentAlerts({ identity: () => '1', shape, leaseMs, own: 'own', firing: [] });
    let ms = 0;
    const passLease = (): AlertTransition[] => {
      for (const endMs = ms + leaseMs + 2_000; ms < endMs; ms += 1_000) roster.look(ms, true);
      return alerts.look({ roster, window: undefined, forgotten: new Set(), atMs: epochMs(ms) });
    };
    expect(passLease()).toEqual([]);
    expect(roster.missing).toMatchObject([{ agent: 'own', isSilent: true }]);
    roster.take(markOf('own', 1, ms, undefined, { epoch: 2 }), 0, epochMs(ms));
    expect(alerts.look({ roster, window: undefined, forgotten: new Set(), atMs: epochMs(ms) })).toEqual([]);
    expect(passLease()).toMatchObject([{ state: 'firing', subject: { agent: 'own' } }]);
  });
});
