import { en } from './en/index.ts';
import { type ParamsOf, type Phrase, render, type Text } from './phrase.ts';

/** The keys of the catalogue. */
export type PhraseKey = keyof typeof en;

type Arguments<P> = [keyof P] extends [never] ? [] : [params: P];

/** A phrase of the catalogue with its parameters: it is put into words where it is shown. */
export function say<K extends PhraseKey>(key: K, ...[params]: Arguments<ParamsOf<(typeof en)[K]>>): Phrase {
  return params === undefined ? { key } : { key, params };
}

/** The English words, which logs, standard error and JSON have; empty for a phrase that this version does not know. */
export const inEnglish = (text: Text): string => render(en, text) ?? '';

/** Several reasons as one. */
export const together = (parts: readonly Text[]): Text =>
  parts.length === 1 ? parts[0]! : say('list.semicolons', { parts });

/** An error as one text: what happened, and what to do. */
export function wholeOf({ message, remedy, said }: WholeError): Phrase {
  const what = said?.message ?? message;
  return remedy === undefined
    ? say('internal.sentence', { message: what })
    : say('internal.sentences', { message: what, remedy: said?.remedy ?? remedy });
}

/** What of an error is said. */
interface WholeError {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly said?: { readonly message?: Text; readonly remedy?: Text };
}
