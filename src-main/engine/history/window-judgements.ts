import type { NamedNetworks } from '../../common/named-networks.ts';
import type { Limit, LimitVerdict, LimitVerdicts } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import { verdictOn } from '../alerts/evaluator.ts';
import { listVerdicts, WindowVerdicts } from '../alerts/window-verdicts.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { isForTotal, type LimitInForce, LimitTable, totalScope } from '../limits/limits-in-force.ts';
import { arePairsGone } from './past-windows.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import type { Window } from '../windows/window.ts';

/** Rows of limits, ready to be asked. */
interface Rows {
  /** The change that they came by; null for the series' own. */
  readonly change: number | null;
  readonly networks: NamedNetworks;
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
    const window = rows && this.#windows.load(startMs);
    if (!rows || !window) return null;
    const inForce = rows.table.at(startMs);
    if (!rows.areForTotal && arePairsGone(window))
      return listVerdicts(inForce, count, (limit) => remembered(window, limit));
    const verdicts = new WindowVerdicts(inForce, window);
    verdicts.take();
    return verdicts.list(count);
  }

  #rowsFor(change: number | null): Rows | undefined {
    const networks = this.#folder.networks.named;
    if (this.#rows && this.#rows.change === change && this.#rows.networks === networks) return this.#rows;
    const limits = this.#limitsOf(change);
    if (!limits) return undefined;
    const areForTotal = limits.every(isForTotal);
    this.#rows = {
      change,
      networks,
      areForTotal,
      table: new LimitTable(limits, this.#series.sizeMs, undefined, networks),
    };
    return this.#rows;
  }

  #limitsOf(change: number | null): readonly Limit[] | undefined {
    const { series, limits } = this.#folder;
    return change === null ? series.limitsOf(this.#series.id) : limits.asOf(change);
  }
}

/** What is known of a window without its pairs: its total, and which limits it had left. */
function remembered(window: Window, { limit, key, scope }: LimitInForce): LimitVerdict {
  if (scope === totalScope) return verdictOn(window, limit, key, window.bytes);
  const judged = limit.name === 'min' && !window.exact ? 'unchecked' : 'within';
  const held = window.closed ? judged : 'open';
  return { limit, observed: null, outcome: window.breaches.has(key) ? 'breached' : held };
}
