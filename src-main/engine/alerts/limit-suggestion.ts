import { leastWindows, type Limit, type LimitName, type LimitSuggestion } from '../../common/model/limits.ts';
import { type EpochMs } from '../../common/units.ts';

/** The rank that is taken, and what is added to it so that the usual does not breach. */
const rules: Readonly<Record<LimitName, { readonly percentile: number; readonly headroom: number }>> = {
  max: { percentile: 99, headroom: 1.25 },
  min: { percentile: 1, headroom: 0.8 },
};

/**
 * Limits that the past suggests: a `max` a quarter above the 99th percentile of the totals, and a `min` a fifth below
 * the first, to two digits (nearest rank; a `min` of 0 is none).
 *
 * @param totals bytes of complete windows, of the scope's traffic
 * @param scope what the limits shall be about
 * @returns none where there are fewer than {@link leastWindows} totals
 */
export function suggestLimits(
  totals: readonly number[],
  scope: Pick<Limit, 'source' | 'destination' | 'windowSeconds'>,
  effectiveMs: EpochMs,
): LimitSuggestion[] {
  if (totals.length < leastWindows) return [];
  const sorted = totals.toSorted((a, b) => a - b);
  return (['max', 'min'] as const).flatMap((name) => {
    const { percentile, headroom } = rules[name];
    const usual = sorted[Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1)]!;
    const value = twoDigits(usual * headroom, name === 'max' ? Math.ceil : Math.floor);
    if ((name === 'min' && value === 0) || value > Number.MAX_SAFE_INTEGER) return [];
    const breaches = totals.filter((bytes) => (name === 'max' ? bytes > value : bytes < value)).length;
    const limit: Limit = { name, value, effectiveMs, ...scope };
    return [{ limit, percentile, usual, windows: totals.length, breaches }];
  });
}

function twoDigits(value: number, round: (value: number) => number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return round(value / unit) * unit;
}
