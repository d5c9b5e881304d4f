import type { Limit, LimitsPreview } from '../../../src-main/common/model/limits.ts';
import { t } from '../../texts/texts.ts';

/** One line of the preview: a limit, and what the import does with it. */
export interface LimitChange {
  readonly kind: 'added' | 'changed' | 'unchanged' | 'removed';
  readonly limit: Limit;
  /** The value that it had, where that is what changes. */
  readonly valueBefore?: number;
}

/** Every limit that the file or the present table holds, by what becomes of it. */
export const changesOf = ({ added, changed, removed, unchanged }: LimitsPreview): readonly LimitChange[] => [
  ...added.map((limit) => ({ kind: 'added', limit }) as const),
  ...changed.map(
    ({ before, after }) => ({ kind: 'changed', limit: after, valueBefore: before.value }) as const,
  ),
  ...removed.map((limit) => ({ kind: 'removed', limit }) as const),
  ...unchanged.map((limit) => ({ kind: 'unchanged', limit }) as const),
];

/** What the person is about to do, in one sentence. */
export function previewText(preview: LimitsPreview): string {
  const { badRowCount, counts } = preview;
  if (badRowCount > 0) {
    return t().limitImport.badRows(badRowCount);
  }
  if (counts.added + counts.changed + counts.removed === 0) {
    return t().limitImport.nothingNew;
  }
  return t().limitImport.follows;
}
