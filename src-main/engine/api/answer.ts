/** Answers a call with what a step gives or throws. */
export const answer = <T>(step: () => T): Promise<Awaited<T>> =>
  Promise.resolve().then(step) as Promise<Awaited<T>>;
