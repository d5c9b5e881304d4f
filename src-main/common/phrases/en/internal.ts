/** What StreamChecker says of itself where nothing better is known. */
export const internal = {
  'internal.unforeseen': '{detail}',
} as const;
