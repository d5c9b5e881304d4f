/** An error as a person reads it: what happened, and what to do. */
export function sentence(error: { message: string; remedy?: string | undefined }): string {
  const message = ended(error.message);
  return error.remedy === undefined ? message : `${message} ${asSentence(error.remedy)}`;
}

/** A text with a capital letter at its beginning and a full stop at its end. */
export const asSentence = (text: string): string => ended(begun(text));

const begun = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
