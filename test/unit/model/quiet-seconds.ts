import type { Step } from './coverage-steps.ts';

/** Seconds in which both agents capture all, and nothing passes but what is given. */
export const quiet = (count: number, last: number[] = [0, 0]): Step & { kind: 'seconds' } => ({
  kind: 'seconds',
  fates: Array.from({ length: count }, () => ['captured', 'captured']),
  bytes: Array.from({ length: count }, (_, i) => (i === count - 1 ? last : [0, 0])),
});
