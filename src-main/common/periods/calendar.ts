import { Temporal } from 'temporal-polyfill';
import type { WrittenInstant } from '../effective-date.ts';
import { type EpochMs, epochMs } from '../units.ts';
import type { Hours } from './hours.ts';
import type { Period, PeriodSpan } from './period.ts';

/** Borders are looked at over so much time before and after an instant, and so far apart. */
const sampledMs = 400 * 86_400_000;
const sampleStepMs = 28 * 86_400_000;
const fittingKnown = 100;

/** Knows where periods begin and end in a time zone, also over changes of daylight saving time. */
export class Calendar {
  /** Its name in the database of time zones. */
  readonly timeZone: string;
  /** The span of each period that was asked for last: most of what is asked for follows on each other. */
  readonly #known = new Map<string, PeriodSpan>();
  /** What {@link fits} said: thousands of limits are on the same few periods. */
  readonly #fitting = new Map<string, boolean>();

  /** @param timeZone a name that `parseTimeZone` has taken */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  /** The period that holds an instant. */
  periodAt(at: EpochMs, period: Period): PeriodSpan {
    const known = this.#known.get(period.name);
    if (known && known.startMs <= at && at < known.endMs) return known;
    const span = period.kind === 'length' ? alignedAt(at, period.lengthMs) : this.#datesAt(at, period);
    this.#known.set(period.name, span);
    return span;
  }

  /** The same time of the day so many days before; where that is skipped, as much later. */
  daysBefore(at: EpochMs, days: number): EpochMs {
    return epochMs(this.#timeAt(at).subtract({ days }).epochMilliseconds);
  }

  /** The same date and time a year before; on 29 February, 28 February. */
  yearBefore(at: EpochMs): EpochMs {
    return epochMs(this.#timeAt(at).subtract({ years: 1 }).epochMilliseconds);
  }

  /** When clocks show what is written; what they skip is as much later, what they show twice the first time. */
  instantOf({ clockMs, offsetMs }: WrittenInstant): EpochMs {
    if (offsetMs !== null) return epochMs(clockMs - offsetMs);
    const shown = Temporal.Instant.fromEpochMilliseconds(clockMs).toZonedDateTimeISO('UTC').toPlainDateTime();
    return epochMs(shown.toZonedDateTime(this.timeZone).epochMilliseconds);
  }

  /** The minute of the day, and the day of the week: 1 for Monday to 7 for Sunday. */
  placeInWeek(at: EpochMs): { readonly minute: number; readonly dayOfWeek: number } {
    const { hour, minute, dayOfWeek } = this.#timeAt(at);
    return { minute: 60 * hour + minute, dayOfWeek };
  }

  /** The date and the time of the day, and how far the clocks are from UTC then: `2026-03-29`, `08:00`, `+02:00`. */
  wallTime(at: EpochMs): { readonly date: string; readonly time: string; readonly offset: string } {
    const zoned = this.#timeAt(at);
    const time = zoned.toPlainTime().toString({ smallestUnit: 'minute' });
    return { date: zoned.toPlainDate().toString(), time, offset: zoned.offset };
  }

  /**
   * Whether each window lies in one period: whether windows of that length, which are aligned to the epoch, begin where
   * the periods of the years around an instant begin.
   */
  fits(period: Period, windowMs: number, around: EpochMs): boolean {
    if (period.kind === 'length') return period.lengthMs % windowMs === 0;
    const key = `${period.name} ${windowMs} ${Math.floor(around / sampleStepMs)}`;
    const fits = this.#fitting.get(key) ?? this.#beginsWithWindows(period, windowMs, around);
    if (this.#fitting.size >= fittingKnown) this.#fitting.clear();
    this.#fitting.set(key, fits);
    return fits;
  }

  #beginsWithWindows(period: Period, windowMs: number, around: EpochMs): boolean {
    for (let at = around - sampledMs; at <= around + sampledMs; at += sampleStepMs) {
      if (this.periodAt(epochMs(at), period).startMs % windowMs !== 0) return false;
    }
    return true;
  }

  /** Whether all of a stretch of time lies in some hours. */
  isInside({ startMs, endMs }: PeriodSpan, hours: Hours): boolean {
    for (let at = startMs; at < endMs;) {
      const toMs = this.#endOfHours(at, hours);
      if (toMs === undefined) return false;
      at = toMs;
    }
    return true;
  }

  /** Where the hours end that hold an instant; undefined where none do. */
  #endOfHours(at: EpochMs, hours: Hours): EpochMs | undefined {
    const today = this.#dateAt(at);
    for (const date of [today, today.subtract({ days: 1 })]) {
      if (!hours.days.has(date.dayOfWeek)) continue;
      const isOvernight = hours.toMinute <= hours.fromMinute;
      const fromMs = this.#instant(date, hours.fromMinute);
      const toMs = this.#instant(isOvernight ? date.add({ days: 1 }) : date, hours.toMinute);
      if (fromMs <= at && at < toMs) return toMs;
    }
    return undefined;
  }

  #datesAt(at: EpochMs, period: Exclude<Period, { kind: 'length' }>): PeriodSpan {
    const first = firstDate(this.#dateAt(at), period);
    const next = first.add(stepOf[period.kind]);
    return { startMs: this.#instant(first, 0), endMs: this.#instant(next, 0) };
  }

  #dateAt(at: EpochMs): Temporal.PlainDate {
    return this.#timeAt(at).toPlainDate();
  }

  #timeAt(at: EpochMs): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.timeZone);
  }

  /** An instant of a day by its local time; the start of the day may be later than midnight, where that is skipped. */
  #instant(date: Temporal.PlainDate, minute: number): EpochMs {
    if (minute === 0) return epochMs(date.toZonedDateTime(this.timeZone).epochMilliseconds);
    if (minute === dayMinutes) return this.#instant(date.add({ days: 1 }), 0);
    const plainTime = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
    return epochMs(date.toZonedDateTime({ timeZone: this.timeZone, plainTime }).epochMilliseconds);
  }
}

const dayMinutes = 24 * 60;

const stepOf = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 }, year: { years: 1 } } as const;

function alignedAt(at: EpochMs, lengthMs: number): PeriodSpan {
  const startMs = Math.floor(at / lengthMs) * lengthMs;
  return { startMs: epochMs(startMs), endMs: epochMs(startMs + lengthMs) };
}

/** The date with which the period begins that holds a date. */
function firstDate(
  date: Temporal.PlainDate,
  period: Exclude<Period, { kind: 'length' }>,
): Temporal.PlainDate {
  switch (period.kind) {
    case 'day':
      return date;
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'year':
      return date.with({ month: 1, day: 1 });
    case 'month': {
      const first = date.with({ day: period.firstDay });
      return date.day < period.firstDay ? first.subtract({ months: 1 }) : first;
    }
  }
}
