import type { ErrorData } from '../errors.ts';
import type { Language } from '../language.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';
import { type Catalogue, render, type Text } from './phrase.ts';

/** The catalogue of each language: a further language is one more folder beside these, and a line here. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de, fr };

/**
 * A text in a language.
 *
 * @param fallback what came along in English, for a phrase that this version does not know
 */
export const wordsIn = (language: Language, text: Text | undefined, fallback: string): string =>
  (text === undefined ? undefined : render(catalogues[language], text)) ?? fallback;

/** An error as a person reads it: what happened, and what to do. */
export interface ErrorWords {
  readonly message: string;
  readonly remedy?: string;
}

/** An error in a language. */
export function errorIn(
  language: Language,
  error: Pick<ErrorData, 'message' | 'said'> & { readonly remedy?: string | undefined },
): ErrorWords {
  const { said, remedy } = error;
  const message = wordsIn(language, said?.message, error.message);
  return remedy === undefined ? { message } : { message, remedy: wordsIn(language, said?.remedy, remedy) };
}
