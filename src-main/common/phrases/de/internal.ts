import { sentence } from '../../sentence.ts';
import type { internal as english } from '../en/internal.ts';
import type { Translation } from '../phrase.ts';

export const internal: Translation<typeof english> = {
  'internal.unforeseen': 'Interner Fehler: {detail}',
  'internal.sentence': ({ message }) => sentence({ message }),
  'internal.sentences': ({ message, remedy }) => sentence({ message, remedy }),
};
