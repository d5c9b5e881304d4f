import { parseDuration } from './duration.ts';
import { MonitorError } from './errors.ts';
import type { DurationMs } from './units.ts';

/** Late records may still correct a window of a day ago. */
const leastMs = 2 * 86_400_000;

/**
 * Reads how long something of the history is kept.
 *
 * @throws MonitorError `settings/invalid` where that is no length of time, or less than two days
 */
export function retentionTime(text: string): DurationMs {
  const value = parseDuration(text);
  if (value >= leastMs) return value;
  throw new MonitorError('settings/invalid', `"${text}" is too short to keep a history`, {
    remedy: 'write 2d or more: late records may still correct what is a day old',
  });
}
