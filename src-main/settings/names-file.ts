/** Whether a word of the command line names a file that the app shall open: no verb looks like that. */
export const namesFile = (word: string): boolean => /^(\.{0,2}\/|file:)/.test(word);
