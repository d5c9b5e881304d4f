import { parsePeriod } from '../periods/period.ts';
import type { EpochMs } from '../units.ts';
import type { Limit } from './limits.ts';
import type { PeriodProjection } from './periods.ts';
import type { Lack } from './windows.ts';

/** Bytes of a stretch of the past. */
export interface QuotaSum {
  readonly bytes: number;
  /** Whether that is all that passed. Else it is a lower bound. */
  readonly exact: boolean;
}

/** The period before the present one. */
export interface PreviousPeriod {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** All of it. */
  readonly whole: QuotaSum;
  /** As much of it as has gone of the present one; null where that is not kept: of a part of the traffic. */
  readonly elapsed: QuotaSum | null;
}

/** A `max` on a period, and what is used of it in the present one, `[startMs, endMs)`. */
export interface Quota {
  readonly limit: Limit;
  /** Name of the kind of period, as `month@15`. */
  readonly period: string;
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** Bytes so far. */
  readonly used: number;
  /** Whether that is all that passed in the windows that are over. Else it is a lower bound. */
  readonly exact: boolean;
  readonly lacks: readonly Lack[];
  /** Null while no window in it has closed: nobody knows at which rate it is used. */
  readonly projection: PeriodProjection | null;
  /** Null where nothing of it is stored. */
  readonly previous: PreviousPeriod | null;
}

/** Quotas, nearest to full first. */
export interface Quotas {
  /** The present that they are of. */
  readonly atMs: EpochMs;
  readonly timeZone: string;
  /** How many there are; some of them may be left out. */
  readonly count: number;
  readonly quotas: readonly Quota[];
}

/**
 * Whether a limit is a quota: a maximum on more than a window.
 *
 * @param windowMs the length of the run's windows, where that is known
 */
export function isQuota({ name, period, windowSeconds }: Limit, windowMs = 0): boolean {
  if (name !== 'max') return false;
  if (period === undefined) return windowSeconds !== null && windowSeconds * 1000 !== windowMs;
  const parsed = parsePeriod(period);
  return parsed.kind !== 'length' || parsed.lengthMs !== windowMs;
}

/** What is used of a quota, as a share of it: above 1 where it is left. */
export const shareUsed = ({ used, limit }: Pick<Quota, 'used' | 'limit'>): number =>
  limit.value > 0 ? used / limit.value : used > 0 ? Infinity : 1;

/** How much of a quota's time has gone, as a share. */
export const shareGone = ({ startMs, endMs }: Pick<Quota, 'startMs' | 'endMs'>, atMs: number): number =>
  Math.min(1, Math.max(0, (atMs - startMs) / (endMs - startMs)));
