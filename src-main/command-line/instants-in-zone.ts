import type { WrittenInstant } from '../common/effective-date.ts';
import type { Calendar } from '../common/periods/calendar.ts';
import { MonitorError } from '../common/errors.ts';
import { parsePeriod } from '../common/periods/period.ts';
import { say } from '../common/phrases/say.ts';
import { type EpochMs, epochMs } from '../common/units.ts';
import type { FolderApi } from '../engine/api/folder/open-folder.ts';

/** What `--from` and `--to` said. */
export interface RangeFlags {
  readonly from?: WrittenInstant | undefined;
  readonly to?: WrittenInstant | undefined;
}

/** That of the time zone in which the folder sums periods: what names no zone is read in it, and tables show its times. */
export async function calendarOf(folder: Pick<FolderApi, 'getTimeZone'>): Promise<Calendar> {
  const { Calendar } = await import('../common/periods/calendar.ts');
  return new Calendar(await folder.getTimeZone());
}

const dayMs = 86_400_000;
/** As many stretches as are read at once: days of some ten years. */
const mostParts = 4_000;

/** Which periods are wanted: those that hold the range. */
export interface PeriodsWanted extends RangeFlags {
  readonly per: string;
  /** As many days as are taken where the range has no beginning. */
  readonly usualDays: number;
  readonly nowMs: EpochMs;
}

/**
 * Where periods begin in the zone in which the folder sums them, and where the last one ends.
 *
 * @throws MonitorError `request/invalid` for a range that is none, or holds too many
 */
export async function edgesIn(
  folder: Pick<FolderApi, 'getTimeZone'>,
  { per, usualDays, nowMs, from, to }: PeriodsWanted,
): Promise<number[]> {
  const calendar = await calendarOf(folder);
  const startMs = from ? calendar.instantOf(from) : nowMs - usualDays * dayMs;
  const endMs = to ? calendar.instantOf(to) : nowMs;
  requireOrder(startMs, endMs);
  const period = parsePeriod(per);
  const edges: number[] = [calendar.periodAt(epochMs(startMs), period).startMs];
  while (edges.at(-1)! < endMs) {
    edges.push(calendar.periodAt(epochMs(edges.at(-1)!), period).endMs);
    if (edges.length > mostParts + 1)
      throw new MonitorError('request/invalid', say('command.manyPeriods', { most: mostParts }), {
        remedy: say('command.remedy.manyPeriods'),
      });
  }
  return edges;
}

function requireOrder(fromMs: number | undefined, toMs: number | undefined): void {
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw new MonitorError('request/invalid', say('command.fromBeforeTo'));
}

/**
 * Reads a range in the calendar of the folder.
 *
 * @throws MonitorError `request/invalid` for a range that is none
 */
export async function rangeIn(
  folder: Pick<FolderApi, 'getTimeZone'>,
  { from, to }: RangeFlags,
): Promise<{ readonly fromMs?: EpochMs; readonly toMs?: EpochMs }> {
  if (!from && !to) return {};
  const calendar = await calendarOf(folder);
  const [fromMs, toMs] = [from, to].map((one) => one && calendar.instantOf(one));
  requireOrder(fromMs, toMs);
  return { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}
