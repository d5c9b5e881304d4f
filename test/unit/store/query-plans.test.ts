import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { historyTiers } from '../../../src-main/common/space.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { HistoryRepository } from '../../../src-main/engine/store/history-repository.ts';
import { HostRepository } from '../../../src-main/engine/store/host-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { PairRows } from '../../../src-main/engine/store/pair-rows.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';

/** Every statement on the way to a connection, as SQLite would run it. */
class Planned {
  readonly connection = new Database(':memory:');
  readonly statements = new Set<string>();

  constructor() {
    for (const step of migrations) this.connection.exec(step);
    const prepare = this.connection.prepare.bind(this.connection);
    this.connection.prepare = (sql: string) => {
      this.statements.add(sql);
      return prepare(sql);
    };
  }

  /** How each statement is run, step by step. */
  get steps(): { readonly sql: string; readonly detail: string }[] {
    const plan = (sql: string) =>
      this.connection.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/\?|@\w+/g, '1')}`).all() as {
        detail: string;
      }[];
    return [...this.statements].flatMap((sql) => plan(sql).map(({ detail }) => ({ sql, detail })));
  }

  /** Tables that are read from one end to the other. */
  get scans(): string[] {
    return this.steps
      .filter(({ detail }) =>
        /^SCAN (windows|window_rollups|window_pairs|pane_|hour_|host_|own|open|log)/.test(detail),
      )
      .map(({ sql, detail }) => `${detail}: ${sql}`);
  }
}

it('reads windows, sums and pairs by an index, whatever is asked', () => {
  const planned = new Planned();
  const shape = { sizeMs: 10, slideMs: 10 };
  const series = new SeriesRepository(planned.connection).open('live|lo', shape, epochMs(0));
  const windows = new WindowRepository(planned.connection, series, 10);
  const prepared = [
    windows.rollups,
    windows.hourPairs,
    new PairRows(planned.connection, series, windows.panes),
    new HostRepository(planned.connection, series.id),
  ];
  expect(prepared).toHaveLength(4);
  const history = new HistoryRepository(planned.connection);
  for (const tier of historyTiers) history.drop(tier, epochMs(0), 1);
  history.dropSummedLogs(series.id, 1);
  expect(planned.statements.size).toBeGreaterThan(20);
  expect(planned.scans).toEqual([]);
  planned.connection.close();
});

it('looks for open windows around an old pane alone, however many windows came before it', () => {
  const planned = new Planned();
  const shape = { sizeMs: 10, slideMs: 10 };
  new SeriesRepository(planned.connection).open('live|lo', shape, epochMs(0));
  new HistoryRepository(planned.connection).drop('pairs', epochMs(0), 1);
  const looks = planned.steps.filter(({ detail }) => detail.includes(' open USING '));
  expect(looks).toHaveLength(3);
  for (const { detail } of looks) expect(detail).toMatch(/start_ms>\? AND start_ms<\?/);
  planned.connection.close();
});
