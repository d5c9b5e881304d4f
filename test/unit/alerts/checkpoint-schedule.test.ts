import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { durationMs } from '../../../src-main/common/units.ts';
import { CheckpointSchedule } from '../../../src-main/engine/alerts/checkpoint-schedule.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { CheckerRun } from './checker-run.ts';

describe('a checkpoint', () => {
  let now = 0;
  const schedule = (isLive = true): CheckpointSchedule =>
    new CheckpointSchedule({
      monotonic: () => durationMs(now),
      ...(isLive && { giveTurn: () => Promise.resolve() }),
    });

  it('is due after five seconds, or half a million records', () => {
    const due = schedule();
    expect(due.isDue).toBe(false);
    now += 5_000;
    expect(due.isDue).toBe(true);
    due.noteCommitted();
    due.noteSummed(499_999);
    expect(due.isDue).toBe(false);
    due.noteSummed(1);
    expect(due.isDue).toBe(true);
    due.noteUndone();
    expect(due.isDue).toBe(false);
  });

  it('waits for others that have waited long: what is before it and it are two turns', async () => {
    let turns = 0;
    const live = new CheckpointSchedule({
      monotonic: () => durationMs(now),
      giveTurn: () => Promise.resolve(void (turns += 1)),
    });
    now += 14;
    await live.giveTurnIfOver();
    expect(turns).toBe(0);
    now += 1;
    await live.giveTurnIfOver();
    await live.giveTurnIfOver();
    expect(turns).toBe(1);
    now += 1_000;
    await schedule(false).giveTurnIfOver();
  });

  it('of a live stream takes no more pairs than are stored in some milliseconds', () => {
    const after = (records: number, isLive: boolean): CheckpointSchedule => {
      const one = schedule(isLive);
      one.noteSummed(records);
      return one;
    };
    expect(after(40_000, true).isMuch(0, () => 32_767)).toBe(false);
    expect(after(40_000, true).isMuch(0, () => 32_768)).toBe(true);
    expect(after(400_000, false).isMuch(0, () => 250_000)).toBe(false);
    expect(after(0, false).isMuch(1_000, () => 0)).toBe(true);
  });

  it('counts pairs only where so many records were summed that they may be too many', () => {
    const one = schedule();
    one.noteSummed(32_767);
    const counting = (): number => {
      throw new Error('counted');
    };
    expect(one.isMuch(0, counting)).toBe(false);
  });

  it('of a live stream is made as soon as so many pairs have grown', async () => {
    const run = new CheckerRun([], { maxPairs: 250_000 });
    run.giveTurn = () => Promise.resolve();
    run.crash();
    const pairs = Array.from({ length: 33_000 }, (_, i) => flow(`10.0.${i >> 8}.${i & 255}`, '10.9.9.9', 60));
    await run.log.append([
      { kind: 'records', agent: 'a', epoch: 1, firstSequence: 0, batch: batchOf(0, pairs.slice(0, 20_000)) },
      {
        kind: 'records',
        agent: 'a',
        epoch: 1,
        firstSequence: 20_000,
        batch: batchOf(0, pairs.slice(20_000)),
      },
    ]);
    await run.checker.drain();
    expect(run.checker.committed.positions.get(0)).toBe(33_000);
  });
});

it('sums the same when others have their turn in between, whatever they do to what was summed', async () => {
  const turn = fc.constantFrom('none', 'commit', 'fail');
  const one = fc.record({ behindMs: fc.nat(4_000), bytes: fc.integer({ min: 1, max: 90 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(one, { maxLength: 30 }),
      fc.array(turn, { maxLength: 40 }),
      async (all, turns) => {
        const play = async (interrupts: boolean): Promise<CheckerRun> => {
          const run = new CheckerRun([limitOf('max', 200)], { correctionMs: 5_000 });
          run.log.perRead = 5;
          if (interrupts) {
            run.lookMs = 10;
            const left = [...turns];
            run.giveTurn = async () => {
              const next = left.shift();
              if (next === 'commit') run.checker.commit();
              if (next === 'fail') failStep(run);
              await Promise.resolve();
            };
            run.crash();
          }
          for (const [i, { behindMs, bytes }] of all.entries()) {
            const batch = batchOf(10_000 + i * 1_000 - behindMs, [flow('10.0.0.1', '10.0.0.2', bytes)]);
            await run.log.append([{ kind: 'records', agent: 'a', epoch: 1, firstSequence: i, batch }]);
          }
          await run.checker.drain();
          run.checker.finish();
          return run;
        };
        const [plain, interrupted] = [await play(false), await play(true)];
        const totals = (run: CheckerRun): unknown =>
          [...run.store.windows.values()]
            .map(({ facts: { startMs, bytes, packets } }) => ({ startMs, bytes, packets }))
            .sort((a, b) => a.startMs - b.startMs);
        expect(totals(interrupted)).toEqual(totals(plain));
        expect(interrupted.told.alerts).toEqual(plain.told.alerts);
      },
    ),
    { numRuns: 200 },
  );
});

/** A step beside the drain throws: what is not committed is let go of, and read again. */
function failStep(run: CheckerRun): void {
  const failing = vi.spyOn(run.store, 'agentWishes').mockImplementationOnce(() => {
    throw new Error('the disk is away');
  });
  expect(() => run.checker.takeAgentWishes()).toThrow('the disk is away');
  failing.mockRestore();
}
