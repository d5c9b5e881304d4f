import { addTo, emptyWindow, paneOf, unjudged } from '../../support/store/windows.ts';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyTiers } from '../../../src-main/common/space.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { Retention } from '../../../src-main/engine/history/retention.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { HistoryRepository } from '../../../src-main/engine/store/history-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { pairOf } from '../../support/records/flows.ts';

interface Stored {
  readonly series: 'live|lo' | 'live|topic' | 'replay|file';
  readonly start: number;
  readonly closed: boolean;
}

function open(): Connection {
  const connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
  return connection;
}

function store(connection: Connection, { series: name, start, closed }: Stored): void {
  const series = new SeriesRepository(connection).open(name, { sizeMs: 10, slideMs: 10 }, epochMs(0));
  const window = emptyWindow(start * 10, start * 10 + 10, 100);
  addTo(window, pairOf('10.0.0.1', '10.0.0.2'), start + 1, 1);
  if (closed) window.close();
  const windows = new WindowRepository(connection, series, 100);
  windows.save({ window, ...unjudged });
  windows.panes.save(paneOf(window));
}

/** `name start` of what is left. */
const left = (connection: Connection, table: 'windows' | 'pane_pairs'): string[] =>
  connection
    .prepare(`SELECT name || ' ' || (start_ms / 10) FROM ${table} JOIN series ON series.id = series_id`)
    .pluck()
    .all() as string[];

const anyStored = fc.uniqueArray(
  fc.record({
    series: fc.constantFrom<Stored['series']>('live|lo', 'live|topic', 'replay|file'),
    start: fc.nat({ max: 12 }),
    closed: fc.boolean(),
  }),
  { selector: ({ series, start }) => `${series} ${start}` },
);

describe('the history', () => {
  it('lets go of what is too old of live traffic, tier by tier, and of nothing else', () => {
    fc.assert(
      fc.property(
        anyStored,
        fc.nat({ max: 150 }),
        fc.nat({ max: 150 }),
        fc.nat({ max: 150 }),
        (stored, pairs, windows, now) => {
          const connection = open();
          for (const one of stored) store(connection, one);
          const retention = new Retention(new HistoryRepository(connection), { pairs, windows, alerts: 0 });
          while (retention.trim(epochMs(now)));
          const keeps =
            (time: number) =>
            ({ series, start, closed }: Stored): boolean =>
              !series.startsWith('live|') || !closed || start * 10 + 10 >= now - time;
          const names = (kept: readonly Stored[]): string[] =>
            kept.map(({ series, start }) => `${series} ${start}`).sort();
          const kept = stored.filter(keeps(windows));
          expect(left(connection, 'windows').sort()).toEqual(names(kept));
          expect(left(connection, 'pane_pairs').sort()).toEqual(names(kept.filter(keeps(pairs))));
          connection.close();
        },
      ),
    );
  });

  it('keeps each pane of overlapping windows of which one is open, and lets go of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ start: fc.nat({ max: 12 }), closed: fc.boolean() }), {
          selector: ({ start }) => start,
        }),
        fc.uniqueArray(fc.nat({ max: 14 })),
        fc.nat({ max: 200 }),
        (stored, panes, now) => {
          const connection = open();
          const shape = { sizeMs: 30, slideMs: 10 };
          const series = new SeriesRepository(connection).open('live|lo', shape, epochMs(0));
          const windows = new WindowRepository(connection, series, 100);
          for (const { start, closed } of stored) {
            const window = emptyWindow(start * 10, start * 10 + 30, 100);
            if (closed) window.close();
            windows.save({ window, ...unjudged });
          }
          for (const start of panes) {
            const pane = emptyWindow(start * 10, start * 10 + 10, 100);
            addTo(pane, pairOf('10.0.0.1', '10.0.0.2'), start + 1, 1);
            windows.panes.save(paneOf(pane));
          }
          const kept = { pairs: 20, windows: Infinity, alerts: Infinity };
          const retention = new Retention(new HistoryRepository(connection), kept);
          while (retention.trim(epochMs(now)));
          const isHeld = (pane: number): boolean =>
            stored.some(({ start, closed }) => !closed && start <= pane && pane < start + 3);
          const left = connection.prepare('SELECT start_ms / 10 FROM pane_pairs ORDER BY 1').pluck().all();
          const isOld = (pane: number): boolean => pane * 10 < now - 20 - 30;
          expect(left).toEqual(panes.filter((at) => !isOld(at) || isHeld(at)).sort((a, b) => a - b));
          connection.close();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('knows from when on overlapping windows are kept', () => {
    const connection = open();
    const series = new SeriesRepository(connection).open('live|lo', { sizeMs: 50, slideMs: 10 }, epochMs(0));
    const windows = new WindowRepository(connection, series, 100);
    for (let start = 0; start < 20; start++) {
      const window = emptyWindow(start * 10, start * 10 + 50, 100);
      window.close();
      windows.save({ window, ...unjudged });
    }
    const history = new HistoryRepository(connection);
    expect(history.keptFromMs(series.id)).toBeNull();
    history.drop('windows', epochMs(100), 99);
    const oldest = connection.prepare('SELECT min(start_ms) FROM windows').pluck().get();
    expect([oldest, history.keptFromMs(series.id)]).toEqual([50, 50]);
    connection.close();
  });

  it('takes all that an older folder has no more for let go of', () => {
    const connection = new Database(':memory:');
    const [step, ...older] = [...migrations].reverse();
    for (const one of older.reverse()) connection.exec(one);
    const insert = connection.prepare(
      "INSERT INTO series (name, size_ms, slide_ms, opened_ms) VALUES ('live|' || ?, 10, 10, 0) RETURNING id",
    );
    const named = (name: string): number => insert.pluck().get(name) as number;
    const [summed, bare, fresh] = [named('summed'), named('bare'), named('fresh')];
    const offset = connection.prepare(
      'INSERT INTO offsets (series_id, partition, next_offset) VALUES (?, 0, 9)',
    );
    for (const id of [summed, bare]) offset.run(id);
    connection.exec(
      `INSERT INTO periods (series_id, period, time_zone, start_ms, end_ms, bytes, packets, windows, reports, closed, status,
       lacks) VALUES (${summed}, 'day', 'UTC', 0, 700, 1, 1, 1, 1, 1, 'within', '[]')`,
    );
    connection.exec(step!);
    const history = new HistoryRepository(connection);
    expect([history.keptFromMs(summed), history.keptFromMs(fresh)]).toEqual([700, null]);
    expect(history.keptFromMs(bare)).toBeGreaterThan(Date.UTC(2026, 0));
    connection.close();
  });

  it('lets go of resolved alerts, and of firing ones never', () => {
    const connection = open();
    store(connection, { series: 'live|lo', start: 0, closed: true });
    const insert = connection.prepare(
      `INSERT INTO alerts (id, series_id, state, limit_name, limit_value, effective_ms, start_ms, end_ms, observed,
       at_ms, fired_ms, top_pairs) VALUES (?, 1, ?, 'max', 5, 0, 0, 10, 7, ?, 0, '[]')`,
    );
    for (let i = 0; i < 20; i++) insert.run(`id${i}`, i % 2 === 0 ? 'firing' : 'resolved', i);
    const history = new HistoryRepository(connection);
    expect(history.drop('alerts', epochMs(11), 3)).toBe(3);
    expect(history.drop('alerts', epochMs(11), 3)).toBe(2);
    expect(connection.prepare("SELECT count(*) FROM alerts WHERE state = 'firing'").pluck().get()).toBe(10);
    expect(history.space(undefined).tiers.alerts.records).toBe(15);
    connection.close();
  });

  it('knows the space that it takes', () => {
    const connection = open();
    for (let start = 0; start < 9; start++) store(connection, { series: 'live|lo', start, closed: true });
    const history = new HistoryRepository(connection);
    history.drop('pairs', epochMs(40), 99);
    const { tiers, fileBytes, freeBytes } = history.space(undefined);
    expect(historyTiers.map((tier) => tiers[tier].records)).toEqual([6, 9, 0]);
    const pairsBytes = connection.prepare('SELECT sum(length(pairs)) FROM pane_pairs').pluck().get();
    expect(tiers.pairs.bytes).toBe(pairsBytes);
    expect(fileBytes).toBeGreaterThan(freeBytes);
    connection.close();
  });
});

it('lets go of what was summed of the logs of other series, and of nothing that was not', () => {
  const connection = open();
  const history = new HistoryRepository(connection);
  const series = new SeriesRepository(connection);
  const insert = connection.prepare(
    `INSERT INTO log_batches (topic, offset, count, agent, first_sequence, interface, from_ms, interval_ms, family,
       packets, bytes, checksum, flows) VALUES (?, ?, 10, 'a', 0, 'lo', 0, 1000, 4, 1, 1, 0, x'00')`,
  );
  const ids = ['live|lo', 'live|eth0', 'replay|file'].map((name) => {
    const { id } = series.open(name, { sizeMs: 10, slideMs: 10 }, epochMs(0));
    connection.prepare('INSERT INTO offsets (series_id, partition, next_offset) VALUES (?, 0, 25)').run(id);
    for (const offset of [0, 10, 20]) insert.run(`series-${id}`, offset);
    return id;
  });
  insert.run('spool', 0);
  expect(history.dropSummedLogs(ids[0]!, 3)).toBe(3);
  expect(history.dropSummedLogs(ids[0]!, 3)).toBe(1);
  expect(history.dropSummedLogs(ids[0]!, 3)).toBe(0);
  const kept = connection
    .prepare("SELECT topic || ' ' || offset FROM log_batches ORDER BY topic, offset")
    .pluck();
  expect(kept.all()).toEqual([
    'series-1 0',
    'series-1 10',
    'series-1 20',
    'series-2 20',
    'series-3 20',
    'spool 0',
  ]);
  connection.close();
});
