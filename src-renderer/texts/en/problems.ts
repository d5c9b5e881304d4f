import type { ErrorCode } from '../../../src-main/common/errors.ts';
import { problemTitles } from '../../../src-main/common/problem-titles.ts';

/** Problems as people read them. */
export const problems = {
  /** Words that no phrase has. */
  problem: (_code: ErrorCode, message: string) => message,
  /** The kind of problem, in a few words. */
  problemTitle: (code: ErrorCode): string => problemTitles.en[code],
};
