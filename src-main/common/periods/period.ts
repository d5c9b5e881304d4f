import { formatDuration, parseDuration } from '../duration.ts';
import { MonitorError } from '../errors.ts';
import { type DurationMs, type EpochMs } from '../units.ts';
import { say } from '../phrases/say.ts';

/** A stretch of time `[startMs, endMs)`. */
export interface PeriodSpan {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
}

/**
 * What traffic is summed over, beside windows: a length of time, aligned to the epoch as windows are; or days, weeks
 * (from Monday), months (from a day of the month on) or years of a calendar.
 */
export type Period = { readonly name: string } & (
  | { readonly kind: 'length'; readonly lengthMs: DurationMs }
  | { readonly kind: 'day' | 'week' | 'year' }
  | { readonly kind: 'month'; readonly firstDay: number }
);

/** Some ten years. */
const longestMs = 3_660 * 86_400_000;

/** The latest day of the month that each month has. */
const lastSharedDay = 28;

/**
 * Reads a period: `1h` or another length of time, `hour`, `day`, `week`, `month`, `month@15`, `year`.
 *
 * @throws MonitorError `settings/invalid` for anything else
 */
export function parsePeriod(text: string): Period {
  const word = text.trim().toLowerCase();
  if (word === 'day' || word === 'week' || word === 'year') return { kind: word, name: word };
  if (word.startsWith('month')) return monthFrom(word, text);
  return lengthPeriod(lengthOf(word, text), text);
}

function lengthOf(word: string, text: string): DurationMs {
  try {
    return parseDuration(word === 'hour' ? '1h' : word);
  } catch (cause) {
    throw invalid(text, cause);
  }
}

/**
 * A length of time as a period.
 *
 * @throws MonitorError `settings/invalid` for more than ten years
 */
export function lengthPeriod(lengthMs: DurationMs, text = formatDuration(lengthMs)): Period {
  if (lengthMs > longestMs) throw tooLong(text);
  return { kind: 'length', lengthMs, name: formatDuration(lengthMs) };
}

function monthFrom(word: string, text: string): Period {
  const [, day] = /^month(?:@(\d{1,2}))?$/.exec(word) ?? [undefined, undefined];
  if (day === undefined && word !== 'month') throw invalid(text);
  const firstDay = Number(day ?? 1);
  if (firstDay < 1 || firstDay > 31) throw invalid(text);
  if (firstDay > lastSharedDay) {
    throw new MonitorError('settings/invalid', say('value.periodDay', { text }), {
      remedy: say('value.remedy.periodDay', { last: lastSharedDay }),
    });
  }
  return { kind: 'month', firstDay, name: firstDay === 1 ? 'month' : `month@${firstDay}` };
}

const invalid = (text: string, cause?: unknown): MonitorError =>
  new MonitorError('settings/invalid', say('value.period', { text }), {
    remedy: say('value.remedy.period'),
    cause,
  });

const tooLong = (text: string): MonitorError =>
  new MonitorError('settings/invalid', say('value.periodLong', { text }), {
    remedy: say('value.remedy.periodLong'),
  });
