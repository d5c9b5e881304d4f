import { addTo, emptyWindow, paneOf, unjudged } from '../../support/store/windows.ts';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { PastWindows } from '../../../src-main/engine/history/past-windows.ts';
import { HistoryRepository } from '../../../src-main/engine/store/history-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { limitOf, pairOf } from '../../support/records/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const minute = 60_000;

it('tries a limit on a host on the windows alone that still have their pairs', async () => {
  const connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  const shape = { sizeMs: minute, slideMs: minute };
  const series = new SeriesRepository(connection).open('live|lo', shape, epochMs(0));
  const windows = new WindowRepository(connection, series, 100);
  for (let i = 0; i < 10; i++) {
    const window = emptyWindow(i * minute, (i + 1) * minute, 100);
    // A window without a packet has no pairs, and has lost none.
    if (i > 0) addTo(window, pairOf('10.0.0.1', '10.0.0.2'), 100, 1);
    window.close();
    windows.save({ window, ...unjudged });
    windows.panes.save(paneOf(window));
  }
  new HistoryRepository(connection).drop('pairs', epochMs(5 * minute), 99);
  const past = new PastWindows(windows, series, systemClock);
  const assess = (source: string | null) =>
    past.assess([limitOf('max', 50, { source }), limitOf('min', 10, { source })], epochMs(11 * minute));

  const ofHost = await assess('10.0.0.1');
  expect([ofHost.examined.windows, ofHost.isWhole]).toEqual([7, false]);
  // Those that are left are above; the one without traffic is below; none is taken for silent that was not.
  expect(ofHost.breaches.map(({ limit, windows: count }) => [limit.name, count])).toEqual([
    ['max', 6],
    ['min', 1],
  ]);
  const ofAll = await assess(null);
  expect([ofAll.examined.windows, ofAll.isWhole]).toEqual([10, true]);
  connection.close();
});
