import type { Limit } from '../../common/model/limits.ts';
import { scopeKey } from '../../common/limit-scope.ts';

/**
 * A limit that can't be met together with another one: a minimum above the maximum for the same traffic and period, at a
 * time at which both are in force.
 *
 * @param others the limits beside it
 * @returns undefined where it contradicts none
 */
export function contradictionOf(limit: Limit, others: readonly Limit[]): Limit | undefined {
  const traffic = trafficOf(limit);
  const same = others.filter((other) => trafficOf(other) === traffic);
  const versions = same.filter(({ name }) => name === limit.name).map(({ effectiveMs }) => effectiveMs);
  const endMs = Math.min(...versions.filter((ms) => ms > limit.effectiveMs));
  const rivals = same.filter(({ name }) => name !== limit.name).sort((a, b) => a.effectiveMs - b.effectiveMs);
  const first = rivals.findLastIndex(({ effectiveMs }) => effectiveMs <= limit.effectiveMs);
  return rivals
    .slice(Math.max(0, first))
    .find((rival) => rival.effectiveMs < endMs && areOpposed(limit, rival));
}

const trafficOf = (limit: Limit): string => scopeKey({ ...limit, name: 'max' });

const areOpposed = (one: Limit, other: Limit): boolean =>
  one.name === 'min' ? one.value > other.value : one.value < other.value;
