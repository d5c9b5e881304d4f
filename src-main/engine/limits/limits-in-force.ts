import type { Limit, MinMax } from '../../common/model.ts';
import type { EpochMs } from '../../common/units.ts';
import { scopeKey } from './limit-rows.ts';

/**
 * The limits that a window is held against: of each name and scope the row with the newest effective date that is
 * not after the window's start, where it applies to windows of that size.
 */
export function limitsInForce(limits: readonly Limit[], startMs: EpochMs, windowMs: number): Limit[] {
  const newest = new Map<string, Limit>();
  for (const limit of limits) {
    if (limit.effectiveMs > startMs) continue;
    if (limit.windowSeconds !== null && limit.windowSeconds * 1000 !== windowMs) continue;
    const key = scopeKey(limit);
    const held = newest.get(key);
    if (!held || held.effectiveMs < limit.effectiveMs) newest.set(key, limit);
  }
  return [...newest.values()];
}

/** Whether a limit is for the window's total rather than for a source or destination. */
export const isForTotal = ({ source, destination }: Limit): boolean =>
  source === null && destination === null;

/** The limits on a window's total; where several apply, the strictest. */
export function totalLimits(inForce: readonly Limit[]): MinMax {
  const values = (name: Limit['name']): number[] =>
    inForce.filter((limit) => limit.name === name && isForTotal(limit)).map(({ value }) => value);
  const min = values('min');
  const max = values('max');
  return {
    min: min.length > 0 ? Math.max(...min) : null,
    max: max.length > 0 ? Math.min(...max) : null,
  };
}
