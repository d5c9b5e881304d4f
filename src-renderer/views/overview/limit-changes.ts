import type { Limit, LimitsPreview } from '../../../src-main/common/model.ts';
import { t } from '../../texts/texts.ts';

/** One line of the preview: a limit, and what the import does with it. */
export interface LimitChange {
  readonly kind: 'added' | 'unchanged' | 'removed';
  readonly limit: Limit;
}

/** Every limit that the file or the present table holds, by what becomes of it. */
export const changesOf = ({ added, removed, unchanged }: LimitsPreview): readonly LimitChange[] => [
  ...added.map((limit) => ({ kind: 'added', limit }) as const),
  ...removed.map((limit) => ({ kind: 'removed', limit }) as const),
  ...unchanged.map((limit) => ({ kind: 'unchanged', limit }) as const),
];

/** What the person is about to do, in one sentence. */
export function previewText(preview: LimitsPreview): string {
  const { badRows, added, removed } = preview;
  if (badRows.length > 0) {
    return t().limitImport.badRows(badRows.length);
  }
  if (added.length === 0 && removed.length === 0) {
    return t().limitImport.nothingNew;
  }
  return t().limitImport.follows;
}
