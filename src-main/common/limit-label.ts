import type { LimitLabel } from './model/limits.ts';

const longestTitle = 100;

/** As many characters a note about a limit may have. */
export const longestNote = 10_000;

/** Whether a limit may be called so: one line of at most 100 characters. */
export const isLimitTitle = (text: string): boolean =>
  text.trim().length > 0 && text.trim().length <= longestTitle && !/\p{Cc}/u.test(text.trim());

/** Whether two limits are called the same, with the same note. */
export const hasSameLabel = (one: LimitLabel, other: LimitLabel): boolean =>
  one.title === other.title && one.note === other.note;
