/** A text as searches compare it: in small letters, without accents, `ß` as `ss`. It may be longer than the text. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

/** The same letter by letter: it is as long as the text, so that places in one are places in the other. */
export const foldedLetters = (text: string): string =>
  text
    .split('')
    .map((char) => folded(char).charAt(0) || char)
    .join('');
