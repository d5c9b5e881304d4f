import { setImmediate as breathe } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { knownDirections } from '../../../src-main/common/direction.ts';
import type { DirectionHistory } from '../../../src-main/common/model/windows.ts';
import { durationMs } from '../../../src-main/common/units.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { ownedRuns, type PeriodRun } from '../periods/period-run.ts';

const start = ownedRuns();
const hourMs = 3_600_000;
const firstMs = Date.parse('2026-05-01T00:00Z');
const hours = 12;

let sequence = 0;
const record = (hour: number, bytes: number, source = '10.0.0.1'): LogMessage => ({
  ...{ kind: 'records', agent: 'ada', epoch: 1, firstSequence: sequence++ },
  batch: batchOf(firstMs + hour * hourMs, [flow(source, '8.8.8.8', bytes)]),
});

async function take(run: PeriodRun, records: readonly LogMessage[]): Promise<void> {
  await run.log.append(records);
  await run.checker.drain();
  run.checker.commit();
}

/** Gives other work its turn after each row. */
function slowClock(): FakeClock {
  const clock = new FakeClock(firstMs + 24 * hourMs);
  let ms = 0;
  clock.monotonic = () => durationMs((ms += 25));
  return clock;
}

const bytesOf = ({ parts }: Pick<DirectionHistory, 'parts'>): number =>
  parts.reduce((sum, { bytes }) => sum + bytes, 0);

it('tells totals, directions, windows and hosts of one moment, while late records are stored', async () => {
  const run = start({ windowMs: hourMs });
  await take(
    run,
    Array.from({ length: hours + 1 }, (_, hour) => record(hour, 1_000)),
  );
  const history = run.history(firstMs + 24 * hourMs, slowClock());
  const edges = Array.from({ length: hours + 2 }, (_, hour) => firstMs + hour * hourMs);
  let isDone = false;
  const write = async (): Promise<number> => {
    let written = 0;
    for (; !isDone; written += 1) {
      await take(run, [record(written % hours, 7, `10.0.1.${written % 200}`)]);
      await breathe();
    }
    return written;
  };
  const read = async (): Promise<number[]> => {
    const totals: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const told = await history.listDirections({ edges, windows: 100 });
      totals.push(bytesOf(told));
      expect(told).toMatchObject({ isWhole: true, open: { startMs: edges.at(-2) } });
      for (const part of told.parts) {
        expect(part.unknown).toBe(0);
        expect(knownDirections.reduce((sum, way) => sum + part[way], 0)).toBe(part.bytes);
      }
      const closed = told.windows.filter((window) => window.closed);
      expect(closed.map(({ bytes }) => bytes)).toEqual(told.parts.map(({ bytes }) => bytes));
      const top = { startMs: firstMs, count: 1_000 };
      const day = await history.getTotals({
        ...{ per: 'day', fromMs: null, toMs: null, count: 1, scope: null, direction: null, top },
        ...{ hasDirections: true, compare: null },
      });
      const pairs = day.top?.kind === 'all' ? day.top.top.pairs : [];
      const open = told.windows.find((window) => !window.closed)!.bytes;
      expect(pairs.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(day.rows[0]!.bytes - open);
    }
    isDone = true;
    return totals;
  };
  const [totals, written] = await Promise.all([read(), write()]);
  expect(written).toBeGreaterThan(5);
  expect(new Set(totals).size).toBeGreaterThan(1);
});
