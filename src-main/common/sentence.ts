/** An error as a person reads it: what happened, and what to do. */
export function sentence(error: { message: string; remedy?: string | undefined }): string {
  return [error.message, error.remedy]
    .filter((part) => part !== undefined)
    .map(asSentence)
    .join(' ');
}

function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
