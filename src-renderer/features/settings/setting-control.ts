/** What is written in one line, by commas or spaces, as a list. */
export const listOf = (text: string): readonly string[] =>
  text.split(/[\s,;]+/).filter((part) => part !== '');
