import { setImmediate as breathe } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { knownDirections } from '../../../src-main/common/direction.ts';
import { readRange } from '../../../src-main/common/contract/replay.ts';
import { durationMs } from '../../../src-main/common/units.ts';
import { windowsApi } from '../../../src-main/engine/api/windows-api.ts';
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

const edges = Array.from({ length: hours + 2 }, (_, hour) => firstMs + hour * hourMs);
const sumOf = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** A folder in which records come late to windows that are over, each with one to the window that grows. */
async function growing() {
  const run = start({ windowMs: hourMs });
  await take(
    run,
    Array.from({ length: hours + 1 }, (_, hour) => record(hour, 1_000)),
  );
  const until = async (read: () => Promise<void>): Promise<number> => {
    let isDone = false;
    const write = async (): Promise<number> => {
      let written = 0;
      for (; !isDone; written += 1) {
        const source = `10.0.1.${written % 200}`;
        await take(run, [record(written % hours, 7, source), record(hours, 7, source)]);
        await breathe();
      }
      return written;
    };
    const writing = write();
    await read().finally(() => (isDone = true));
    return writing;
  };
  return { history: run.history(firstMs + 24 * hourMs, slowClock()), until, checker: run.checker };
}

it('tells totals, directions, windows and hosts of one moment, while late records are stored', async () => {
  const { history, until } = await growing();
  const totals = new Set<number>();
  const written = await until(async () => {
    for (let i = 0; i < 8; i += 1) {
      const { range, before } = await readRange(history, {
        ...{ edges, of: { kind: 'directions', windows: 100 } },
        ...{ before: edges, usual: null },
      });
      totals.add(sumOf(range.parts));
      expect(range).toMatchObject({ isWhole: true, open: { startMs: edges.at(-2) } });
      for (const part of range.parts) {
        expect(part.unknown).toBe(0);
        expect(knownDirections.reduce((sum, way) => sum + part[way], 0)).toBe(part.bytes);
      }
      const closed = range.windows.filter((window) => window.closed);
      const open = range.windows.find((window) => !window.closed);
      expect(closed.map(({ bytes }) => bytes)).toEqual(range.parts.map(({ bytes }) => bytes));
      const ways = range.open!.directions;
      expect(knownDirections.reduce((sum, way) => sum + ways[way], 0)).toBe(open!.bytes);
      // What it is compared with, too: here with itself.
      expect(before).toEqual(range);
    }
  });
  expect(written).toBeGreaterThan(8);
  expect(totals.size).toBeGreaterThan(1);
});

it('tells the window that grows as of the same moment as those that are over', async () => {
  const { history, until, checker } = await growing();
  const api = windowsApi(history, checker, new FakeClock(firstMs + 24 * hourMs));
  const read = async (): Promise<void> => {
    for (let i = 0; i < 8; i += 1) {
      const { range } = await readRange(api, {
        ...{ edges, of: { kind: 'directions', windows: 100 } },
        ...{ before: null, usual: null },
      });
      // Each record that comes late to a window that is over comes with one of the same size to the one that grows.
      const open = range.windows.at(-1)!;
      expect(open.bytes - 1_000).toBe(sumOf(range.windows) - open.bytes - hours * 1_000);
      expect(knownDirections.reduce((sum, way) => sum + range.open!.directions[way], 0)).toBe(open.bytes);
    }
  };
  expect(await until(read)).toBeGreaterThan(8);
});

it('tells a host and its peers of one moment with the week before', async () => {
  const { history, until } = await growing();
  const read = async (): Promise<void> => {
    for (let i = 0; i < 8; i += 1) {
      const { range, before } = await readRange(history, {
        ...{ edges, of: { kind: 'scope', host: '8.8.8.8', peer: null, peers: 1_000 } },
        ...{ before: edges, usual: null },
      });
      const received = range.parts.reduce((sum, part) => sum + part.received, 0);
      expect(range.peers.reduce((sum, peer) => sum + peer.sent + peer.received, 0)).toBe(received);
      expect(before!.parts).toEqual(range.parts);
    }
  };
  expect(await until(read)).toBeGreaterThan(8);
});

it('tells totals with their pairs of one moment', async () => {
  const { history, until } = await growing();
  const read = async (): Promise<void> => {
    for (let i = 0; i < 5; i += 1) {
      const day = await history.getTotals({
        ...{ per: 'day', fromMs: null, toMs: null, count: 1, scope: null, direction: null },
        ...{ hasDirections: true, compare: null, top: { startMs: firstMs, count: 1_000 } },
      });
      const [row] = day.rows;
      const pairs = day.top?.kind === 'all' ? day.top.top.pairs : [];
      const { unknown } = row!.directions!;
      expect(sumOf(pairs)).toBe(row!.bytes - unknown);
      expect(knownDirections.reduce((sum, way) => sum + row!.directions![way], 0)).toBe(row!.bytes);
    }
  };
  expect(await until(read)).toBeGreaterThan(5);
});
