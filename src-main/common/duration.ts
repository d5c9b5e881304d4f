import { MonitorError } from './errors.ts';
import { say } from './phrases/say.ts';
import { type DurationMs, durationMs } from './units.ts';

const unitsMs = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a length of time: `300`, `300s`, `5m`, `1h`, `1d`, `500ms`; a bare number counts seconds.
 *
 * @param least the shortest that is allowed, 1 ms unless named
 * @throws MonitorError `settings/invalid` for anything else and for what is too long to count in milliseconds
 */
export function parseDuration(text: string, least = 1): DurationMs {
  const [, digits, unit] = /^(\d+)(|ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const value = Number(digits) * unitsMs[(unit ?? '') as keyof typeof unitsMs];
  if (!Number.isSafeInteger(value) || value < least) {
    throw new MonitorError('settings/invalid', say('value.duration', { text }), {
      remedy: say('value.remedy.duration'),
    });
  }
  return durationMs(value);
}

/** Writes a length of time in the largest unit that divides it, as {@link parseDuration} reads it. */
export function formatDuration(value: DurationMs): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (value % unitsMs[unit] === 0 && value > 0) return `${value / unitsMs[unit]}${unit}`;
  }
  return `${value}ms`;
}
