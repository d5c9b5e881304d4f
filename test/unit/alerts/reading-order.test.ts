import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { CheckerRun } from './checker-run.ts';

const windowMs = 10_000;
const limits = [limitOf('max', 100), limitOf('max', 100, { source: '10.0.0.2' })];
const agents = ['ada', 'bob'] as const;

/** What an agent writes: in each window two records, with a mark behind each. A loud window is so by its last record. */
function messagesOf(agent: string, isLoud: readonly boolean[]): LogMessage[] {
  let sequence = 0;
  const mark = (reachedMs: number): LogMessage => ({
    kind: 'mark',
    mark: markOf(agent, sequence++, reachedMs, [spanOf(reachedMs - windowMs / 2, reachedMs)]),
  });
  const record = (fromMs: number, bytes: number): LogMessage => ({
    ...{ kind: 'records', agent, epoch: 1, firstSequence: sequence++ },
    batch: batchOf(fromMs, [flow(agent === 'ada' ? '10.0.0.1' : '10.0.0.2', '10.0.0.9', bytes)]),
  });
  return isLoud.flatMap((loud, i) => {
    const startMs = i * windowMs;
    const last = loud && agent === 'bob' ? 200 : 1;
    return [
      ...[record(startMs, 1), mark(startMs + windowMs / 2)],
      ...[record(startMs + windowMs / 2, last), mark(startMs + windowMs)],
    ];
  });
}

interface Reading {
  /** Which agent is read next. */
  readonly turns: readonly number[];
  /** How many messages are read at once. */
  readonly chunk: number;
  /** After how many chunks the reader is killed. */
  readonly killedAfter: number;
  readonly isBehind: boolean;
}

/** What is told when the agents' messages are read in an order; each agent's own stay in theirs. */
async function told(isLoud: readonly boolean[], reading: Reading): Promise<string[]> {
  const run = new CheckerRun(limits, { coverage: 'marked', latenessMs: 0 });
  run.isBehind = reading.isBehind;
  const queues = agents.map((agent) => messagesOf(agent, isLoud));
  // Both are known before either goes on.
  const order = queues.flatMap((queue) => queue.splice(0, 2));
  for (const turn of reading.turns) order.push(...queues[turn]!.splice(0, 1));
  while (queues.some(({ length }) => length > 0))
    for (const queue of queues) order.push(...queue.splice(0, 2));
  for (let i = 0; i * reading.chunk < order.length; i += 1) {
    await run.log.append(order.slice(i * reading.chunk, (i + 1) * reading.chunk));
    await run.checker.drain();
    if (i === reading.killedAfter) run.crash();
  }
  run.isBehind = false;
  await run.checker.drain();
  run.checker.commit();
  return run.alerts.map(({ id, state, windows }) => `${state} ${id} ${windows}`).sort();
}

it('tells the same alerts, each once, whichever agent is read before the other', async () => {
  let fired = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 3, maxLength: 8 }),
      fc.record({
        turns: fc.array(fc.nat(1), { maxLength: 64 }),
        chunk: fc.integer({ min: 1, max: 9 }),
        killedAfter: fc.nat(20),
        isBehind: fc.boolean(),
      }),
      async (wishes, reading) => {
        // Of two loud windows in a row, the first one that is seen gives its name to the alert.
        const isLoud = wishes.map((loud, i) => loud && i % 2 === 1).concat(false);
        const inTurn = { turns: [], chunk: 1, killedAfter: -1, isBehind: false };
        const expected = await told(isLoud, inTurn);
        expect(expected.length).toBe(4 * isLoud.filter(Boolean).length);
        expect(await told(isLoud, reading)).toEqual(expected);
        fired += expected.length;
      },
    ),
    {
      numRuns: 300,
      // One agent is read two loud windows ahead of the other.
      examples: [
        [
          [false, true, false, true, false, false],
          { turns: Array<number>(9).fill(1), chunk: 1, killedAfter: 50, isBehind: false },
        ],
      ],
    },
  );
  expect(fired).toBeGreaterThan(500);
});
