/** Several phrases one after the other. */
export const lists = {
  'list.words': '{first} {second}',
  'list.sentences': '{first}. {second}',
  'list.semicolons': ({ parts }: { parts: readonly string[] }): string => parts.join('; '),
} as const;
