/** A text that others chose, in one line for a terminal, which obeys control characters. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?');
