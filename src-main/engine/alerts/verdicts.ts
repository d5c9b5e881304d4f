import type { AlertWindow } from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import type { LimitsInForce } from '../limits/limits-in-force.ts';
import type { Verdict } from './evaluator.ts';

/** What is compared with limits: a window, or a period. */
export interface Judged extends AlertWindow {
  readonly closed: boolean;
  /** Whether its total has every packet that passed, and will have no other. */
  readonly exact: boolean;
  readonly bytes: number;
  /** Limits that it has left and that were told, by their key. */
  readonly breaches: ReadonlySet<string>;
  noteBreach(key: string, breached: boolean): void;
}

/** A limit that is no longer in force, whose alert is firing. */
export interface RemovedLimit {
  readonly key: string;
  readonly limit: Limit;
}

/** Holds one window or period against the limits in force for it, time and again as it grows. */
export interface Verdicts {
  readonly inForce: LimitsInForce;
  readonly window: Judged;
  /**
   * The verdicts that are notable, and those on limits that are known: of what was touched since the last look, and of
   * what waits to be looked at, by its key.
   */
  take(
    isKnown: (key: string) => boolean,
    isNotable: (verdict: Verdict) => boolean,
    waiting: ReadonlySet<string>,
  ): Verdict[];
  /** Bytes in the scope of a limit in force, as of the last look. */
  observed(key: string): number;
  /** The `count` largest pairs that a limit is about; none where they aren't kept. */
  largestPairs(limit: Limit, key: string, count: number): PairTotal[];
  /** Bytes in the scopes of limits that are no longer in force for it. */
  bytesIn(removed: readonly RemovedLimit[]): number[];
}
