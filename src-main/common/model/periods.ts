import type { EpochMs } from '../units.ts';
import type { Lack, MinMax, WindowStatus } from './windows.ts';

/** Where the total of a period is heading at its rate so far. */
export interface PeriodProjection {
  /** Bytes at its end. */
  readonly bytes: number;
  /** When its maximum will be reached; null where it won't be in this period, or was already. */
  readonly reachesMs: EpochMs | null;
}

/** A period `[startMs, endMs)` of a time zone and its sums. */
export interface PeriodSummary {
  /** Name of the kind of period, as `month@15`. */
  readonly period: string;
  readonly timeZone: string;
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** 0 at the first report; one more for each report of changed totals. */
  readonly revision: number;
  /** Whether it is over; an open one still grows. */
  readonly closed: boolean;
  readonly bytes: number;
  readonly packets: number;
  /** How its total stands to the limits in force at its start. */
  readonly status: WindowStatus;
  /** Whether the total has every packet that passed. Else it is a lower bound. */
  readonly exact: boolean;
  readonly lacks: readonly Lack[];
  readonly limits: MinMax;
  readonly projection: PeriodProjection;
}
