import type { Limit } from '../../common/model/limits.ts';
import { type NamedNetworks, plainNetworks } from '../../common/named-networks.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import { type LimitsInForce, LimitTable } from '../limits/limits-in-force.ts';
import type { PairKey } from '../flow-records/layout.ts';
import { directed } from '../windows/direction-sums.ts';
import { largestPairs } from '../windows/largest-pairs.ts';
import type { Pane } from '../windows/pane.ts';
import type { Judgement, Window } from '../windows/window.ts';
import type { ChangedPane, JudgedWindow } from './check-store.ts';
import { statusOf } from './evaluator.ts';
import { ScopeSums } from './scope-sums.ts';
import { WindowVerdicts } from './window-verdicts.ts';

/** The rows of limits that windows are judged by. */
export interface LimitsNow {
  /** The rows now; another array where they changed. */
  readonly limits: () => readonly Limit[];
  /** The change of the stored limits by which they came; null where they are the series' own. */
  readonly newestChange: () => number | null;
  /** What the rows' directions and groups mean; private networks are home where it is left out. */
  readonly networks?: NamedNetworks | undefined;
}

/** What is wanted of a window beside its sums. */
export interface DetailWishes {
  /** Which pairs are listed. */
  readonly matches?: ((pair: PairKey) => boolean) | undefined;
  /** Whether directions are told: all of its pairs are looked at. */
  readonly isDirected?: boolean;
}

/** Knows what each window is compared with, as the limits stand now, and describes windows by it. */
export class WindowJudge {
  readonly #limits: () => readonly Limit[];
  readonly #newestChange: () => number | null;
  readonly #windowMs: number;
  readonly networks: NamedNetworks;
  #rows: readonly Limit[] = [];
  #table: LimitTable;
  readonly #verdicts = new WeakMap<Window, WindowVerdicts>();
  /** By pane, and by those scopes that were the limits' until they changed. */
  readonly #sums = new WeakMap<Pane, { readonly now: ScopeSums; readonly former: ScopeSums | undefined }>();

  constructor({ limits, newestChange, networks = plainNetworks() }: LimitsNow, windowMs: number) {
    this.networks = networks;
    this.#limits = limits;
    this.#newestChange = newestChange;
    this.#windowMs = windowMs;
    this.#table = this.#tableOf(this.#rows);
  }

  #tableOf(rows: readonly Limit[]): LimitTable {
    return new LimitTable(rows, this.#windowMs, undefined, this.networks);
  }

  /** The limits in force for a window. */
  inForce({ startMs }: Pick<Window, 'startMs'>): LimitsInForce {
    const rows = this.#limits();
    if (rows !== this.#rows) {
      this.#rows = rows;
      this.#table = this.#tableOf(rows);
    }
    return this.#table.at(startMs);
  }

  /** The window's verdicts, which record what they have seen of it. */
  verdicts(window: Window): WindowVerdicts {
    const inForce = this.inForce(window);
    const known = this.#verdicts.get(window);
    if (known?.inForce === inForce) return known;
    const sumsOf = (pane: Pane): ScopeSums => this.#sumsOf(pane, inForce);
    const verdicts = new WindowVerdicts(inForce, window, sumsOf, {
      former: known,
      judged: this.#judged(window),
    });
    this.#verdicts.set(window, verdicts);
    return verdicts;
  }

  /** How a window that was stored was judged, where that was by the limits as they are now. */
  #judged({ judgement }: Window): Judgement | undefined {
    const newest = this.#newestChange();
    return newest !== null && judgement?.with === newest ? judgement : undefined;
  }

  /** The sums of a pane by the scopes of the limits as they are now. */
  #sumsOf(pane: Pane, { scopes }: LimitsInForce): ScopeSums {
    const known = this.#sums.get(pane);
    if (known?.now.index === scopes) return known.now;
    const sums = new ScopeSums(scopes, pane);
    known?.former?.release();
    this.#sums.set(pane, { now: sums, former: known?.now });
    return sums;
  }

  /**
   * What of a pane is to be stored.
   *
   * @param isOver whether nothing comes for it but what is late
   */
  changed(pane: Pane, isOver: boolean): ChangedPane {
    return {
      startMs: pane.startMs,
      change: pane.change,
      final: isOver && pane.isWhole ? pane.pairs : null,
      // Where they were never asked for, they aren't known.
      scopes: isOver ? (this.#sums.get(pane)?.now.growth() ?? null) : null,
    };
  }

  /** {@link changed} is stored. */
  noteStored(pane: Pane): void {
    this.#sums.get(pane)?.now.noteStored();
  }

  /** A window as it is stored, after `reports` reports. */
  judged(window: Window, reports: number): JudgedWindow {
    const limits = this.inForce(window).total;
    const judgedWith = this.#newestChange();
    return { window, reports, limits, status: statusOf(window, limits), judgedWith };
  }

  /** A window as it is told, with its `count` largest pairs. */
  detail(window: Window, count: number, { matches, isDirected = false }: DetailWishes = {}): WindowDetail {
    const detail = this.#detail(window, count, matches);
    return isDirected ? directed(detail, window.pairs, this.networks) : detail;
  }

  #detail(window: Window, count: number, matches?: (pair: PairKey) => boolean): WindowDetail {
    const { limits, status } = this.judged(window, window.reports);
    const { startMs, endMs, closed, complete, bytes, packets, reconciliation } = window;
    const { missed, interfaces, exact, lacks } = window;
    return {
      startMs,
      endMs,
      revision: Math.max(0, window.reports - 1),
      closed,
      complete,
      bytes,
      packets,
      pairCount: window.pairsKnown,
      status,
      limits,
      reconciliation,
      missed,
      dropsKnown: lacks.every(({ reason }) => reason !== 'drops-unknown'),
      interfaces,
      exact,
      lacks,
      pairs: largestPairs(window.pairs, count, matches),
    };
  }
}
