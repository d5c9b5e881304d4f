import type { PeriodProjection } from '../../common/model/periods.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { PeriodSum } from './period-sum.ts';

/**
 * Where a total is heading at its rate so far: of the time of which there are windows.
 *
 * @param max the strictest maximum on it; null for none
 */
export function projectionOf(
  { bytes, endMs, sinceMs, closed }: Pick<PeriodSum, 'bytes' | 'endMs' | 'sinceMs' | 'closed'>,
  max: number | null,
  now: EpochMs,
): PeriodProjection {
  // How long it took to come to this is not known before a window has closed: the capture may just have begun.
  const elapsedMs = sinceMs === null ? 0 : Math.min(now, endMs) - sinceMs;
  if (closed || elapsedMs <= 0) return { bytes, reachesMs: null };
  const rate = bytes / elapsedMs;
  const expected = Math.round(bytes + rate * Math.max(0, endMs - now));
  const reachesMs =
    max === null || bytes > max || rate === 0 ? Infinity : Math.ceil(now + (max + 1 - bytes) / rate);
  return {
    bytes: Math.min(expected, Number.MAX_SAFE_INTEGER),
    reachesMs: reachesMs < endMs ? epochMs(reachesMs) : null,
  };
}
