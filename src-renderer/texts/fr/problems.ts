import { problemTitles } from '../../../src-main/common/problem-titles.ts';
import type { problems as english } from '../en/problems.ts';

export const problems: typeof english = {
  /** What kind of problem it is stands before words that have no French. */
  problem: (code, message) => `${problemTitles.fr[code]} : ${message}`,
  problemTitle: (code) => problemTitles.fr[code],
};
