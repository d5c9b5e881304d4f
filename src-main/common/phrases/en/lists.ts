/** Several phrases one after the other. */
export const lists = {
  'list.semicolons': ({ parts }: { parts: readonly string[] }): string => parts.join('; '),
} as const;
