import { setImmediate as breathe } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Calendar } from '../../common/periods/calendar.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository, type HostSpan } from '../store/host-repository.ts';
import { KnownHostRepository } from '../store/known-host-repository.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import type { HostTable } from '../windows/host-table.ts';
import { isDamaged, unlessDamaged } from '../windows/columns.ts';
import { hostColumnCount, hostColumns, HostTotals } from '../windows/host-totals.ts';
import { mergedHosts } from '../windows/merged-hosts.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import { groupsOf, hourMs, startOf, sumOf, sumRow, unitOf } from './host-rows.ts';

/** Late records may change what is younger: its hours are summed again where that happens, and taken together later. */
const youngMs = 2 * 86_400_000;
/** Hours of older folders are looked for in pieces of this length. */
const pieceMs = 2 * 86_400_000;
/** A day with changes of its time zone's offset has no more. */
const longestDayMs = 26 * hourMs;
/** Others get their turn after this many blocks of hosts. */
const blocksAtOnce = 8;

/** What hosts are listed from, and where. */
export interface HostIndexParts {
  readonly rows: Pick<PairRows, 'list' | 'scan' | 'oldestMs'>;
  readonly spans: HostRepository;
  readonly known: KnownHostRepository;
  readonly openFromMs: () => number;
  /** How long the panes of the series are. */
  readonly paneMs: number;
  readonly calendar: Calendar;
}

const day = parsePeriod('day');

/** Lists the hosts of each hour and each day, and all that were ever seen: a little at a time. */
export class HostIndex {
  readonly #parts: HostIndexParts;
  readonly #unitMs: number;
  /** When the hours begin that are to be listed. */
  #due: number[] = [];
  /** When young hours were looked for last: the machine may have slept for days. */
  #lookedMs = Infinity;
  /** From when on all hours are listed, or due; as far as it was looked at. */
  #listedFromMs = Infinity;
  /** When days begin that can neither be read nor listed again. They stay: who searches is told of them. */
  readonly #damaged = new Set<number>();

  constructor(parts: HostIndexParts) {
    this.#parts = parts;
    this.#unitMs = unitOf(parts.paneMs);
  }

  /** Lists what a data folder has of a series, by the days of a calendar. */
  static of(folder: DataFolder, series: Series, calendar: Calendar): HostIndex {
    const { connection } = folder;
    const windows = folder.windows(series);
    const spans = new HostRepository(connection, series.id);
    return new HostIndex({
      rows: new PairRows(connection, series, windows.panes),
      ...{ spans, known: new KnownHostRepository(connection, series.id, spans) },
      openFromMs: () => Math.min(Infinity, ...windows.open().map(({ startMs }) => startMs)),
      ...{ paneMs: paneMsOf(series), calendar },
    });
  }

  /**
   * Lists the hosts of an hour that is over, those of a day in place of those of its hours, or takes some of a day's among
   * those that were ever seen.
   *
   * @returns whether there may be more to do
   */
  async step(now: EpochMs): Promise<boolean> {
    if (this.#due.length === 0) {
      const youngFromMs = Math.min(now, this.#lookedMs) - youngMs - this.#unitMs;
      this.#due = this.#dueBetween(youngFromMs, Infinity, true);
      this.#lookedMs = now;
    }
    const hour = this.#due.shift();
    if (hour !== undefined) {
      await this.#listHour(hour);
      return true;
    }
    if ((await this.#joinDay(now)) || this.#takeDay() || this.#dropOld()) return true;
    return this.#lookFurtherBack(now);
  }

  /** Looks for hours of an older folder that are not listed, in the piece before the one that was looked at last. */
  #lookFurtherBack(now: EpochMs): boolean {
    if (this.#listedFromMs === -Infinity) return false;
    const toMs = Math.min(this.#listedFromMs, now - youngMs);
    this.#due = this.#dueBetween(toMs - pieceMs, toMs, false);
    this.#listedFromMs = toMs - pieceMs > this.#parts.rows.oldestMs ? toMs - pieceMs : -Infinity;
    return true;
  }

  /**
   * When the hours begin that are over and not listed, the newest first: of no window that can grow any more they have a
   * part.
   *
   * @param areYoung whether what was listed is to be as the pairs are now: late records may have changed them
   */
  #dueBetween(fromMs: number, toMs: number, areYoung: boolean): number[] {
    const { rows, spans, openFromMs } = this.#parts;
    const endMs = Math.min(toMs, openFromMs());
    const listed = spans.spans(fromMs - 2 * youngMs, endMs);
    return groupsOf(rows.list(startOf(fromMs, this.#unitMs), endMs), this.#unitMs)
      .filter((group) => !isListed(listed, group, areYoung))
      .map((group) => startOf(group[0]!.startMs, this.#unitMs))
      .filter((startMs) => startMs + this.#unitMs <= openFromMs());
  }

  async #listHour(startMs: number): Promise<void> {
    const { rows } = this.#parts;
    const group = rows.list(startMs, startMs + this.#unitMs);
    if (group.length === 0) return;
    const totals = new HostTotals();
    for (const row of group) {
      sumRow(rows, row, totals);
      await breathe();
    }
    // What was merged, let go or corrected meanwhile could not be read as it was listed.
    if (!isDeepStrictEqual(rows.list(startMs, startMs + this.#unitMs), group)) {
      this.#due.push(startMs);
      return;
    }
    const span = {
      ...{ isDay: false, startMs: epochMs(startMs), endMs: epochMs(startMs + this.#unitMs) },
      ...{ reachesMs: reachOf(group), ...sumOf(group), unknown: totals.unknown },
    };
    this.#parts.spans.saveHour(span, totals.tables());
  }

  /** Puts the hosts of a day together whose hours can't change any more. */
  async #joinDay(now: EpochMs): Promise<boolean> {
    const { spans } = this.#parts;
    const oldest = spans.oldestHour(this.#listedFromMs + longestDayMs, now - youngMs);
    if (!oldest) return false;
    const { startMs, endMs } = this.#parts.calendar.periodAt(oldest.startMs, day);
    if (endMs + this.#unitMs > now - youngMs) return false;
    const hours = spans.spans(startMs, endMs).filter(({ isDay }) => !isDay);
    let blocks = 0;
    const joined = dayOf(hours);
    try {
      for (const _ of spans.saveDay(joined, this.#mergedDay(hours, joined.startMs)))
        if ((blocks += 1) % blocksAtOnce === 0) await breathe();
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      spans.drop(joined);
      for (const hour of hours) if (!spans.isReadable(hour)) this.#listAgain(hour);
    }
    return true;
  }

  #mergedDay(hours: readonly HostSpan[], startMs: number): Generator<HostTable> {
    const lists = hours.map((hour) => this.#parts.spans.hosts(hour));
    return mergedHosts(
      hours.map((hour, i) => shifted(lists[i]!, Math.floor((hour.startMs - startMs) / hourMs))),
      hostColumnCount,
      (sums, { counts }, at) => {
        for (let i = 0; i < sums.length; i++) sums[i]! += counts[i]![at]!;
      },
    );
  }

  #takeDay(): boolean {
    const next = this.#parts.spans.untakenDays().find(({ startMs }) => !this.#damaged.has(startMs));
    if (!next) return false;
    // None of its hosts may be among the others twice: what is taken in part can't be listed again.
    const isNew = next.taken === 0;
    if (isNew && !this.#parts.spans.isReadable(next) && this.#parts.rows.oldestMs < next.endMs)
      this.#listAgain(next);
    else if (unlessDamaged(() => this.#parts.known.take(next)) === undefined) this.#damaged.add(next.startMs);
    return true;
  }

  /** Lets go of a damaged list; what is still there of its pairs is listed by the hour. */
  #listAgain(span: HostSpan): void {
    this.#parts.spans.drop(span);
    this.#listedFromMs = Math.max(this.#listedFromMs, span.endMs);
  }

  /** The hosts of a day go with its pairs. */
  #dropOld(): boolean {
    const old = this.#parts.spans.oldDay(this.#parts.rows.oldestMs);
    if (old) this.#parts.spans.drop(old);
    return old !== undefined;
  }
}

const reachOf = (rows: readonly PairRow[]): EpochMs =>
  rows.reduce((latest, { endMs }) => (endMs > latest ? endMs : latest), rows[0]!.endMs);

/** @param byHour whether the hour itself has to be listed as its pairs are now */
function isListed(spans: readonly HostSpan[], group: readonly PairRow[], byHour: boolean): boolean {
  const at = group[0]!.startMs;
  const span = spans.find(({ startMs, endMs }) => startMs <= at && at < endMs);
  if (!span || span.isDay || !byHour) return span !== undefined;
  const { bytes, packets } = sumOf(group);
  return span.bytes === bytes && span.packets === packets;
}

/** A day begins with the first of its hours that has pairs, and ends with the last one. */
const dayOf = (hours: readonly HostSpan[]): HostSpan => ({
  ...{ isDay: true, startMs: hours.at(-1)!.startMs, endMs: hours[0]!.endMs, ...sumOf(hours) },
  reachesMs: hours[0]!.reachesMs,
  unknown: hours.reduce((sum, { unknown }) => sum + unknown, 0),
});

/** Hosts of an hour as those of the nth hour of a day. */
function* shifted(tables: Iterable<HostTable>, hour: number): Generator<HostTable> {
  for (const table of tables) {
    const counts = table.counts.map((column, i) =>
      i === hostColumns.hours ? column.map((set) => set * 2 ** hour) : column,
    );
    yield { ...table, counts };
  }
}
