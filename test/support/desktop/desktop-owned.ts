import { afterAll } from 'vitest';

/** Keeps what a group of tests opened; after them it is closed, newest first. */
export function ownedByTests(): <T>(opened: T, close: (opened: T) => unknown) => T {
  const closings: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closings.reverse()) await close();
  });
  return (opened, close) => {
    closings.push(() => close(opened));
    return opened;
  };
}
