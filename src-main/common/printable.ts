/**
 * What breaks a line or turns what stands beside it in a terminal: control characters, line and paragraph separators, and
 * the marks that embed or override a direction of writing (Unicode Standard Annex 9).
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

const eachUnprintable = new RegExp(unprintable, 'gu');

/** Whether a text stands in one line, and moves nothing beside it. */
export const isPrintable = (text: string): boolean => !unprintable.test(text);

/** A text that others chose, in one line for a terminal, which obeys such characters. */
export const printable = (text: string): string => text.replaceAll(eachUnprintable, '?');

/** The same of a text that may have several lines. */
export const inOneLine = (text: string): string => printable(text.trim().replaceAll(/\s+/g, ' '));
