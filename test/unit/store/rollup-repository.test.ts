import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { RollupRepository } from '../../../src-main/engine/store/rollup-repository.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { writeWindows } from '../../support/store/stored-windows.ts';

const quarterMs = 900_000;
const hourMs = 4 * quarterMs;

interface Step {
  /** Quarters of an hour since 1970; below 0 before. */
  readonly at: number;
  readonly bytes: number;
  readonly closed: boolean;
  readonly kind: 'save' | 'delete' | 'refresh';
}

const at = fc.integer({ min: -120, max: 120 });
const steps = fc.array(
  fc.record<Step>({
    at,
    bytes: fc.nat(1_000),
    closed: fc.boolean(),
    kind: fc.constantFrom('save', 'save', 'save', 'delete', 'refresh'),
  }),
  { maxLength: 80 },
);
/** Of full hours, of quarters, and of neither. */
const edge = fc.oneof(
  at.map((quarter) => quarter * hourMs),
  at.map((quarter) => quarter * quarterMs),
  at.map((quarter) => quarter * quarterMs + 1),
);
const edges = fc.uniqueArray(edge, { minLength: 2, maxLength: 12 }).map((all) => all.sort((a, b) => a - b));

let connection: Connection;
let rollups: RollupRepository;

beforeEach(() => {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
  new SeriesRepository(connection).open('live|lo', { sizeMs: quarterMs, slideMs: quarterMs }, epochMs(0));
  rollups = new RollupRepository(connection, 1);
});

afterEach(() => connection.close());

function save(start: number, bytes: number, closed: boolean): void {
  connection
    .prepare(
      `INSERT INTO windows (series_id, start_ms, end_ms, reports, closed, complete, bytes, packets, pair_count, late,
         dropped, missed, status, max_limit)
       VALUES (1, @start, @start + 900000, 1, @closed, 1, @bytes, 1, 0, 0, 0, 0, @status, @bytes)
       ON CONFLICT DO UPDATE SET bytes = @bytes, closed = @closed, status = @status, max_limit = @bytes`,
    )
    .run({ start, bytes, closed: Number(closed), status: bytes > 500 ? 'above' : 'within' });
}

/** What a look at each window gives. */
function naive(windows: ReadonlyMap<number, Step>, all: readonly number[]) {
  return all.slice(1).flatMap((endMs, i) => {
    const startMs = all[i]!;
    const own = [...windows].filter(([start, { closed }]) => closed && start >= startMs && start < endMs);
    if (own.length === 0) return [];
    const bytes = own.map(([, window]) => window.bytes);
    return [
      {
        ...{ startMs, endMs, windows: own.length, packets: own.length, below: 0, incomplete: 0, inexact: 0 },
        bytes: bytes.reduce((a, b) => a + b),
        least: Math.min(...bytes),
        most: Math.max(...bytes),
        above: bytes.filter((one) => one > 500).length,
        limits: { min: null, max: Math.min(...bytes) },
      },
    ];
  });
}

it('sums any stretches of windows, however they came, changed and went, and whatever is summed already', () => {
  fc.assert(
    fc.property(steps, edges, (all, between) => {
      connection.exec('DELETE FROM windows');
      const windows = new Map<number, Step>();
      for (const step of all) {
        const start = step.at * quarterMs;
        if (step.kind === 'refresh') rollups.refresh(step.bytes % 7);
        else if (step.kind === 'save') {
          save(start, step.bytes, step.closed);
          windows.set(start, step);
        } else {
          connection.prepare('DELETE FROM windows WHERE start_ms = ?').run(start);
          windows.delete(start);
        }
      }
      expect(rollups.between(between)).toEqual(naive(windows, between));
    }),
    { numRuns: 400 },
  );
});

describe('sums of hours', () => {
  it('are made of all but the newest hour, once', () => {
    writeWindows(connection, { seriesId: 1, startMs: 0, sizeMs: quarterMs, count: 42 });
    let refreshed = 0;
    for (let count; (count = rollups.refresh(4)) > 0;) refreshed += count;
    expect(refreshed).toBe(10);
    const kept = connection
      .prepare('SELECT unit_ms / 3600000, count(*) FROM window_rollups GROUP BY 1')
      .raw()
      .all();
    expect(kept).toEqual([
      [1, 10],
      [6, 1],
    ]);
  });

  it('are refused past 2^53 − 1', () => {
    for (const start of [0, quarterMs, 2 * quarterMs]) save(start, 2 ** 52, true);
    const tooLarge = expect.objectContaining({ code: 'count/too-large' }) as Error;
    expect(() => rollups.between([0, hourMs])).toThrow(tooLarge);
    save(2 * hourMs, 1, true);
    rollups.refresh(9);
    expect(() => rollups.between([0, hourMs])).toThrow(tooLarge);
    expect(rollups.between([0, quarterMs])).toHaveLength(1);
  });

  it('go with their series', () => {
    writeWindows(connection, { seriesId: 1, startMs: 0, sizeMs: quarterMs, count: 42 });
    rollups.refresh(5);
    new SeriesRepository(connection).remove('live|lo');
    for (const table of ['windows', 'window_rollups', 'stale_rollups'])
      expect(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  });
});

it('are read after a transaction failed in which they were first asked for', () => {
  save(0, 7, true);
  let made: RollupRepository | undefined;
  const failing = connection.transaction(() => {
    made = new RollupRepository(connection, 1);
    throw new Error('something else');
  });
  connection.exec('DROP TABLE temp.rollup_parts');
  expect(failing).toThrow('something else');
  expect(made!.between([0, hourMs])).toMatchObject([{ bytes: 7, windows: 1 }]);
});
