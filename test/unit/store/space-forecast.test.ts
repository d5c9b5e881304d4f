import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { foresee, usuallyKept } from '../../../src-main/engine/store/space-forecast.ts';
import { writeWindows } from '../../support/store/stored-windows.ts';

const windowMs = 300_000;
const day = 86_400_000;

it('foresees 90 days by what the last hours have taken, and what will be kept of it', () => {
  const connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  const shape = { sizeMs: windowMs, slideMs: windowMs };
  const series = new SeriesRepository(connection).open('live|lo', shape, epochMs(0));
  expect(foresee(connection, series, usuallyKept)).toBeNull();

  writeWindows(connection, { seriesId: series.id, startMs: 0, sizeMs: windowMs, count: 1_000 });
  const insert = connection.prepare('INSERT INTO pane_pairs VALUES (1, ?, 0, 0, ?, NULL)');
  // Of long ago, and of the last hours.
  for (let i = 0; i < 1_000; i += 1) insert.run(i * windowMs, Buffer.alloc(i < 900 ? 9_000 : 400));
  const ofWindows = 124 * 288 * 90;
  expect(foresee(connection, series, usuallyKept)).toBe(400 * 288 * 7 + 800 * 24 * 83 + ofWindows);

  connection.prepare('INSERT INTO hour_pairs VALUES (1, 0, 0, 0, ?, NULL)').run(Buffer.alloc(500));
  expect(foresee(connection, series, usuallyKept)).toBe(400 * 288 * 7 + 500 * 24 * 83 + ofWindows);
  const short = { ...usuallyKept, pairs: 2 * day };
  expect(foresee(connection, series, short)).toBe(400 * 288 * 2 + ofWindows);
  expect(foresee(connection, series, { ...usuallyKept, bytes: 1_000_000 })).toBe(1_000_000);
  connection.close();
});
