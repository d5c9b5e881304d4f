import { MonitorError } from './errors.ts';
import { say } from './phrases/say.ts';

/**
 * Adds two counts of bytes or packets.
 *
 * @throws MonitorError `count/too-large` where the sum leaves the integers that a number holds exactly.
 */
export function addCounts(a: number, b: number): number {
  const sum = a + b;
  if (sum > Number.MAX_SAFE_INTEGER) {
    throw new MonitorError(
      'count/too-large',
      say('value.totalTooLarge', { largest: Number.MAX_SAFE_INTEGER }),
      {
        remedy: say('value.remedy.shorterWindows'),
      },
    );
  }
  return sum;
}
