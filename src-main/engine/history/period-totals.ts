import { addCounts } from '../../common/count.ts';
import { formatDuration } from '../../common/duration.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Lack } from '../../common/model/windows.ts';
import { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod, type Period, type PeriodSpan } from '../../common/periods/period.ts';
import { durationMs, type EpochMs, epochMs } from '../../common/units.ts';
import { CountedLacks, lacksWithin } from '../periods/counted-lacks.ts';
import { PeriodSum } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { kindOf, type PeriodKind, type PeriodRepository } from '../store/period-repository.ts';
import type { Series } from '../store/series-repository.ts';
import { say } from '../../common/phrases/say.ts';

const hourMs = 3_600_000;

/** All traffic of a period. */
export interface PeriodTotal extends PeriodSpan {
  readonly bytes: number;
  readonly packets: number;
  readonly closed: boolean;
  readonly lacks: readonly Lack[];
  /** From when on there are windows in it; null before the first of them has closed. */
  readonly sinceMs: EpochMs | null;
}

/** Which periods are wanted: those that begin in `[fromMs, toMs)`, the newest `count` of them. */
export interface PeriodRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** Traffic by any period, from the sums that are stored: weeks are sums of days, years of months. */
export class PeriodTotals {
  readonly calendar: Calendar;
  /** What is replayed is of another time: its present is the end of its newest window. */
  readonly presentMs: EpochMs;
  readonly isLive: boolean;
  readonly #series: Series;
  readonly #periods: PeriodRepository;
  readonly #kinds: ReadonlySet<string>;
  /** Before when windows were let go of. */
  readonly #keptFromMs: EpochMs | null;

  constructor(folder: DataFolder, series: Series, now: EpochMs) {
    this.#series = series;
    this.#keptFromMs = folder.history.keptFromMs(series.id);
    this.#periods = folder.periodRows(series);
    this.#kinds = new Set(this.#periods.kinds().map(({ name }) => name));
    this.calendar = new Calendar(this.#periods.timeZone());
    this.isLive = series.name.startsWith('live|');
    const lastMs = this.isLive ? undefined : folder.windows(series).span()?.lastMs;
    this.presentMs = lastMs === undefined ? now : epochMs(lastMs + series.sizeMs - 1);
  }

  /**
   * Periods of one kind, oldest first, without holes.
   *
   * @throws MonitorError `request/invalid` where there are no sums of which these periods could be made
   */
  list(period: Period, { fromMs, toMs, count }: PeriodRange): PeriodTotal[] {
    if (this.#kinds.size === 0 || count === 0) return [];
    const base = this.#baseOf(period);
    const kind = kindOf(base, this.calendar.timeZone);
    const untilMs = Number.isFinite(toMs) ? this.calendar.periodAt(epochMs(toMs - 1), period).endMs : toMs;
    const most = base === period ? count : (count + 1) * partsIn(period);
    const parts = this.#parts(kind, fromMs, untilMs, Number.isFinite(most) ? most : -1);
    const oldestMs = this.#periods.oldestMs(kind) ?? Infinity;
    const spanOf = (part: PeriodSum): PeriodSpan =>
      base === period ? part : this.calendar.periodAt(part.startMs, period);
    const groups = Map.groupBy(parts, (part) => spanOf(part).startMs);
    const totals = [...groups.values()].map((group) => this.#total(spanOf(group[0]!), group, oldestMs));
    return this.#withoutHoles(totals, period)
      .filter(({ startMs }) => startMs >= fromMs)
      .slice(-count);
  }

  /** Whether there are sums of which these periods can be made. */
  sums(period: Period): boolean {
    return [period.name, ...partNames(period)].some((name) => this.#kinds.has(name));
  }

  #parts(kind: PeriodKind, fromMs: number, toMs: number, count: number): PeriodSum[] {
    const summed = this.#periods.summedFrom(kind);
    const fromOf = (scope: string): number => summed.get(scope) ?? Infinity;
    const within = { windowMs: tileMs(this.#series), isLive: this.isLive, fromOf };
    return this.#periods.sums(kind, fromMs, toMs, count).map((facts) => new PeriodSum(facts, within));
  }

  /** What is stored and makes up the period. */
  #baseOf(period: Period): Period {
    if (this.#kinds.has(period.name)) return period;
    const base = partNames(period).find((name) => this.#kinds.has(name));
    if (base !== undefined) return parsePeriod(base);
    throw new MonitorError('request/invalid', say('history.noTotals', { period: period.name }), {
      remedy:
        period.kind === 'length' && period.lengthMs % hourMs !== 0
          ? say('history.remedy.wholeHours')
          : say('history.remedy.longerPeriod', { length: formatDuration(durationMs(this.#series.sizeMs)) }),
    });
  }

  /** @param parts of it, oldest first; at least one */
  #total({ startMs, endMs }: PeriodSpan, parts: readonly PeriodSum[], oldestMs: number): PeriodTotal {
    const [first, last] = [parts[0]!, parts.at(-1)!];
    const closed = last.endMs === endMs ? last.closed : endMs <= this.presentMs;
    const isOne = first.startMs === startMs && first.endMs === endMs;
    return {
      ...{ startMs, endMs, closed, sinceMs: parts.find(({ sinceMs }) => sinceMs !== null)?.sinceMs ?? null },
      bytes: parts.reduce((sum, { bytes }) => addCounts(sum, bytes), 0),
      packets: parts.reduce((sum, { packets }) => addCounts(sum, packets), 0),
      lacks: isOne ? first.lacks : this.#lacks({ startMs, endMs }, parts, closed, oldestMs),
    };
  }

  /** What parts lack, and the time of which there is none. */
  #lacks(
    { startMs, endMs }: PeriodSpan,
    parts: readonly PeriodSum[],
    closed: boolean,
    oldestMs: number,
  ): Lack[] {
    const lacks = new CountedLacks();
    let atMs = startMs;
    for (const part of parts) {
      if (part.startMs > atMs) lacks.replace([], this.#missing(atMs, part.startMs, oldestMs));
      lacks.replace([], lacksWithin(part.lacks, part));
      atMs = part.endMs;
    }
    if (closed && atMs < endMs) lacks.replace([], this.#missing(atMs, endMs, oldestMs));
    return [...lacks.list, ...(closed ? [] : [{ reason: 'not-over' as const, toMs: endMs }])];
  }

  /** What was replayed had no packet in time of which there is nothing. */
  #missing(fromMs: EpochMs, toMs: EpochMs, oldestMs: number): Lack[] {
    if (!this.isLive) return [];
    const keptMs = fromMs < oldestMs ? (this.#keptFromMs ?? fromMs) : fromMs;
    return missingTime(fromMs, toMs, keptMs);
  }

  /** Nothing is stored of periods in which nobody captured. */
  #withoutHoles(totals: readonly PeriodTotal[], period: Period): PeriodTotal[] {
    const all: PeriodTotal[] = [];
    for (const total of totals) {
      for (let at = all.at(-1)?.endMs ?? total.startMs; at < total.startMs; at = all.at(-1)!.endMs) {
        const span = this.calendar.periodAt(at, period);
        const lacks = this.#missing(span.startMs, span.endMs, -Infinity);
        all.push({ ...span, bytes: 0, packets: 0, closed: true, lacks, sinceMs: null });
      }
      all.push(total);
    }
    return all;
  }
}

/** Time of which there are no windows: those that began before an instant were let go of, others never were there. */
export function missingTime(fromMs: EpochMs, toMs: EpochMs, keptFromMs: EpochMs): Lack[] {
  const atMs = epochMs(Math.min(Math.max(fromMs, keptFromMs), toMs));
  return [
    ...(atMs > fromMs ? [{ reason: 'not-kept', fromMs, toMs: atMs } as const] : []),
    ...(toMs > atMs ? [{ reason: 'not-captured', fromMs: atMs, toMs } as const] : []),
  ];
}

/** The periods that are summed anyway, of which a period can be made; the longest first. */
function partNames(period: Period): readonly string[] {
  if (period.kind === 'length') return period.lengthMs % hourMs === 0 ? ['1h'] : [];
  return { day: [], week: ['day'], month: ['day'], year: ['month', 'day'] }[period.kind];
}

/** More than a period has of them. */
function partsIn(period: Period): number {
  if (period.kind === 'length') return period.lengthMs / hourMs;
  return { day: 1, week: 7, month: 31, year: 366 }[period.kind];
}
