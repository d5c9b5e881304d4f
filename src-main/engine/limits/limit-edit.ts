import { MonitorError } from '../../common/errors.ts';
import type { ChangedLimit, Limit } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import { limitKey } from '../../common/limit-scope.ts';
import { type LimitRow, limitRow } from '../../common/limit-row.ts';

/** A change of some limits by hand; all others stay. */
export interface LimitEdit {
  readonly added?: readonly Limit[];
  /** Of a changed row, all may change. */
  readonly changed?: readonly ChangedLimit[];
  readonly removed?: readonly Limit[];
}

/** What a change does to the rows of a table. */
export interface RowsEdit {
  readonly added: readonly LimitRow[];
  /** By the row's place, from 0: the columns that are other ones then. */
  readonly changed: ReadonlyMap<number, Partial<LimitRow>>;
  readonly removed: ReadonlySet<number>;
}

/** The change that takes a change back. */
export const inverseOf = ({ added = [], changed = [], removed = [] }: LimitEdit): LimitEdit => ({
  added: removed,
  changed: changed.map(({ before, after }) => ({ before: after, after: before })),
  removed: added,
});

/** Whether a row holds the same limit: by key, value and warning, whatever it is called. */
const isSameRow = (one: Limit, other: Limit): boolean =>
  limitKey(one) === limitKey(other) && one.value === other.value && one.warnPercent === other.warnPercent;

/**
 * Finds the rows that a change is about.
 *
 * @param limits the rows of the table, in its order
 * @throws MonitorError `limits/not-writable` where a row is no longer there as it was
 */
export function rowsEdit(origin: string, limits: readonly Limit[], edit: LimitEdit): RowsEdit {
  const { added = [], changed = [], removed = [] } = edit;
  const placeOf = (wanted: Limit): number => {
    const place = limits.findIndex((limit) => isSameRow(limit, wanted));
    if (place < 0) throw goneError(origin);
    return place;
  };
  return {
    added: added.map(limitRow),
    changed: new Map(changed.map(({ before, after }) => [placeOf(before), changedColumns(before, after)])),
    removed: new Set(removed.map(placeOf)),
  };
}

/**
 * The rows as a change leaves them.
 *
 * @throws MonitorError `limits/not-writable` as {@link rowsEdit}
 */
export function editedLimits(origin: string, limits: readonly Limit[], edit: LimitEdit): Limit[] {
  const { removed } = rowsEdit(origin, limits, edit);
  const after = (limit: Limit): Limit =>
    edit.changed?.find(({ before }) => isSameRow(limit, before))?.after ?? limit;
  return [...limits.filter((_, i) => !removed.has(i)).map(after), ...(edit.added ?? [])];
}

/** The columns in which two rows differ, as the second one has them; null where it has none. */
function changedColumns(before: Limit, after: Limit): Partial<LimitRow> {
  const [old, wanted] = [limitRow(before), limitRow(after)];
  const columns = new Set([...Object.keys(old), ...Object.keys(wanted)]) as Set<keyof LimitRow>;
  const differing = [...columns].filter((column) => (old[column] ?? null) !== (wanted[column] ?? null));
  return Object.fromEntries(differing.map((column) => [column, wanted[column] ?? null]));
}

/** The error for a row that is no longer there as it was. */
export const goneError = (origin: string): MonitorError =>
  new MonitorError('limits/not-writable', say('limits.gone', { origin }), {
    remedy: say('limits.remedy.look'),
    retriable: true,
  });
