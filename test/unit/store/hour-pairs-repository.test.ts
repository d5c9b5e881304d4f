import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { Retention } from '../../../src-main/engine/history/retention.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { HistoryRepository } from '../../../src-main/engine/store/history-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { type Series, SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { pairOf } from '../../support/records/flows.ts';
import { addTo, emptyWindow, paneOf, unjudged } from '../../support/store/windows.ts';

const windowMs = 900_000;
const hourMs = 4 * windowMs;
const maxPairs = 1_000;

let connection: Connection;
let series: Series;
let windows: WindowRepository;

beforeEach(() => {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
  series = new SeriesRepository(connection).open(
    'live|lo',
    { sizeMs: windowMs, slideMs: windowMs },
    epochMs(0),
  );
  windows = new WindowRepository(connection, series, maxPairs);
});

afterEach(() => connection.close());

/** Stores a window with some pairs: what each sent, by its number. */
function store(index: number, pairs: Readonly<Record<number, number>>, closed = true): void {
  const window = emptyWindow(index * windowMs, (index + 1) * windowMs, maxPairs);
  for (const [pair, bytes] of Object.entries(pairs))
    addTo(window, pairOf('10.0.0.1', `10.0.1.${pair}`), bytes, 1);
  if (closed) window.close();
  windows.save({ window, ...unjudged });
  windows.panes.save(paneOf(window));
}

const rows = (table: string): number =>
  connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const mergeAll = (before: number): void => {
  while (windows.hourPairs.merge(epochMs(before)));
};

describe('pairs by hour', () => {
  const pairs = fc.dictionary(fc.integer({ min: 0, max: 9 }).map(String), fc.nat(1_000), { minKeys: 1 });

  it('are the sums of the pairs of their windows', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(30), { maxLength: 12 }),
        fc.array(pairs, { minLength: 12, maxLength: 12 }),
        fc.nat(40),
        (indices, sent, before) => {
          for (const table of ['windows', 'pane_pairs', 'hour_pairs'])
            connection.exec(`DELETE FROM ${table}`);
          indices.forEach((index, i) => store(index, sent[i]!));
          mergeAll(before * windowMs);
          const isMerged = (index: number): boolean =>
            (Math.floor(index / 4) + 1) * hourMs + windowMs <= before * windowMs;
          expect(rows('pane_pairs')).toBe(indices.filter((index) => !isMerged(index)).length);
          for (let hour = 0; hour < 8; hour += 1) {
            const own = indices.flatMap((index, i) => (Math.floor(index / 4) === hour ? [sent[i]!] : []));
            const merged = windows.hourPairs.pairs(epochMs(hour * hourMs));
            if (own.length === 0 || !isMerged(hour * 4)) expect(merged).toBeUndefined();
            for (const { pair, bytes } of merged?.entries() ?? []) {
              const number = pair.charCodeAt(7);
              expect(bytes).toBe(own.reduce((sum, one) => sum + (one[number] ?? 0), 0));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('take what comes late for an hour that was summed', () => {
    store(0, { 1: 10 });
    mergeAll(9 * windowMs);
    store(1, { 1: 5, 2: 7 });
    mergeAll(9 * windowMs);
    const sums = largestPairs(windows.hourPairs.pairs(epochMs(0))!, 5);
    expect(sums.map(({ destination, bytes }) => [destination, bytes])).toEqual([
      ['10.0.1.1', 15],
      ['10.0.1.2', 7],
    ]);
  });

  it('wait for windows that are open', () => {
    store(0, { 1: 10 });
    store(1, { 1: 10 }, false);
    mergeAll(99 * windowMs);
    expect([rows('pane_pairs'), rows('hour_pairs')]).toEqual([2, 0]);
  });

  it('leave the windows their totals', () => {
    store(0, { 1: 10, 2: 20 });
    mergeAll(99 * windowMs);
    expect(windows.detail(epochMs(0), 5)).toMatchObject({ bytes: 30, pairCount: 2, pairs: [] });
  });

  it('go when pairs are too old altogether', () => {
    for (let index = 0; index < 12; index += 1) store(index, { 1: 10 });
    mergeAll(99 * windowMs);
    expect(rows('hour_pairs')).toBe(3);
    new HistoryRepository(connection).drop('pairs', epochMs(2 * hourMs + windowMs), 99);
    expect(rows('hour_pairs')).toBe(1);
  });
});

it('keeps the history in its size: the oldest pairs go first, then windows, and two days stay', () => {
  const dayWindows = 96;
  for (let index = 0; index < 4 * dayWindows; index += 1) store(index, { 1: 10, 2: 20 });
  const history = new HistoryRepository(connection);
  const keeps = (bytes: number): Retention =>
    new Retention(history, {
      pairs: Infinity,
      windows: Infinity,
      alerts: Infinity,
      windowPairs: Infinity,
      bytes,
    });
  const now = epochMs(4 * dayWindows * windowMs);
  expect(keeps(history.usedBytes).trim(now)).toBe(false);
  const kept = history.usedBytes;
  connection.exec(
    "INSERT INTO known_hosts SELECT id, 4, x'00000000', 1, zeroblob(10000000) FROM series LIMIT 1",
  );
  // Their room does not come free when pairs and windows go; so much is rounding up to whole pages.
  expect(keeps(kept + 65_536).trim(now)).toBe(false);
  keeps(history.usedBytes - 1).trim(now);
  expect([rows('pane_pairs'), rows('windows')]).toEqual([4 * dayWindows - 10, 4 * dayWindows]);
  while (keeps(1).trim(now));
  expect([rows('pane_pairs'), rows('windows')]).toEqual([2 * dayWindows + 1, 2 * dayWindows + 1]);
});
