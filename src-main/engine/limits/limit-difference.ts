import { hasSameLabel } from '../../common/limit-label.ts';
import type { ChangedLimit, Limit, LimitCounts } from '../../common/model/limits.ts';
import { limitKey } from '../../common/limit-scope.ts';

/** What replaces what. `L` is the kind of the rows before: they come back as they were given. */
export interface LimitsDifference<L extends Limit = Limit> {
  readonly added: readonly Limit[];
  readonly changed: readonly { readonly before: L; readonly after: Limit }[];
  readonly removed: readonly L[];
  readonly unchanged: readonly Limit[];
}

/** Whether two rows of the same key say the same. */
export const isSameVersion = (one: Limit, other: Limit): boolean =>
  one.value === other.value && one.warnPercent === other.warnPercent && hasSameLabel(one, other);

/** Compares two tables of limits, row by row. */
export function difference<L extends Limit>(
  before: readonly L[],
  after: readonly Limit[],
): LimitsDifference<L> {
  if (before.length === 0) return { added: after, changed: [], removed: [], unchanged: [] };
  if (areEqual(before, after)) return { added: [], changed: [], removed: [], unchanged: after };
  const old = new Map(before.map((limit) => [limitKey(limit), limit]));
  const added: Limit[] = [];
  const changed: (ChangedLimit & { before: L })[] = [];
  const unchanged: Limit[] = [];
  for (const limit of after) {
    const key = limitKey(limit);
    const known = old.get(key);
    old.delete(key);
    if (known === undefined) added.push(limit);
    else if (isSameVersion(known, limit)) unchanged.push(limit);
    else changed.push({ before: known, after: limit });
  }
  return { added, changed, removed: [...old.values()], unchanged };
}

/** Whether the same rows come in the same order: the usual case of a table that is read again. */
const areEqual = (before: readonly Limit[], after: readonly Limit[]): boolean =>
  before.length === after.length &&
  before.every((limit, i) => {
    const other = after[i]!;
    return (
      isSameVersion(limit, other) &&
      limit.effectiveMs === other.effectiveMs &&
      limit.name === other.name &&
      limit.source === other.source &&
      limit.destination === other.destination &&
      limit.windowSeconds === other.windowSeconds &&
      limit.period === other.period &&
      limit.hours === other.hours &&
      limit.agent === other.agent &&
      limit.direction === other.direction
    );
  });

/** How many rows a difference touches. */
export const countsOf = ({ added, changed, removed, unchanged }: LimitsDifference): LimitCounts => ({
  added: added.length,
  changed: changed.length,
  removed: removed.length,
  unchanged: unchanged.length,
});

/** Whether nothing is added, changed or removed. */
export const isSame = ({ added, changed, removed }: LimitsDifference): boolean =>
  added.length + changed.length + removed.length === 0;
