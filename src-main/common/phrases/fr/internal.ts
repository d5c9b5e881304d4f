import { sentence } from '../../sentence.ts';
import type { internal as english } from '../en/internal.ts';
import type { Translation } from '../phrase.ts';

export const internal: Translation<typeof english> = {
  'internal.unforeseen': 'Erreur interne : {detail}',
  'internal.sentence': ({ message }) => sentence({ message }),
  'internal.sentences': ({ message, remedy }) => sentence({ message, remedy }),
};
