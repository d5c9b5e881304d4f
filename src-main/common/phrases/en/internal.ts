import { sentence } from '../../sentence.ts';

/** What StreamChecker says of itself where nothing better is known, and errors as whole sentences. */
export const internal = {
  'internal.unforeseen': '{detail}',
  'internal.sentence': ({ message }: { message: string }) => sentence({ message }),
  'internal.sentences': ({ message, remedy }: { message: string; remedy: string }) =>
    sentence({ message, remedy }),
} as const;
