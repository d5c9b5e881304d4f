import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { openMemory } from './coverage-machine.ts';
import { Schedule } from './coverage-schedule.ts';
import { type Step, steps } from './coverage-steps.ts';
import { foundSchedules } from './found-schedules.ts';
import { type PlayedLog, PlayedEmbeddedLog, PlayedTopicLog } from './played-logs.ts';

/** Schedules that share a database: opening one costs more than a schedule, and one that grows becomes slow. */
const schedulesPerDatabase = 200;

let connection: Connection | undefined;
let played = 0;
afterAll(() => connection?.close());

function database(): Connection {
  if (played++ % schedulesPerDatabase > 0 && connection) return connection;
  connection?.close();
  return (connection = openMemory());
}

async function check(open: (on: Connection) => PlayedLog, taken: readonly Step[]): Promise<void> {
  const on = database();
  const schedule = new Schedule(open(on), on);
  await schedule.begin();
  for (const one of taken) await schedule.play(one);
  await schedule.end();
  schedule.check();
}

/**
 * The short run plays the same schedules each time. The long one looks for what nobody has seen:
 * `STREAMCHECKER_SCHEDULES=100000` plays so many, `STREAMCHECKER_SEED` those of a seed.
 */
const { STREAMCHECKER_SCHEDULES: asked, STREAMCHECKER_SEED: seed } = process.env;
const numRuns = Number(asked ?? 300);
const chosen = {
  numRuns,
  examples: foundSchedules.map((taken): [Step[]] => [taken]),
  ...(seed !== undefined ? { seed: Number(seed) } : asked === undefined ? { seed: 14 } : {}),
};
const timeout = 60_000 + numRuns * 200;

describe('tells no minimum that what was not seen could satisfy, and sums each record once', () => {
  it(
    'on a topic',
    () =>
      fc.assert(
        fc.asyncProperty(steps, (taken) => check(() => new PlayedTopicLog(), taken)),
        chosen,
      ),
    timeout,
  );

  it(
    'in the embedded log',
    () =>
      fc.assert(
        fc.asyncProperty(steps, (taken) => check((on) => new PlayedEmbeddedLog(on, `log ${played}`), taken)),
        chosen,
      ),
    timeout,
  );
});
