import type { LimitLabel } from './model/limits.ts';
import { isPrintable } from './printable.ts';

const longestTitle = 100;

/** As many characters a note about a limit may have. */
export const longestNote = 10_000;

/** Whether a limit may be called so: one line of at most 100 characters. */
export const isLimitTitle = (text: string): boolean =>
  text.trim().length > 0 && text.trim().length <= longestTitle && isPrintable(text.trim());

/** Control characters but line breaks and tabs. */
const controls = /[^\P{Cc}\n\r\t]/gu;

/** Whether a note about a limit may read so. */
export const isLimitNote = (text: string): boolean =>
  text.length <= longestNote && text.search(controls) === -1;

/** A note as it stands in a table that others fill: without control characters, and cut where it is too long. */
export function noteOfOthers(text: string): string {
  const note = text.trim().replaceAll(controls, '?');
  if (note.length <= longestNote) return note;
  return `${note.slice(0, longestNote - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Whether two limits are called the same, with the same note. */
export const hasSameLabel = (one: LimitLabel, other: LimitLabel): boolean =>
  one.title === other.title && one.note === other.note;
