import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Lack } from '../../../src-main/common/model/windows.ts';
import { consecutive, type Delivery, type Positions } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, MemoryCheckStore, MemoryLog } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { CheckerRun } from './checker-run.ts';

const marked = { coverage: 'marked', latenessMs: 0 } as const;

/** Lacks of the windows that were told, by their start; what an open window lacks anyway is left out. */
const lacksOf = (run: CheckerRun): Record<number, Lack[]> =>
  Object.fromEntries(
    run.windows.map(({ startMs, lacks }) => [startMs, lacks.filter(({ reason }) => reason !== 'not-over')]),
  );

/** Marks of an agent, each second from one instant to another. */
async function mark(run: CheckerRun, agent: string, fromMs: number, toMs: number): Promise<void> {
  for (let ms = fromMs + 1_000; ms <= toMs; ms += 1_000)
    await run.log.append([{ kind: 'mark', mark: markOf(agent, ms / 1_000, ms) }]);
}

describe('windows without an agent that is expected', () => {
  it('lack it while it was never heard, and no longer once it is there', async () => {
    const run = new CheckerRun([], marked);
    run.store.wishes = { forgotten: [], expected: ['b'] };
    run.checker.takeAgentWishes();
    await mark(run, 'a', 0, 12_000);
    await mark(run, 'b', 10_000, 20_000);
    await mark(run, 'a', 12_000, 20_000);
    await run.checker.drain();
    run.checker.tick(epochMs(20_000));
    expect(lacksOf(run)).toEqual({
      0: [
        { reason: 'agent-silent', agent: 'b', fromMs: 0, toMs: 10_000 },
        { reason: 'not-captured', agent: 'b', interface: 'eth0', fromMs: 0, toMs: 10_000 },
      ],
      10_000: [],
    });
  });

  it('lack it after its farewell', async () => {
    const run = new CheckerRun([], marked);
    run.store.wishes = { forgotten: [], expected: ['b'] };
    run.checker.takeAgentWishes();
    await mark(run, 'b', 0, 10_000);
    await run.log.append([{ kind: 'mark', mark: markOf('b', 11, 10_000, [], { farewell: true }) }]);
    await mark(run, 'a', 0, 30_000);
    await run.checker.drain();
    run.checker.tick(epochMs(30_000));
    expect(lacksOf(run)[20_000]).toEqual([
      { reason: 'agent-silent', agent: 'b', fromMs: 20_000, toMs: 30_000 },
    ]);
  });

  it('lack it no longer once it is expected no more', async () => {
    const run = new CheckerRun([], marked);
    await mark(run, 'a', 0, 5_000);
    await run.checker.drain();
    run.store.wishes = { forgotten: [], expected: ['b'] };
    run.checker.takeAgentWishes();
    expect(run.checker.current(0)?.lacks).toContainEqual(
      expect.objectContaining({ reason: 'agent-silent', agent: 'b' }),
    );
    run.store.wishes = { forgotten: [], expected: [] };
    run.checker.takeAgentWishes();
    await mark(run, 'a', 5_000, 10_000);
    await run.checker.drain();
    run.checker.tick(epochMs(10_000));
    expect(lacksOf(run)).toEqual({ 0: [] });
  });
});

describe('an agent that people had forgotten', () => {
  it('is gone after a restart, too, and is there again when it speaks', async () => {
    const run = new CheckerRun([], marked);
    await mark(run, 'a', 0, 2_000);
    await run.checker.drain();
    run.checker.commit();
    run.store.wishes = { forgotten: ['a'], expected: [] };
    run.checker.takeAgentWishes();
    expect(run.checker.roster.isEmpty).toBe(true);
    run.crash();
    expect(run.checker.roster.isEmpty).toBe(true);
    run.checker.commit();
    expect([run.store.agents.size, run.store.wishes.forgotten]).toEqual([0, []]);
    await mark(run, 'a', 2_000, 4_000);
    await run.checker.drain();
    expect([...run.checker.roster.agents]).toMatchObject([{ agent: 'a', isSilent: false }]);
  });

  it('does not hold up time, nor do later windows lack it', async () => {
    const run = new CheckerRun([], marked);
    await mark(run, 'a', 0, 2_000);
    await mark(run, 'b', 0, 20_000);
    await run.checker.drain();
    run.checker.tick(epochMs(20_000));
    expect(run.windows).toEqual([]);
    run.store.wishes = { forgotten: ['a'], expected: [] };
    run.checker.takeAgentWishes();
    await mark(run, 'b', 20_000, 30_000);
    await run.checker.drain();
    run.checker.tick(epochMs(30_000));
    expect(lacksOf(run)[20_000]).toEqual([]);
  });
});

/** A log of two partitions; so much of each can be read. */
class TwoPartitions extends MemoryLog {
  readonly partitions: readonly [Delivery[], Delivery[]] = [[], []];
  readonly readable = [0, 0];

  override read(positions: Positions): Promise<readonly Delivery[]> {
    const left = this.partitions.flatMap((all, partition) =>
      all.filter(
        ({ nextOffset }) =>
          nextOffset > (positions.get(partition) ?? 0) && nextOffset <= this.readable[partition]!,
      ),
    );
    return Promise.resolve(left);
  }
}

/** What a hundred agents publish in a second; each record in one partition, each mark in both. */
function publish(log: TwoPartitions, secondMs: number): number {
  let sum = 0;
  for (let n = 0; n < 100; n++) {
    const agent = `agent-${n}`;
    const second = secondMs / 1_000;
    for (const partition of [0, 1] as const) {
      const deliveries = log.partitions[partition];
      const bytes = 1_000 * n + 10 * second + partition;
      sum += bytes;
      const batch = batchOf(secondMs, [flow('192.0.2.1', `198.51.100.${n}`, bytes)]);
      const origin = consecutive(agent, 1, 3 * second + partition, 1);
      const offset = deliveries.length;
      deliveries.push({ kind: 'records', partition, nextOffset: offset + 1, origin, batch });
      const reached = markOf(agent, 3 * second + 2, secondMs + 1_000, [spanOf(secondMs, secondMs + 1_000)]);
      deliveries.push({ kind: 'mark', partition, nextOffset: offset + 2, mark: reached });
    }
  }
  return sum;
}

describe('a hundred agents on two partitions', () => {
  it('are summed to the byte, and their windows close where the partition behind has got', async () => {
    const log = new TwoPartitions();
    const run = new CheckerRun([], marked, new MemoryCheckStore(), log);
    const sums = new Map<number, number>();
    for (let ms = 0; ms < 40_000; ms += 1_000) {
      const windowMs = Math.floor(ms / 10_000) * 10_000;
      sums.set(windowMs, (sums.get(windowMs) ?? 0) + publish(log, ms));
    }
    // The first partition is read to its end, the second one up to 15 s.
    log.readable[0] = log.partitions[0].length;
    log.readable[1] = 15 * 200;
    const caughtUp = new Map([
      [0, 40_000],
      [1, 15_000],
    ]);
    run.checker.tick(epochMs(40_000), caughtUp);
    await run.checker.drain();
    run.checker.tick(epochMs(40_000), caughtUp);
    expect(run.windows.map(({ startMs }) => startMs)).toEqual([0]);
    log.readable[1] = log.partitions[1].length;
    await run.checker.drain();
    run.checker.tick(epochMs(40_000), new Map([...caughtUp.keys()].map((one) => [one, 40_000])));
    expect(
      run.windows.map(({ startMs, bytes, exact, revision }) => [startMs, bytes, exact, revision]),
    ).toEqual([...sums].map(([startMs, bytes]) => [startMs, bytes, true, 0]));
    expect([run.checker.late, run.checker.deadLetters, run.checker.duplicates]).toEqual([0, 0, 0]);
  });
});
