import type { DirectionSums } from '../direction.ts';
import type { UsualStep } from './usual.ts';
import type { PeriodSpan } from '../periods/period.ts';
import type { FoundHost } from './hosts.ts';
import type { Lack, PairTotal, ScopeHistory } from './windows.ts';

/** What totals are compared with: what came right before, the same time a week or a year before. */
export const comparisons = ['previous', 'last-week', 'last-year'] as const;
export type Comparison = (typeof comparisons)[number];

/** Which way traffic of a host or network went: `both` is what it sent and received. */
export const scopeParts = ['both', 'sent', 'received'] as const;
export type ScopePart = (typeof scopeParts)[number];

/** What passed in a period. */
export interface TotalSum extends PeriodSpan {
  readonly bytes: number;
  /** Null where packets are not told apart: of one direction, or of one way of a host. */
  readonly packets: number | null;
  /** Of a host or network: what it sent and received, in bytes. */
  readonly sent?: number;
  readonly received?: number;
  /** Of all traffic, where they were asked for: its bytes by direction. */
  readonly directions?: DirectionSums;
  /** Bytes of which no pairs are known any more, where the total is one of pairs: they may belong to it. */
  readonly unknown: number;
  /** Whether it is over. */
  readonly closed: boolean;
  /** Whether it has every packet that passed, and will have no other. Else it is a lower bound. */
  readonly exact: boolean;
  /** What is missing of the time. */
  readonly lacks: readonly Lack[];
}

/** What came to be of a part of a period. */
export interface ElapsedSum {
  readonly bytes: number;
  readonly exact: boolean;
}

/** A period and the one with which it is compared. */
export interface TotalRow extends TotalSum {
  /** Where an open period of all traffic is heading at its rate so far, in bytes; null where that is not known. */
  readonly projected: number | null;
  /** The one to compare with; null where nothing of it is stored, or none is compared. */
  readonly before: TotalSum | null;
  /** Of a period that is not over: what it had in windows that have closed; null before the first has. */
  readonly elapsed: ElapsedSum | null;
  /** What the other one had in the windows after as much time. */
  readonly beforeElapsed: ElapsedSum | null;
}

/** Traffic by period. */
export interface Totals {
  /** The period's name in its one form. */
  readonly per: string;
  readonly timeZone: string;
  /** Oldest first, without holes; periods of which nothing is stored at all are left out at both ends. */
  readonly rows: readonly TotalRow[];
  /** Whether they stand beside another time. */
  readonly isCompared: boolean;
  /** Whether there was time to sum all pairs: else the oldest rows are among what is unknown. */
  readonly isWhole: boolean;
  /** What was usual at each hour or day, where it was asked for and is known. */
  readonly usual?: readonly UsualStep[];
  /** Of the row of which it was asked, at the same moment; null where there is no such row. */
  readonly top?: TotalTop | null;
}

/** Who had most traffic in a period: of all traffic, or with a host or network. */
export type TotalTop =
  | { readonly kind: 'all'; readonly top: RangeTop }
  | { readonly kind: 'scope'; readonly peers: Omit<ScopeHistory, 'parts'> };

/** Who had most traffic in a stretch of time, in windows that are over. */
export interface RangeTop {
  readonly hosts: readonly FoundHost[];
  readonly hostCount: number;
  /** Bytes of which is not known whose they are: hosts may have had more, and there may have been others. */
  readonly hostsUnknown: number;
  readonly pairs: readonly PairTotal[];
  readonly pairCount: number;
  /** The same of pairs. */
  readonly pairsUnknown: number;
}

/** The difference of two totals, as far as both are known: `exact` where both are. */
export interface Difference {
  readonly bytes: number;
  /** Of the earlier one, as a share: 0.25 is a quarter more; null where that was nothing. */
  readonly share: number | null;
  readonly exact: boolean;
}

/** How a period stands to the one before: while it is not over, both after as much time, in windows that have closed. */
export function differenceOf(row: TotalRow): Difference | null {
  const [own, other] = row.closed ? [row, row.before] : [row.elapsed, row.beforeElapsed];
  if (!own || !other) return null;
  const bytes = own.bytes - other.bytes;
  return { bytes, share: other.bytes === 0 ? null : bytes / other.bytes, exact: own.exact && other.exact };
}

/** What a period is compared with: while it is not over, what the other one had after as much time. */
export const comparedOf = (row: TotalRow): TotalSum | ElapsedSum | null =>
  row.closed ? row.before : row.beforeElapsed;
