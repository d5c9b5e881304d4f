import type { UsualDays, UsualKind, UsualStep } from '../../common/model/usual.ts';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import { leastUsualDays } from '../../common/model/usual.ts';
import type { WindowRollup } from '../../common/model/windows.ts';
import type { NetworkSet } from '../../common/network-set.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod, type Period, type PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { PartSum, TrafficPart } from './part-sums.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weeksMs = 28 * dayMs;
/** With more windows in the time that is looked at, nothing is told: it would take too long. */
const mostWindows = 200_000;
/** Answers that are kept: an overview, a history and totals are looked at by turns. */
const keptAnswers = 8;

/** Of which hours or days of a range, and of what of the traffic, is told what was usual. */
export interface UsualRequest extends TrafficPart {
  readonly fromMs: number;
  readonly toMs: number;
  readonly of: UsualKind;
}

/** What is usual is told from. */
export interface UsualParts {
  readonly calendar: Calendar;
  readonly windowMs: number;
  /** Whether windows lie side by side: hours and days are sums of them then. */
  readonly isTumbling: boolean;
  /** Starts and bytes of windows that are over and were captured throughout, oldest first. */
  readonly captured: (fromMs: number, toMs: number) => readonly CapturedWindow[];
  readonly rollups: (edges: readonly number[]) => readonly WindowRollup[];
  /** What the traffic had that is asked for, between each edge and the next. */
  readonly sums: (edges: readonly number[]) => Promise<readonly PartSum[]>;
}

/** What a data folder has of a series. */
export function usualPartsOf(
  folder: DataFolder,
  series: Series,
  calendar: Calendar,
  sums: UsualParts['sums'],
): UsualParts {
  const windows = folder.windows(series);
  return {
    ...{ calendar, windowMs: series.sizeMs, isTumbling: series.sizeMs === series.slideMs, sums },
    captured: (fromMs, toMs) => windows.captured(fromMs, toMs),
    rollups: (edges) => windows.rollups.between(edges),
  };
}

/** A window that is over and was captured throughout. */
export interface CapturedWindow {
  readonly startMs: number;
  readonly bytes: number;
}

/** An hour or a day with what was seen in it. */
interface Seen {
  readonly startMs: number;
  readonly isWeekend: boolean;
  readonly values: readonly number[];
}

/** What answers depend on beside what they are asked. */
interface UsualMoment {
  /** The start of the newest window that is over. */
  readonly closedMs: number | null;
  /** Another object with each change of what is home or in a group. */
  readonly home: NetworkSet;
}

/** Keeps what was told until a window closes, or networks are told apart otherwise. */
export class UsualAnswers {
  readonly #answers = new Map<string, readonly UsualStep[]>();
  #moment: UsualMoment | undefined;

  async of(
    request: UsualRequest,
    moment: UsualMoment,
    tell: () => Promise<readonly UsualStep[]>,
  ): Promise<readonly UsualStep[]> {
    if (!this.#isAt(moment)) this.#answers.clear();
    this.#moment = moment;
    const { fromMs, toMs, of, scope, direction } = request;
    const key = JSON.stringify([fromMs, toMs, of, scope, direction]);
    const known = this.#answers.get(key);
    if (known) return known;
    const steps = await tell();
    // A window may have closed meanwhile.
    if (!this.#isAt(moment)) return steps;
    if (this.#answers.size >= keptAnswers) this.#answers.clear();
    this.#answers.set(key, steps);
    return steps;
  }

  #isAt({ closedMs, home }: UsualMoment): boolean {
    return closedMs === this.#moment?.closedMs && home === this.#moment.home;
  }
}

/**
 * What was usual at each hour or day that lies in a range: median and quartiles of the four weeks before it; without those
 * of which too little is known.
 */
export async function usualSteps(
  parts: UsualParts,
  { fromMs, toMs, of }: Pick<UsualRequest, 'fromMs' | 'toMs' | 'of'>,
): Promise<readonly UsualStep[]> {
  const edges = edgesOf(parts.calendar, of, fromMs, toMs);
  // The same time of the day is up to some hours nearer or farther where clocks are changed.
  const past = edgesOf(parts.calendar, of, edges[0]! - weeksMs - 2 * hourMs, edges.at(-1)!);
  const seen = new Map<number, Seen[]>();
  for (const [startMs, values] of await valuesOf(parts, of, past)) {
    const { minute, isWeekend } = placeOf(parts.calendar, of, startMs);
    const alike = seen.get(minute) ?? [];
    alike.push({ startMs, isWeekend, values });
    seen.set(minute, alike);
  }
  const spans = edges.slice(1).map((endMs, i): PeriodSpan => ({ startMs: edges[i]!, endMs }));
  return spans.flatMap((span) => {
    const { minute, isWeekend } = placeOf(parts.calendar, of, span.startMs);
    return stepOf(span, isWeekend, seen.get(minute) ?? []) ?? [];
  });
}

function edgesOf(calendar: Calendar, of: UsualKind, fromMs: number, toMs: number): EpochMs[] {
  const period = parsePeriod(of === 'days' ? 'day' : '1h');
  const edges = [calendar.periodAt(epochMs(fromMs), period).startMs];
  while (edges.at(-1)! < toMs) edges.push(calendar.periodAt(edges.at(-1)!, period).endMs);
  return edges;
}

/** What an hour is compared with: those of the same minute of the day; days have one place. */
function placeOf(calendar: Calendar, of: UsualKind, at: number): { minute: number; isWeekend: boolean } {
  const { minute, dayOfWeek } = calendar.placeInWeek(epochMs(at));
  return { minute: of === 'days' ? 0 : minute, isWeekend: dayOfWeek >= 6 };
}

/** What was seen between each edge and the next, where all of it was captured and its pairs are known. */
async function valuesOf(
  parts: UsualParts,
  of: UsualKind,
  edges: readonly number[],
): Promise<Iterable<readonly [number, readonly number[]]>> {
  const { windowMs, isTumbling } = parts;
  const isByDay = of === 'days';
  const spanMs = edges.at(-1)! - edges[0]!;
  if (windowMs > (isByDay ? dayMs : hourMs) || (!isByDay && spanMs / windowMs > mostWindows)) return [];
  if (of === 'windows') return windowsByHour(parts.captured(edges[0]!, edges.at(-1)!));
  const isWhole = ({ startMs, endMs, windows, incomplete }: WindowRollup): boolean =>
    incomplete === 0 && (!isTumbling || windows * windowMs === endMs - startMs);
  if (of === 'largest')
    return parts.rollups(edges).flatMap((one) => (isWhole(one) ? [[one.startMs, [one.most]] as const] : []));
  if (!isTumbling) return [];
  const sums = await parts.sums(edges);
  return sums
    .filter((one) => isWhole(one) && one.unknown === 0)
    .map(({ startMs, bytes }) => [startMs, [bytes]]);
}

function windowsByHour(windows: readonly CapturedWindow[]): Map<number, number[]> {
  const byHour = new Map<number, number[]>();
  for (const { startMs, bytes } of windows) {
    const hour = Math.floor(startMs / hourMs) * hourMs;
    const values = byHour.get(hour);
    if (values) values.push(bytes);
    else byHour.set(hour, [bytes]);
  }
  return byHour;
}

/** @param seen at the same time of the day, oldest first */
function stepOf({ startMs, endMs }: PeriodSpan, isWeekend: boolean, seen: readonly Seen[]): UsualStep | null {
  // The same time of the day is up to some hours nearer or farther where clocks are changed.
  const before = seen.filter(
    (one) => one.startMs >= startMs - weeksMs - 2 * hourMs && one.startMs < startMs - dayMs / 2,
  );
  const alike = before.filter((one) => one.isWeekend === isWeekend);
  const isEnough = alike.length >= leastUsualDays;
  const chosen = isEnough ? alike : before;
  if (chosen.length < leastUsualDays) return null;
  const values = Float64Array.from(chosen.flatMap((one) => one.values)).sort();
  const days: UsualDays = isEnough ? (isWeekend ? 'weekend' : 'workdays') : 'all';
  return {
    ...{ startMs, endMs, days, dayCount: chosen.length },
    ...{ lower: atShare(values, 0.25), median: atShare(values, 0.5), upper: atShare(values, 0.75) },
  };
}

/** The least value that so large a share of the values does not exceed. */
const atShare = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;

/**
 * What was usual at each of some hours or days.
 *
 * @param listed oldest first, without holes
 * @throws MonitorError `request/invalid` for other periods
 */
export async function usualOfTotals(
  tell: (request: UsualRequest) => Promise<readonly UsualStep[]>,
  { name: period }: Pick<Period, 'name'>,
  { scope, direction }: TrafficPart,
  listed: readonly PeriodSpan[],
): Promise<readonly UsualStep[]> {
  const of = period === '1h' ? 'hours' : period === 'day' ? 'days' : undefined;
  if (of === undefined) throw new MonitorError('request/invalid', say('history.usualPer', { period }));
  const [first, last] = [listed[0], listed.at(-1)];
  if (!first || !last) return [];
  return tell({ fromMs: first.startMs, toMs: last.endMs, of, scope, direction });
}
