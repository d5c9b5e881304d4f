import type { internal as english } from '../en/internal.ts';
import type { Translation } from '../phrase.ts';

export const internal: Translation<typeof english> = {
  'internal.unforeseen': 'Interner Fehler: {detail}',
};
