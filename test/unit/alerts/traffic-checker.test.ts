import { markOf, noDrops } from '../../support/records/marks.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { batchOf, type Flow, flow, limitOf } from '../../support/records/flows.ts';
import { CheckerRun } from './checker-run.ts';

const one = (bytes: number): Flow => flow('10.0.0.1', '10.0.0.2', bytes);

/** Puts batches of 100 bytes at the given seconds into the log, numbered one after the other. */
async function publish(run: CheckerRun, ...seconds: number[]): Promise<void> {
  const next = await run.log.nextSequence('agent');
  await run.log.append(
    seconds.map((second, i) => ({
      ...{
        kind: 'records',
        agent: 'agent',
        epoch: 1,
        firstSequence: next + i,
        batch: batchOf(second * 1_000, [one(100)]),
      },
    })),
  );
}

describe('what the consumer announces', () => {
  it('is each window once when it closes, and again with the next revision when it is corrected', async () => {
    const run = new CheckerRun();
    await publish(run, 0, 1, 15);
    await run.checker.drain();
    await publish(run, 2);
    await run.checker.drain();
    run.checker.commit();
    await publish(run, 3, 4);
    await run.checker.drain();
    run.checker.commit();
    expect(run.told.windows).toEqual(['0 200/0', '0 300/1', '0 500/2']);
  });

  it('says of a window that was told that packets came too late for it', async () => {
    const run = new CheckerRun([limitOf('min', 300)], { correctionMs: 0 });
    await publish(run, 0, 15);
    await run.checker.drain();
    await publish(run, 1);
    await run.checker.drain();
    run.checker.commit();
    expect(run.told.windows).toEqual(['0 100/0', '0 100/1']);
    expect(run.windows.map(({ status, exact }) => [status, exact])).toEqual([
      ['below', true],
      ['unchecked', false],
    ]);
  });

  it('is a breach as soon as it is read, and its end when the next window closes', async () => {
    const run = new CheckerRun([limitOf('max', 199)]);
    await publish(run, 0, 1);
    await run.checker.drain();
    expect(run.told).toEqual({ windows: [], alerts: ['firing@0'] });
    await publish(run, 25);
    await run.checker.drain();
    expect(run.told.alerts).toEqual(['firing@0', 'resolved@10000']);
    expect(run.windows.map(({ status }) => status)).toEqual(['above', 'within']);
  });

  it('is committed already', async () => {
    const run = new CheckerRun([limitOf('max', 50)]);
    run.checker.onWindowReported((report) => {
      const { startMs, bytes, revision } = report.detail(0);
      expect(run.store.windows.get(startMs)?.facts).toMatchObject({
        bytes,
        reports: revision + 1,
        closed: true,
      });
    });
    run.checker.onAlertChanged(({ id, state }) => expect(run.store.alerts.get(id)).toMatchObject({ state }));
    await publish(run, 0, 15, 30);
    await run.checker.drain();
    run.checker.finish();
    expect(run.windows).toHaveLength(4);
    expect(run.alerts.length).toBeGreaterThan(0);
  });

  it('has no total that is not exact: a record too much is a dead letter, and the stream goes on', async () => {
    const run = new CheckerRun();
    const flows = [one(Number.MAX_SAFE_INTEGER - 1), one(2), flow('10.0.0.3', '10.0.0.2', 1)];
    await run.log.append([
      { kind: 'records', agent: 'agent', epoch: 1, firstSequence: 0, batch: batchOf(0, flows) },
    ]);
    await publish(run, 15);
    await run.checker.drain();
    run.checker.commit();
    expect(run.told.windows).toEqual([`0 ${Number.MAX_SAFE_INTEGER}/0`]);
    expect(run.windows[0]).toMatchObject({ complete: false });
    expect(run.checker.deadLetters).toBe(1);
  });

  it('is nothing where the store fails; the next commit that succeeds tells it, in its first revision', async () => {
    const run = new CheckerRun([limitOf('max', 50)]);
    await publish(run, 0, 15);
    run.store.failure = new Error('disk full');
    await expect(run.checker.drain()).rejects.toThrow('disk full');
    expect(run.told).toEqual({ windows: [], alerts: [] });
    run.store.failure = undefined;
    run.checker.tick(epochMs(16_000));
    expect(run.told).toEqual({ windows: ['0 100/0'], alerts: ['firing@0'] });
    expect(run.store.windows.get(0)?.facts.reports).toBe(1);
  });

  it('counts an idle window, by the wall clock, against min', () => {
    const run = new CheckerRun([limitOf('min', 1)]);
    for (let ms = 0; ms < 15_000; ms += 500) run.checker.tick(epochMs(ms));
    expect(run.told).toEqual({ windows: [], alerts: [] });
    run.checker.tick(epochMs(15_000));
    expect(run.told).toEqual({ windows: ['0 0/0'], alerts: ['firing@0'] });
    expect(run.windows[0]?.status).toBe('below');
  });
});

describe('a consumer to which nothing comes', () => {
  /** A run in which the clocks move on in steps; returns when windows were told of. */
  function told(stepMs: (run: CheckerRun, now: number) => number): { at: number[]; ticks: number } {
    const run = new CheckerRun([], { coverage: 'unknown' });
    const at: number[] = [];
    run.checker.onWindowReported(() => at.push(now));
    let [now, ticks] = [1_000, 0];
    for (; now < 100_000; now += stepMs(run, now), ticks++) {
      run.monotonicMs = now;
      run.checker.tick(epochMs(now), new Map([[0, now]]));
    }
    return { at, ticks };
  }

  it('has each window in its time when it is looked at only when it is due', () => {
    const often = told(() => 250);
    const due = told((run, now) => run.checker.dueMs(epochMs(now)) - now);
    expect(due.at).toEqual(often.at);
    expect(due.ticks).toBeLessThan(25);
  });

  it('is due by no clock while the marks of agents lead, and again when the last one has left', async () => {
    const run = new CheckerRun([], { coverage: 'marked' });
    const tick = (ms: number): number => {
      run.checker.tick(epochMs(ms), new Map([[0, ms]]));
      return run.checker.dueMs(epochMs(ms));
    };
    const mark = async (...[sequence, reachedMs, farewell]: [number, number, boolean]): Promise<void> => {
      const one = markOf('agent', sequence, reachedMs, undefined, { farewell });
      await run.log.append([{ kind: 'mark', mark: one }]);
      await run.checker.drain();
    };
    expect(tick(1_000)).toBe(Infinity);
    await mark(1, 11_000, false);
    expect(tick(12_000)).toBe(Infinity);
    await mark(2, 12_000, true);
    expect(tick(13_000)).toBe(25_000);
  });

  it('stores nothing while only time passes', () => {
    const run = new CheckerRun([], { coverage: 'unknown' });
    let commits = 0;
    const { store } = run;
    const commit = store.commit.bind(store);
    store.commit = (checkpoint) => {
      commits += 1;
      commit(checkpoint);
    };
    for (let now = 1_000; now <= 91_000; now += 1_000) {
      run.monotonicMs = now;
      run.checker.tick(epochMs(now), new Map([[0, now]]));
    }
    expect(run.told.windows).toHaveLength(8);
    // A window is born, and closes.
    expect(commits).toBeLessThanOrEqual(2 * 9 + 1);
  });
});

describe('a restart', () => {
  it('tells a window that was open once more when it closes, and only once', async () => {
    const run = new CheckerRun();
    await publish(run, 0);
    await run.checker.drain();
    run.checker.suspend();
    expect(run.told.windows).toEqual(['0 100/0']);
    expect(run.windows[0]).toMatchObject({ closed: false });
    run.crash();
    await publish(run, 1, 15);
    await run.checker.drain();
    expect(run.told.windows).toEqual(['0 100/0', '0 200/1']);
  });

  it('does not fire again for the breach that is on', async () => {
    const run = new CheckerRun([limitOf('max', 50)]);
    await publish(run, 0);
    await run.checker.drain();
    run.crash();
    await publish(run, 1, 15, 20);
    await run.checker.drain();
    expect(run.told.alerts).toEqual(['firing@0']);
    expect(run.store.alerts.get(run.alerts[0]!.id)).toMatchObject({ state: 'firing' });
  });

  it('remembers how far time had come: what was late stays late', async () => {
    const run = new CheckerRun([], { correctionMs: 10_000 });
    await publish(run, 0, 100);
    await run.checker.drain();
    run.crash();
    await publish(run, 1);
    await run.checker.drain();
    expect(run.checker.late).toBe(1);
    run.checker.commit();
    expect(run.store.windows.get(0)?.facts).toMatchObject({ bytes: 100, late: 1 });
  });
});

describe('the log', () => {
  it('may hand out a record twice, whole or in part: it is summed once', async () => {
    const run = new CheckerRun();
    const message = (firstSequence: number, ...bytes: number[]): LogMessage => ({
      ...{ kind: 'records', agent: 'agent', epoch: 1, firstSequence, batch: batchOf(0, bytes.map(one)) },
    });
    await run.log.append([
      message(0, 1, 10),
      message(0, 1, 10),
      message(1, 10, 100),
      message(0, 1),
      message(5, 1_000),
    ]);
    await run.checker.drain();
    run.checker.finish();
    expect(run.windows.map(({ bytes, packets }) => [bytes, packets])).toEqual([[1_111, 4]]);
  });

  it('may hand out what can not be read: it is counted, kept with its reason, and passed over', async () => {
    const run = new CheckerRun();
    await publish(run, 0);
    run.log.appendUnreadable(3, 'checksum differs');
    await publish(run, 1);
    await run.checker.drain();
    run.checker.finish();
    expect(run.told.windows).toEqual(['0 200/0']);
    expect(run.checker.deadLetters).toBe(3);
    expect(run.store.deadLetters).toEqual([{ partition: 0, offset: 1, reason: 'checksum differs' }]);
  });

  it('is read by one at a time, however many ask', async () => {
    const run = new CheckerRun();
    await publish(run, 0, 1, 2);
    run.log.perRead = 1;
    await Promise.all([run.checker.drain(), run.checker.drain(), run.checker.drain()]);
    expect(run.checker.current(0)).toMatchObject({ bytes: 300 });
  });
});

describe('limits that change while a window is open', () => {
  it('are compared with it at once', async () => {
    const run = new CheckerRun();
    await publish(run, 0);
    await run.checker.drain();
    expect(run.checker.current(0)?.status).toBe('unchecked');
    run.limits = [limitOf('max', 99)];
    run.checker.rejudge(epochMs(500));
    expect(run.told.alerts).toEqual(['firing@0']);
    expect(run.alerts[0]).toMatchObject({ atMs: 500, observed: 100 });
  });

  it('are those in force at its start', async () => {
    const run = new CheckerRun([limitOf('max', 1_000), limitOf('max', 50, { effectiveMs: epochMs(10_000) })]);
    await publish(run, 9, 10, 25);
    await run.checker.drain();
    expect(run.windows.map(({ startMs, status, limits }) => [startMs, status, limits.max])).toEqual([
      [0, 'within', 1_000],
      [10_000, 'above', 50],
    ]);
    expect(run.told.alerts).toEqual(['firing@10000']);
  });
});

it('counts packets that were dropped before the log in the windows of their time', async () => {
  const run = new CheckerRun();
  await publish(run, 0);
  const lost = { name: 'lo', fromMs: epochMs(1_000), toMs: epochMs(2_000), ...noDrops, queueDropped: 7 };
  await run.log.append([{ kind: 'mark', mark: markOf('agent', 1, 2_000, [lost]) }]);
  await run.checker.drain();
  run.checker.finish();
  expect(run.windows[0]?.reconciliation).toEqual({ captured: 8, aggregated: 1, late: 0, dropped: 7 });
});

describe('a reader that is far behind', () => {
  const sent = async (run: CheckerRun, startMs: number, bytes: number): Promise<void> => {
    await run.log.append([
      {
        ...{ kind: 'records', agent: 'a', epoch: 0, firstSequence: run.log.end },
        batch: batchOf(startMs, [flow('10.0.0.1', '10.0.0.2', bytes)]),
      },
    ]);
    await run.checker.drain();
  };

  it('finds breaches as windows close, and of the open one when it has caught up', async () => {
    const run = new CheckerRun([limitOf('max', 100)], { coverage: 'unknown' });
    run.isBehind = true;
    run.checker.tick(epochMs(5_000));
    await sent(run, 1_000, 101);
    run.checker.tick(epochMs(6_000));
    expect(run.told.alerts).toEqual([]);
    run.checker.tick(epochMs(17_000));
    expect(run.told.alerts).toEqual(['firing@0']);
    run.checker.tick(epochMs(26_000));
    await sent(run, 21_000, 101);
    run.checker.tick(epochMs(27_000));
    expect(run.told.alerts).toEqual(['firing@0', 'resolved@10000']);
    run.isBehind = false;
    run.checker.tick(epochMs(28_000));
    expect(run.told.alerts).toEqual(['firing@0', 'resolved@10000', 'firing@20000']);
  });
});
