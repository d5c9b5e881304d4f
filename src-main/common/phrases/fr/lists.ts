import type { lists as english } from '../en/lists.ts';
import type { Translation } from '../phrase.ts';

export const lists: Translation<typeof english> = {
  'list.words': '{first} {second}',
  'list.sentences': '{first}. {second}',
  'list.semicolons': ({ parts }) => parts.join(' ; '),
};
