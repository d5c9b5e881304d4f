import type { ErrorCode } from '../../../src-main/common/errors.ts';
import { problemTitles } from '../../../src-main/common/problem-titles.ts';

/** Problems as people read them. */
export const problems = {
  /** The message is an English sentence that says it all. */
  problem: (_code: ErrorCode, message: string) => message,
  /** What to do, as the part that failed says it. */
  problemRemedy: (_code: ErrorCode, remedy: string | null) => remedy,
  /** The kind of problem, in a few words. */
  problemTitle: (code: ErrorCode): string => problemTitles.en[code],
};
