import type { ErrorData } from '../src-main/common/errors.ts';
import { sentence } from '../src-main/common/sentence.ts';
import { t } from './texts/texts.ts';

/** What happened. */
export const problemMessage = ({ code, message }: Pick<ErrorData, 'code' | 'message'>): string =>
  t().problem(code, message);

/** What to do about it; null where nothing is known to help. */
export const problemRemedy = ({ code, remedy }: Pick<ErrorData, 'code' | 'remedy'>): string | null =>
  t().problemRemedy(code, remedy ?? null);

/** What happened, and what to do. */
export const problemSentence = (
  problem: Pick<ErrorData, 'code' | 'message'> & { readonly remedy?: string | undefined },
): string => sentence({ message: problemMessage(problem), remedy: problem.remedy });
