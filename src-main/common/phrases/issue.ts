import type { Phrase, Text } from './phrase.ts';

/** A phrase as the message of an issue of the schema library, which takes strings only. */
export const asIssue = (phrase: Phrase): string => `${mark}${JSON.stringify(phrase)}`;

/** What an issue says: the phrase that {@link asIssue} made its message of, or the library's own words. */
export const ofIssue = (message: string): Text =>
  message.startsWith(mark) ? (JSON.parse(message.slice(mark.length)) as Phrase) : message;

/** No text that a person or the library writes begins so. */
const mark = '\u{e000}';
