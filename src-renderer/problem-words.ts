import type { ErrorData } from '../src-main/common/errors.ts';
import type { Text } from '../src-main/common/phrases/phrase.ts';
import { errorIn, wordsIn } from '../src-main/common/phrases/sentences.ts';
import { sentence } from '../src-main/common/sentence.ts';
import { t } from './texts/texts.ts';
import { numberStyle } from './texts/number-style.svelte.ts';

type Shown = Pick<ErrorData, 'code' | 'message' | 'said'> & { readonly remedy?: string | undefined };

const isPhrase = (text: Text | undefined): boolean => typeof text === 'object';

/** What happened, in the person's language; reactive where it is read in a component or `$derived`. */
export const problemMessage = (problem: Shown): string =>
  isPhrase(problem.said?.message)
    ? errorIn(numberStyle().language, problem).message
    : t().problem(problem.code, problem.message);

/** What to do about it; null where nothing is known to help. */
export const problemRemedy = (problem: Shown): string | null =>
  errorIn(numberStyle().language, problem).remedy ?? null;

/** What happened, and what to do. */
export const problemSentence = (problem: Shown): string =>
  sentence({ message: problemMessage(problem), remedy: problemRemedy(problem) ?? undefined });

/** A reason or a note in the person's language. @param fallback the English that came along */
export const phraseText = (text: Text | undefined, fallback = ''): string =>
  wordsIn(numberStyle().language, text, fallback);
