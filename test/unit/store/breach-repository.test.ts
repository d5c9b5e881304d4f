import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { windowBreaches } from '../../../src-main/engine/store/alert-migrations.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { emptyWindow } from '../../support/store/windows.ts';

const shape = { sizeMs: 10, slideMs: 10 };

function openMemory(steps = migrations): Connection {
  const connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of steps) connection.exec(step);
  return connection;
}

function openWindows(connection: Connection): WindowRepository {
  const series = new SeriesRepository(connection).open('live', shape, epochMs(0));
  return new WindowRepository(connection, series, 100);
}

function save(windows: WindowRepository, window: Window): void {
  const limits = { min: null, max: null };
  windows.save({ window, reports: 0, status: 'within', limits, judgedWith: null });
  window.noteStored();
}

const stored = (connection: Connection): unknown[] =>
  connection.prepare('SELECT start_ms, "left", kept FROM window_breaches').raw().all();

it('the limits that a window has left are stored as they change, and given back as they are', () => {
  const change = fc.record({ scope: fc.constantFrom('a', 'b', 'c'), isLeft: fc.boolean() });
  const property = fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 6 }), (commits) => {
    const connection = openMemory();
    const windows = openWindows(connection);
    const window = emptyWindow(0, 10);
    save(windows, window);
    for (const changes of commits) {
      for (const { scope, isLeft } of changes) window.noteBreach(scope, isLeft);
      save(windows, window);
      expect(new Set(windows.facts(epochMs(0))!.breaches)).toEqual(window.breaches);
      expect(windows.open().map(({ breaches }) => new Set(breaches))).toEqual([window.breaches]);
    }
    connection.close();
  });
  fc.assert(property, { numRuns: 100 });
});

it('a window that is stored again writes none of the limits that it had left before', () => {
  const connection = openMemory();
  const windows = openWindows(connection);
  const window = emptyWindow(0, 10);
  for (let i = 0; i < 1_000; i += 1) window.noteBreach(`max|10.0.${i}||`, true);
  save(windows, window);
  const before = stored(connection);
  window.addLate(1);
  save(windows, window);
  expect(stored(connection)).toEqual(before);
  window.noteBreach('max|||', true);
  save(windows, window);
  expect(stored(connection)).toEqual([...before, [0, '["max|||"]', '[]']]);
  for (const scope of [...window.breaches]) window.noteBreach(scope, false);
  save(windows, window);
  expect(stored(connection)).toEqual([]);
  connection.close();
});

it('what an older version stored of a window is kept, and goes with it', () => {
  const connection = openMemory(migrations.slice(0, migrations.indexOf(windowBreaches)));
  new SeriesRepository(connection).open('live', shape, epochMs(0));
  const insert = connection.prepare(
    `INSERT INTO windows (series_id, start_ms, end_ms, reports, closed, complete, bytes, packets, pair_count, late,
       dropped, missed, status, breaches) VALUES (1, ?, ?, 1, 1, 1, 5, 1, 1, 0, 0, 0, 'above', ?)`,
  );
  insert.run(0, 10, '["max|||","max|10.0.0.1||"]');
  insert.run(10, 20, '[]');
  connection.exec(windowBreaches);
  const windows = openWindows(connection);
  expect(windows.facts(epochMs(0))).toMatchObject({ bytes: 5, breaches: ['max|||', 'max|10.0.0.1||'] });
  expect(windows.facts(epochMs(10))).toMatchObject({ bytes: 5, breaches: [] });
  connection.exec('DELETE FROM windows');
  expect(stored(connection)).toEqual([]);
  connection.close();
});
