import type { Text } from '../../src-main/common/phrases/phrase.ts';
import { wordsIn } from '../../src-main/common/phrases/sentences.ts';
import { numberStyle } from './number-style.svelte.ts';

/**
 * A phrase of the catalogue that page, shell and command line share, in the person's language; reactive where it is read
 * in a component or `$derived`.
 *
 * @param fallback the English that came along with a phrase of another version
 */
export const phraseText = (text: Text | undefined, fallback = ''): string =>
  wordsIn(numberStyle().language, text, fallback);
