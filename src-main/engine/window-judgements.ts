import type { Limit, LimitVerdicts } from '../common/model.ts';
import type { EpochMs } from '../common/units.ts';
import { WindowVerdicts } from './alerts/window-verdicts.ts';
import type { DataFolder } from './data-folder.ts';
import { isForTotal, LimitTable } from './limits/limits-in-force.ts';
import type { Series } from './store/series-repository.ts';
import type { WindowRepository } from './store/window-repository.ts';

/** Rows of limits, ready to be asked. */
interface Rows {
  /** The change that they came by; null for the series' own. */
  readonly change: number | null;
  readonly table: LimitTable;
  readonly areForTotal: boolean;
}

/** How the stored windows of a series stood to the limits by which they were judged, whatever the limits are now. */
export class WindowJudgements {
  readonly #folder: DataFolder;
  readonly #series: Series;
  readonly #windows: WindowRepository;
  /** Those that were asked for last: neighbours were judged by the same. */
  #rows: Rows | undefined;

  constructor(folder: DataFolder, series: Series) {
    this.#folder = folder;
    this.#series = series;
    this.#windows = folder.windows(series);
  }

  /**
   * The first `count` verdicts on a window.
   *
   * @returns null where there is no such window, or it is not known by which rows it was judged: an older version
   * stored it
   */
  of(startMs: EpochMs, count: number): LimitVerdicts | null {
    const rows = this.#rowsFor(this.#windows.judgedWith(startMs));
    const window = rows && this.#windows.load(startMs, !rows.areForTotal);
    if (!rows || !window) return null;
    const verdicts = new WindowVerdicts(rows.table.at(startMs), window);
    verdicts.take([]);
    return verdicts.list(count);
  }

  #rowsFor(change: number | null): Rows | undefined {
    if (this.#rows && this.#rows.change === change) return this.#rows;
    const limits = this.#limitsOf(change);
    if (!limits) return undefined;
    const areForTotal = limits.every(isForTotal);
    this.#rows = { change, areForTotal, table: new LimitTable(limits, this.#series.sizeMs) };
    return this.#rows;
  }

  #limitsOf(change: number | null): readonly Limit[] | undefined {
    const { series, limits } = this.#folder;
    return change === null ? series.limitsOf(this.#series.id) : limits.asOf(change);
  }
}
