import { scopeKey } from './limit-scope.ts';
import type { Limit, LimitName } from './model/limits.ts';
import { type EpochMs, epochMs } from './units.ts';

/**
 * The values by which a row switches a limit off from its effective date on: no total can be above the one or below the
 * other, for whoever reads the table.
 */
export const offValues: Readonly<Record<LimitName, number>> = { max: Number.MAX_SAFE_INTEGER, min: 0 };

/** Whether a row switches a limit off. */
export const isOff = ({ name, value }: Pick<Limit, 'name' | 'value'>): boolean => value === offValues[name];

/** What switching a limit off or on does to the rows of the source. */
export interface LimitSwitch {
  readonly added: readonly Limit[];
  readonly changed: readonly { readonly before: Limit; readonly after: Limit }[];
  readonly removed: readonly Limit[];
}

/** Of each limit the newest version: only that one can be switched. */
export function newestVersions(limits: readonly Limit[]): ReadonlySet<Limit> {
  const newest = new Map<string, Limit>();
  for (const limit of limits) {
    const known = newest.get(scopeKey(limit));
    if (!known || known.effectiveMs < limit.effectiveMs) newest.set(scopeKey(limit), limit);
  }
  return new Set(newest.values());
}

/**
 * Switches a limit off, as one more version of it: from the beginning of the present window or period on, or from its
 * own beginning, if that is to come. A version that begins there itself gives way by a millisecond, in which no window
 * and no period begins, so that its value is kept.
 *
 * @param limit the newest version of its limit
 * @param beganMs when the present window or period of the limit began
 */
export function switchedOff(limit: Limit, beganMs: EpochMs): LimitSwitch {
  const { warnPercent: _warnPercent, ...scope } = limit;
  const effectiveMs = epochMs(Math.max(beganMs, limit.effectiveMs));
  const off = { ...scope, value: offValues[limit.name], effectiveMs };
  const isKept = limit.effectiveMs < effectiveMs;
  const after = { ...limit, effectiveMs: epochMs(effectiveMs - 1) };
  return { added: [off], changed: isKept ? [] : [{ before: limit, after }], removed: [] };
}

/**
 * Switches a limit on again: the version before holds as if it had never been off.
 *
 * @param limits all rows
 * @param off the newest version of its limit
 * @returns with the version that holds then; undefined where there is no version before
 */
export function switchedOn(
  limits: readonly Limit[],
  off: Limit,
): (LimitSwitch & { readonly holds: Limit }) | undefined {
  const before = limits
    .filter((other) => scopeKey(other) === scopeKey(off) && other.effectiveMs < off.effectiveMs)
    .sort((a, b) => b.effectiveMs - a.effectiveMs)
    .find((other) => !isOff(other));
  if (!before) return undefined;
  const gaveWay = before.effectiveMs === off.effectiveMs - 1;
  const after = gaveWay ? { ...before, effectiveMs: off.effectiveMs } : before;
  return { added: [], changed: gaveWay ? [{ before, after }] : [], removed: [off], holds: after };
}
