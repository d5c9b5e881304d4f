import type { UsualDays, UsualKind, UsualStep } from '../../common/model/usual.ts';
import { leastUsualDays } from '../../common/model/usual.ts';
import type { WindowRollup } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { epochMs } from '../../common/units.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weeksMs = 28 * dayMs;
/** With more windows in the time that is looked at, nothing is told: it would take too long. */
const mostWindows = 200_000;
/** Answers that are kept: an overview, a history and totals are looked at by turns. */
const keptAnswers = 8;

/** What is usual is told from. */
export interface UsualParts {
  readonly calendar: Calendar;
  readonly windowMs: number;
  /** Whether windows lie side by side: hours are sums of them then. */
  readonly isTumbling: boolean;
  /** Starts and bytes of windows that are over and were captured throughout, oldest first. */
  readonly captured: (fromMs: number, toMs: number) => readonly CapturedWindow[];
  readonly rollups: (edges: readonly number[]) => readonly WindowRollup[];
  /** What changes when a window closes. */
  readonly stamp: () => string;
}

/** What a data folder has of a series. */
export function usualPartsOf(folder: DataFolder, series: Series, calendar: Calendar): UsualParts {
  const windows = folder.windows(series);
  return {
    ...{ calendar, windowMs: series.sizeMs, isTumbling: series.sizeMs === series.slideMs },
    captured: (fromMs, toMs) => windows.captured(fromMs, toMs),
    rollups: (edges) => windows.rollups.between(edges),
    stamp: () => String(windows.newestClosedMs),
  };
}

/** A window that is over and was captured throughout. */
export interface CapturedWindow {
  readonly startMs: number;
  readonly bytes: number;
}

/** An hour with what was seen in it. */
interface SeenHour {
  readonly startMs: number;
  readonly isWeekend: boolean;
  readonly values: readonly number[];
}

/** Tells what was usual at each hour of a range: median and quartiles of the four weeks before it. */
export class UsualReader {
  readonly #parts: UsualParts;
  readonly #answers = new Map<string, readonly UsualStep[]>();
  #stamp = '';

  constructor(parts: UsualParts) {
    this.#parts = parts;
  }

  /** The steps of the hours that hold a range; without those of which too little is known. */
  read({ fromMs, toMs, of }: Parameters<MonitorApi['getUsual']>[0]): readonly UsualStep[] {
    const [startMs, endMs] = [floor(fromMs), floor(toMs + hourMs - 1)];
    const stamp = this.#parts.stamp();
    if (stamp !== this.#stamp) this.#answers.clear();
    this.#stamp = stamp;
    const key = `${of} ${startMs} ${endMs}`;
    const steps = this.#answers.get(key) ?? this.#steps(startMs, endMs, of);
    if (this.#answers.size >= keptAnswers) this.#answers.clear();
    this.#answers.set(key, steps);
    return steps;
  }

  #steps(startMs: number, endMs: number, of: UsualKind): UsualStep[] {
    const seen = this.#seenHours(startMs - weeksMs - 2 * hourMs, endMs, of);
    const steps: UsualStep[] = [];
    for (let at = startMs; at < endMs; at += hourMs) {
      const { minute, isWeekend } = this.#hourOf(at);
      const step = stepOf(at, isWeekend, seen.get(minute) ?? []);
      if (step) steps.push(step);
    }
    return steps;
  }

  /** By the time of the day, oldest first. */
  #seenHours(fromMs: number, toMs: number, of: UsualKind): Map<number, SeenHour[]> {
    const byMinute = new Map<number, SeenHour[]>();
    for (const [startMs, values] of this.#values(fromMs, toMs, of)) {
      const { minute, isWeekend } = this.#hourOf(startMs);
      const hours = byMinute.get(minute) ?? [];
      hours.push({ startMs, isWeekend, values });
      byMinute.set(minute, hours);
    }
    return byMinute;
  }

  #hourOf(at: number): { minute: number; isWeekend: boolean } {
    const { minute, dayOfWeek } = this.#parts.calendar.placeInWeek(epochMs(at));
    return { minute, isWeekend: dayOfWeek >= 6 };
  }

  #values(fromMs: number, toMs: number, of: UsualKind): Iterable<[number, readonly number[]]> {
    const { windowMs, isTumbling } = this.#parts;
    if (windowMs > hourMs || (toMs - fromMs) / windowMs > mostWindows) return [];
    if (of === 'windows') return this.#windowsByHour(fromMs, toMs);
    if (of === 'hours' && (!isTumbling || hourMs % windowMs !== 0)) return [];
    const edges = Array.from({ length: (toMs - fromMs) / hourMs + 1 }, (_, i) => fromMs + i * hourMs);
    const whole = this.#parts
      .rollups(edges)
      .filter(
        ({ windows, incomplete }) => incomplete === 0 && (!isTumbling || windows * windowMs === hourMs),
      );
    return whole.map(({ startMs, bytes, most }) => [startMs, [of === 'hours' ? bytes : most]]);
  }

  #windowsByHour(fromMs: number, toMs: number): Map<number, number[]> {
    const byHour = new Map<number, number[]>();
    for (const { startMs, bytes } of this.#parts.captured(fromMs, toMs)) {
      const hour = floor(startMs);
      const values = byHour.get(hour);
      if (values) values.push(bytes);
      else byHour.set(hour, [bytes]);
    }
    return byHour;
  }
}

const floor = (ms: number): number => Math.floor(ms / hourMs) * hourMs;

/** @param hours at the same time of the day */
function stepOf(startMs: number, isWeekend: boolean, hours: readonly SeenHour[]): UsualStep | null {
  // The same time of the day is up to some hours nearer or farther where clocks are changed.
  const before = hours.filter(
    (hour) => hour.startMs >= startMs - weeksMs - 2 * hourMs && hour.startMs < startMs - dayMs / 2,
  );
  const alike = before.filter((hour) => hour.isWeekend === isWeekend);
  const isEnough = alike.length >= leastUsualDays;
  const chosen = isEnough ? alike : before;
  if (chosen.length < leastUsualDays) return null;
  const values = Float64Array.from(chosen.flatMap((hour) => hour.values)).sort();
  const days: UsualDays = isEnough ? (isWeekend ? 'weekend' : 'workdays') : 'all';
  return {
    ...{ startMs: epochMs(startMs), endMs: epochMs(startMs + hourMs), days, dayCount: chosen.length },
    ...{ lower: atShare(values, 0.25), median: atShare(values, 0.5), upper: atShare(values, 0.75) },
  };
}

/** The least value that so large a share of the values does not exceed. */
const atShare = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
