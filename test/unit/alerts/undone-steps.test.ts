import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { Checkpoint } from '../../../src-main/engine/alerts/check-store.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, MemoryCheckStore, QueuedLog } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { CheckerRun } from './checker-run.ts';

const live = { coverage: 'marked' as const, latenessMs: 0 };
const record = (second: number, bytes: number): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: 2 * second },
  batch: batchOf(second * 1_000, [flow('10.0.0.1', '10.0.0.2', bytes)]),
});
const mark = (second: number): LogMessage => ({
  kind: 'mark',
  mark: markOf('ada', 2 * second + 1, (second + 1) * 1_000, [spanOf(second * 1_000, (second + 1) * 1_000)]),
});

/** A store that throws at chosen calls. */
class BrittleStore extends MemoryCheckStore {
  /** Calls that are still to come until one fails, and what it throws. */
  failing: { in: number; at: 'load' | 'commit'; error: Error } | undefined;

  #fail(at: 'load' | 'commit'): void {
    if (this.failing?.at !== at || this.failing.in-- > 0) return;
    const { error } = this.failing;
    this.failing = undefined;
    throw error;
  }

  override load(startMs: number): ReturnType<MemoryCheckStore['load']> {
    this.#fail('load');
    return super.load(startMs);
  }

  override commit(checkpoint: Checkpoint): void {
    this.#fail('commit');
    super.commit(checkpoint);
  }
}

const locked = new MonitorError('store/not-writable', 'database is locked', { retriable: true });

describe('a step that throws', () => {
  it('in the midst of many records loses none, and sums none twice', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store);
    await run.log.append(Array.from({ length: 50 }, (_, i) => [record(i, 100), mark(i)]).flat());
    store.failing = { in: 3, at: 'load', error: new Error('an exception in mid-chunk') };
    await expect(run.checker.drain()).rejects.toThrow('mid-chunk');
    await run.checker.drain();
    run.checker.finish();
    const stored = [...store.windows.values()].map(({ facts }) => [facts.startMs, facts.bytes]);
    expect(stored).toEqual([0, 1, 2, 3, 4].map((n) => [n * 10_000, 1_000]));
    expect(run.checker.duplicates).toBe(0);
  });

  it('time and again because the database is locked, loses nothing', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store);
    await run.log.append([record(0, 100), mark(0), record(1, 7), mark(1)]);
    const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      store.failing = { in: 0, at: 'load', error: busy };
      await expect(run.checker.drain()).rejects.toThrow('locked');
    }
    await run.checker.drain();
    run.checker.finish();
    expect([run.checker.deadLetters, store.windows.get(0)?.facts.bytes]).toEqual([0, 107]);
  });

  it('by itself, at the same place each time, becomes a dead letter that is missing from its windows', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store);
    await run.log.append([record(0, 100), mark(0), record(1, 7), mark(1), record(2, 100), mark(2)]);
    const poisoned = run.log.deliveries[2]!;
    Object.defineProperty(poisoned, 'batch', {
      get: () => {
        throw new Error('a defect of the reader');
      },
    });
    await expect(run.checker.drain()).rejects.toThrow('a defect');
    await expect(run.checker.drain()).rejects.toThrow('a defect');
    await run.checker.drain();
    run.checker.finish();
    expect(store.deadLetters).toEqual([
      { partition: 0, offset: 2, reason: 'it could not be summed: a defect of the reader' },
    ]);
    expect(store.windows.get(0)!.facts).toMatchObject({ bytes: 200 });
    expect(run.windows[0]).toMatchObject({ exact: false });
  });

  it('as the store can not be read or written is tried again for as long as it takes', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store);
    await run.log.append([record(0, 100), mark(0)]);
    for (let i = 0; i < 5; i++) {
      store.failing = { in: 0, at: 'load', error: locked };
      await expect(run.checker.drain()).rejects.toThrow('locked');
    }
    await run.checker.drain();
    run.checker.finish();
    expect(store.deadLetters).toEqual([]);
    expect(store.windows.get(0)!.facts).toMatchObject({ bytes: 100 });
  });
});

it('keeps nothing of what it had summed while it can not go back to its checkpoint', async () => {
  const store = new BrittleStore();
  const run = new CheckerRun([], live, store);
  await run.log.append([record(0, 100), mark(0), record(1, 7), mark(1)]);
  const restore = store.restore.bind(store);
  store.restore = () => {
    throw locked;
  };
  store.failing = { in: 0, at: 'load', error: locked };
  await expect(run.checker.drain()).rejects.toThrow('locked');
  expect(() => run.checker.commit()).toThrow('locked');
  store.restore = restore;
  await run.checker.drain();
  run.checker.finish();
  expect(store.windows.get(0)!.facts).toMatchObject({ bytes: 107 });
});

describe('a log that hands out from a queue', () => {
  const sumOf = (store: MemoryCheckStore): number =>
    [...store.windows.values()].reduce((sum, { facts }) => sum + facts.bytes, 0);

  it('loses nothing of what it has handed out where a checkpoint amidst it fails', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store, new QueuedLog());
    // More windows than one checkpoint takes.
    const count = 2_500;
    await run.log.append(
      Array.from({ length: count }, (_, i) => [record(10 * i, 100), mark(10 * i + 9)]).flat(),
    );
    store.failing = { in: 1, at: 'commit', error: locked };
    await expect(run.checker.drain()).rejects.toThrow('locked');
    await run.log.append([record(10 * count, 7)]);
    await run.checker.drain();
    run.checker.finish();
    expect([sumOf(store), run.checker.duplicates]).toEqual([count * 100 + 7, 0]);
  });

  it('sums nothing of it before the checkpoint can be read that it has to go back to', async () => {
    const store = new BrittleStore();
    const run = new CheckerRun([], live, store, new QueuedLog());
    let turns = 0;
    const restore = store.restore.bind(store);
    const fail = (): never => {
      throw locked;
    };
    // In the third turn something else can't be read, nor can the checkpoint at first.
    run.giveTurn = () => {
      if ((turns += 1) !== 3) return Promise.resolve();
      store.agentWishes = fail;
      store.restore = () => {
        store.restore = restore;
        return fail();
      };
      expect(() => run.checker.takeAgentWishes()).toThrow('locked');
      return Promise.resolve();
    };
    run.lookMs = 20;
    run.crash();
    await run.log.append(Array.from({ length: 25 }, (_, i) => record(i, 100)));
    await run.checker.drain();
    run.checker.finish();
    expect([turns > 3, sumOf(store), run.checker.duplicates]).toEqual([true, 2_500, 0]);
  });
});

describe('a listener that throws', () => {
  it('keeps no other from being told, and changes nothing', async () => {
    const run = new CheckerRun([], live);
    const failed: string[] = [];
    run.checker.onListenerFailed((error) => failed.push(error.message));
    run.checker.onWindowReported(() => {
      throw new Error('a view is gone');
    });
    await run.log.append(Array.from({ length: 25 }, (_, i) => [record(i, 100), mark(i)]).flat());
    await run.checker.drain();
    run.checker.commit();
    expect(run.windows.map(({ startMs, bytes }) => [startMs, bytes])).toEqual([
      [0, 1_000],
      [10_000, 1_000],
    ]);
    expect(failed).toEqual(['a view is gone', 'a view is gone']);
  });
});

describe('any schedule of records, marks, exceptions and kills', () => {
  const second = fc.record({
    bytes: fc.nat(1_000),
    again: fc.boolean(),
    failure: fc.option(
      fc.record({ in: fc.nat(4), at: fc.constantFrom('load' as const, 'commit' as const) }),
      {
        freq: 4,
      },
    ),
    drains: fc.boolean(),
    kills: fc.boolean(),
  });

  it('sums each record once, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(second, { minLength: 1, maxLength: 50 }), async (seconds) => {
        const store = new BrittleStore();
        const run = new CheckerRun([], live, store);
        const drain = (): Promise<unknown> => run.checker.drain().catch(() => undefined);
        for (const [i, { bytes, again, failure, drains, kills }] of seconds.entries()) {
          await run.log.append([record(i, bytes), ...(again ? [record(i, bytes)] : []), mark(i)]);
          if (failure) store.failing = { ...failure, error: locked };
          if (drains) await drain();
          if (kills) {
            store.failing = undefined;
            run.crash();
          }
        }
        store.failing = undefined;
        await drain();
        run.checker.finish();
        const sums = new Map<number, number>();
        seconds.forEach(({ bytes }, i) => {
          const startMs = Math.floor(i / 10) * 10_000;
          sums.set(startMs, (sums.get(startMs) ?? 0) + bytes);
        });
        const stored = [...store.windows.values()].map(({ facts }) => [facts.startMs, facts.bytes] as const);
        expect(new Map(stored)).toEqual(sums);
        for (const { startMs, exact } of run.windows)
          if (startMs < Math.floor(seconds.length / 10) * 10_000) expect(exact).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
