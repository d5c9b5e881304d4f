import { lostPackets } from '../../common/loss.ts';
import type { InterfaceShare, Lack } from '../../common/model/windows.ts';
import type { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod, type Period } from '../../common/periods/period.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { lacksWithin } from '../periods/counted-lacks.ts';
import { everMs, type PastStretch, type PastSums } from '../periods/past-sums.ts';
import { type PeriodFacts, PeriodSum } from '../periods/period-sum.ts';
import { tileMs } from '../periods/period-sums.ts';
import { allLacks } from '../windows/lacks.ts';
import type { Connection } from './database.ts';
import type { Series } from './series-repository.ts';

interface WindowRow {
  readonly start_ms: EpochMs;
  readonly end_ms: EpochMs;
  readonly bytes: number;
  readonly packets: number;
  readonly late: number;
  readonly missed: number;
  readonly dropped: number;
  readonly closed: number;
  /** JSON arrays. */
  readonly gaps: string;
  readonly interfaces: string;
}

/** Windows that are read at once. */
const rowsAtOnce = 10_000;

const aligned = 'series_id = @series AND start_ms % @tile = 0 AND start_ms < @before';

/** Sums stored windows by period, a stretch at a time. It only reads. */
export class PeriodBackfill {
  readonly #series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>;
  readonly #nth;
  readonly #page;

  constructor(connection: Connection, series: Pick<Series, 'id' | 'sizeMs' | 'slideMs'>) {
    this.#series = series;
    this.#nth = connection
      .prepare(
        `SELECT start_ms FROM windows WHERE ${aligned} AND start_ms >= @notBefore
         ORDER BY start_ms DESC LIMIT 1 OFFSET @skipped`,
      )
      .pluck();
    this.#page = connection.prepare(
      `SELECT start_ms, end_ms, bytes, packets, late, missed, dropped, closed, gaps, interfaces FROM windows
       WHERE ${aligned} AND start_ms >= @from ORDER BY start_ms LIMIT ${rowsAtOnce}`,
    );
  }

  /** Sums the newest windows of a stretch, which lie side by side, in a calendar. */
  sum({ names, notBeforeMs, beforeMs, count }: PastStretch, calendar: Calendar): PastSums {
    const fromMs = this.#nthBefore(beforeMs, notBeforeMs, count) ?? notBeforeMs;
    const sums = names.map((name) => new PastPeriods(parsePeriod(name), calendar));
    for (const row of this.#rows(fromMs, beforeMs)) for (const periods of sums) periods.add(row);
    return { fromMs, periods: new Map(sums.map(({ period, facts }) => [period.name, facts])) };
  }

  /** Where the last of `count` windows starts, counted back; undefined where there are fewer. */
  #nthBefore(before: number, notBefore: number, count: number): number | undefined {
    if (count === Infinity) return undefined;
    const bounds = { ...this.#windows, before, notBefore, skipped: count - 1 };
    return this.#nth.get(bounds) as number | undefined;
  }

  *#rows(fromMs: number, before: number): Iterable<WindowRow> {
    for (let from = fromMs; ;) {
      const rows = this.#page.all({ ...this.#windows, before, from }) as WindowRow[];
      yield* rows;
      if (rows.length < rowsAtOnce) return;
      from = rows.at(-1)!.start_ms + 1;
    }
  }

  get #windows(): { readonly series: number; readonly tile: number | null } {
    return { series: this.#series.id, tile: tileMs(this.#series) };
  }
}

/** The periods of one kind, summed from windows in their order. */
class PastPeriods {
  readonly period: Period;
  readonly #calendar: Calendar;
  readonly #sums: PeriodSum[] = [];

  constructor(period: Period, calendar: Calendar) {
    this.period = period;
    this.#calendar = calendar;
  }

  get facts(): PeriodFacts[] {
    return this.#sums.map(({ facts }) => facts);
  }

  add(row: WindowRow): void {
    const sum = this.#at(row.start_ms);
    sum.add(row.bytes, row.packets);
    if (row.closed === 0) return;
    sum.addWindow(row.start_ms);
    sum.replaceLacks([], lacksWithin(lacksOf(row), { startMs: row.start_ms, endMs: row.end_ms }));
  }

  #at(startMs: EpochMs): PeriodSum {
    const last = this.#sums.at(-1);
    if (last && startMs < last.endMs) return last;
    const within = { windowMs: null, isLive: true, fromOf: () => everMs };
    const next = PeriodSum.empty(this.#calendar.periodAt(startMs, this.period), within);
    this.#sums.push(next);
    return next;
  }
}

/** What a stored window lacks; most lack nothing, and are not read further. */
function lacksOf({ gaps, interfaces, late, missed, dropped, end_ms: endMs }: WindowRow): Lack[] {
  if (gaps === '[]' && late === 0 && missed === 0 && dropped === 0) return [];
  const shares = JSON.parse(interfaces) as InterfaceShare[];
  const lost = shares.filter((share) => lostPackets(share) > 0);
  return allLacks({
    ...{ gaps: JSON.parse(gaps) as Lack[], interfaces: lost, late, closed: true, endMs: epochMs(endMs) },
  });
}
