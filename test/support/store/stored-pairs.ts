import Database from 'better-sqlite3';
import { epochMs } from '../../../src-main/common/units.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { PairRows } from '../../../src-main/engine/store/pair-rows.ts';
import { type Series, SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { addTo, emptyWindow, paneOf, unjudged } from './windows.ts';

/** A window as it is to be stored. */
export interface StoredWindow {
  readonly index: number;
  readonly flows: readonly { readonly pair: PairKey; readonly bytes: number }[];
  readonly closed: boolean;
  /** Whether its pairs are stored by how they grew. */
  readonly grows: boolean;
}

/** Windows with their pairs in a database in memory. */
export class StoredPairs {
  readonly connection: Connection = new Database(':memory:');
  readonly series: Series;
  readonly windows: WindowRepository;
  readonly rows: PairRows;
  readonly #windowMs: number;
  readonly #maxPairs: number;

  constructor(windowMs: number, maxPairs = 100) {
    this.connection.pragma('foreign_keys = ON');
    for (const step of migrations) this.connection.exec(step);
    const shape = { sizeMs: windowMs, slideMs: windowMs };
    this.series = new SeriesRepository(this.connection).open('live|lo', shape, epochMs(0));
    this.windows = new WindowRepository(this.connection, this.series, maxPairs);
    this.rows = new PairRows(this.connection, this.series, this.windows.panes);
    this.#windowMs = windowMs;
    this.#maxPairs = maxPairs;
  }

  save({ index, flows, closed, grows }: StoredWindow): void {
    const window = emptyWindow(index * this.#windowMs, (index + 1) * this.#windowMs, this.#maxPairs);
    for (const { pair, bytes } of flows) addTo(window, pair, bytes, 1);
    if (closed) window.close();
    this.windows.save({ window, ...unjudged });
    const pane = paneOf(window);
    this.windows.panes.save(grows ? { ...pane, final: null } : pane);
  }

  /** Sums the pairs of hours that ended before a window. */
  merge(beforeIndex: number): void {
    while (this.windows.hourPairs.merge(epochMs(beforeIndex * this.#windowMs)));
  }

  readonly openFromMs = (): number =>
    Math.min(Infinity, ...this.windows.open().map(({ startMs }) => startMs));
}
