import { parseDuration } from './duration.ts';
import { say } from './phrases/say.ts';
import { MonitorError } from './errors.ts';
import type { DurationMs } from './units.ts';

/** Late records may still correct a window of a day ago. */
const leastMs = 2 * 86_400_000;

/**
 * Reads how long something of the history is kept.
 *
 * @throws MonitorError `settings/invalid` where that is not a length of time, or less than two days
 */
export function retentionTime(text: string): DurationMs {
  const value = parseDuration(text);
  if (value >= leastMs) return value;
  throw new MonitorError('settings/invalid', say('value.retentionShort', { text }), {
    remedy: say('value.remedy.retentionShort'),
  });
}

const units = ['', 'k', 'M', 'G', 'T'];
/** Less would not hold what is kept in any case. */
const leastBytes = 50_000_000;

/**
 * Reads how many bytes the history may take: `2 GB`, `500 MiB`, `2000000000`.
 *
 * @throws MonitorError `settings/invalid` where that is not a size, or less than 50 MB
 */
export function keptBytes(text: string): number {
  const [, number = '', prefix = '', binary] = /^(\d+(?:\.\d+)?)\s*([kMGT]?)(i?)B?$/i.exec(text.trim()) ?? [];
  const power = units.findIndex((unit) => unit.toLowerCase() === prefix.toLowerCase());
  const value = number === '' ? NaN : Math.round(Number(number) * (binary ? 1_024 : 1_000) ** power);
  if (Number.isSafeInteger(value) && value >= leastBytes) return value;
  throw new MonitorError('settings/invalid', say('value.size', { text }), {
    remedy: say('value.remedy.size'),
  });
}
