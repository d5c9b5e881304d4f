import type { Limit } from '../../common/model/limits.ts';
import { scopeKey } from '../../common/limit-scope.ts';

/**
 * Pairs of limits that can't be met together in the end: a minimum above the maximum for the same traffic and period,
 * neither of which a later one replaces. What once contradicted and was replaced since is history, which tables keep.
 * The one that comes into force first stands first; where both do at once, the one that is listed first.
 */
export function* contradictionsIn(limits: readonly Limit[]): Generator<readonly [Limit, Limit]> {
  // Few tables have minimums: no other traffic is looked at.
  const minimums = new Set(limits.filter(({ name }) => name === 'min').map(trafficOf));
  if (minimums.size === 0) return;
  const sharing = limits.filter((limit) => minimums.has(trafficOf(limit)));
  for (const rivals of Map.groupBy(sharing, trafficOf).values()) {
    const byDate = rivals.toSorted((a, b) => a.effectiveMs - b.effectiveMs);
    const lasting = byDate.filter((limit) => limit === byDate.findLast(({ name }) => name === limit.name));
    const [first, second] = lasting;
    if (first && second && areOpposed(first, second)) yield [first, second];
  }
}

/** Pairs of limits for the same traffic and period that contradict at any time at which both are in force. */
function* contradictionsOf(rivals: readonly Limit[]): Generator<readonly [Limit, Limit]> {
  const inForce: Partial<Record<Limit['name'], Limit>> = {};
  const byDate = rivals.toSorted((a, b) => a.effectiveMs - b.effectiveMs);
  for (const [i, limit] of byDate.entries()) {
    const other = inForce[limit.name === 'min' ? 'max' : 'min'];
    inForce[limit.name] = limit;
    // Where both change at once, what was in force before never meets the new one.
    const next = byDate[i + 1];
    const isReplaced = next?.effectiveMs === limit.effectiveMs && next.name !== limit.name;
    if (other && !isReplaced && areOpposed(limit, other)) yield [other, limit];
  }
}

/**
 * A limit that can't be met together with another one.
 *
 * @param others the limits beside it
 * @returns undefined where it contradicts none
 */
export function contradictionOf(limit: Limit, others: readonly Limit[]): Limit | undefined {
  const traffic = trafficOf(limit);
  for (const pair of contradictionsOf([...others.filter((other) => trafficOf(other) === traffic), limit]))
    if (pair.includes(limit)) return pair.find((one) => one !== limit);
  return undefined;
}

const trafficOf = (limit: Limit): string => scopeKey({ ...limit, name: 'max' });

const areOpposed = (one: Limit, other: Limit): boolean =>
  one.name === 'min' ? one.value > other.value : one.value < other.value;
