import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import type { Limit, LimitName, StoredLimit } from '../../../src-main/common/model/limits.ts';

/**
 * Of each limit (name, traffic, window length) the row with the newest effective date that is not after `atMs`;
 * limits for another window length than `windowMs` don't apply.
 */
export function limitsInForce(
  limits: readonly StoredLimit[],
  atMs: number,
  windowMs: number,
): readonly StoredLimit[] {
  const applicable = limits.filter(
    ({ windowSeconds }) => windowSeconds === null || windowSeconds * 1000 === windowMs,
  );
  const newest = new Map<string, StoredLimit>();
  for (const limit of applicable) {
    const known = newest.get(scopeKey(limit));
    if (limit.effectiveMs <= atMs && (!known || known.effectiveMs <= limit.effectiveMs)) {
      newest.set(scopeKey(limit), limit);
    }
  }
  return [...newest.values()].sort(byScopeThenName);
}

/** Where a chart draws a limit. */
interface DrawnLine {
  readonly name: LimitName;
  readonly value: number;
  /** When the windows begin that it is drawn for, the likeliest first. */
  readonly startsMs: readonly number[];
  readonly windowMs: number;
}

/** The limit on all traffic in windows that has a value in force then: the one that a chart draws. */
export const drawnLimit = (
  limits: readonly StoredLimit[],
  { name, value, startsMs, windowMs }: DrawnLine,
): StoredLimit | undefined =>
  startsMs
    .flatMap((atMs) => limitsInForce(limits.filter(isOnAllWindows), atMs, windowMs))
    .find((limit) => limit.name === name && limit.value === value);

const isOnAllWindows = ({ source, destination, period, hours, agent, direction }: Limit): boolean =>
  source === null &&
  destination === null &&
  [period, hours, agent, direction].every((term) => term === undefined);

/** Identity of a limit within the table. */
export const limitKey = (limit: Limit): string => `${scopeKey(limit)}|${limit.effectiveMs}|${limit.value}`;

const byScopeThenName = (a: Limit, b: Limit): number =>
  scopeOf(a).localeCompare(scopeOf(b)) || a.name.localeCompare(b.name);

const scopeOf = ({ source, destination }: Limit): string =>
  source === null && destination === null ? '' : `${source ?? ''}|${destination ?? ''}`;
