import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';

/** A look at the past ends after this long, with the newest part of it summed. */
const budgetMs = 5_000;
/** Other work gets its turn this often. */
const sliceMs = 20;

/**
 * Goes through items while there is time.
 *
 * @returns the first one for which there was none
 */
export async function visitWhileTime<T>(
  items: Iterable<T>,
  clock: Pick<Clock, 'monotonic'>,
  visit: (item: T) => void,
  allowedMs = budgetMs,
): Promise<T | undefined> {
  const begun = clock.monotonic();
  let breathedAt = begun;
  for (const item of items) {
    if (clock.monotonic() - begun > allowedMs) return item;
    visit(item);
    if (clock.monotonic() - breathedAt < sliceMs) continue;
    await breathe();
    breathedAt = clock.monotonic();
  }
  return undefined;
}
