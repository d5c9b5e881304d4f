import type { ErrorCode, ErrorData } from '../src-main/common/errors.ts';
import type { Text } from '../src-main/common/phrases/phrase.ts';
import { say } from '../src-main/common/phrases/say.ts';
import { errorIn } from '../src-main/common/phrases/sentences.ts';
import { sentence } from '../src-main/common/sentence.ts';
import { phraseText } from './texts/phrase-text.ts';
import { t } from './texts/texts.ts';
import { numberStyle } from './texts/number-style.svelte.ts';

/** The kind of a problem, in a few words. */
export const problemTitle = (code: ErrorCode): string => phraseText(say(`title.${code}`));

type Shown = Pick<ErrorData, 'code' | 'message' | 'said'> & { readonly remedy?: string | undefined };

const isPhrase = (text: Text | undefined): boolean => typeof text === 'object';

/**
 * What happened, in the person's language; what kind of problem it is stands before words that no other language has.
 * Reactive where it is read in a component or `$derived`.
 */
export function problemMessage(problem: Shown): string {
  const { language } = numberStyle();
  if (isPhrase(problem.said?.message)) return errorIn(language, problem).message;
  return language === 'en' ? problem.message : t().labelled(problemTitle(problem.code), problem.message);
}

/** What to do about it; null where nothing is known to help. */
export const problemRemedy = (problem: Shown): string | null =>
  errorIn(numberStyle().language, problem).remedy ?? null;

/** What happened, and what to do. */
export const problemSentence = (problem: Shown): string =>
  sentence({ message: problemMessage(problem), remedy: problemRemedy(problem) ?? undefined });
