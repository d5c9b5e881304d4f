import type { Clock } from '../../common/clock.ts';
import type { FoundHost } from '../../common/model/hosts.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository } from '../store/host-repository.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import type { HostTable } from '../windows/host-table.ts';
import { HostTotals } from '../windows/host-totals.ts';
import { knownIn, mergedTree } from '../windows/known-hosts.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { every, sumOf, sumRow, unitOf } from './host-rows.ts';
import { LargestHosts } from './largest-hosts.ts';
import { bytesOfRange } from './range-whole.ts';
import { type Way, WayTest } from './scope-sums.ts';
import { visitWhileTime } from './while-time.ts';

/** The hosts of a stretch of time. */
export interface RangeHosts {
  /** Those with most traffic, by the pairs that are kept. */
  readonly hosts: readonly FoundHost[];
  readonly hostCount: number;
  /** Bytes of closed windows of which no pairs are known: hosts may have had more. */
  readonly unknown: number;
}

/** How much is looked at. */
interface HostsWanted {
  readonly count: number;
  /** Of one way alone, which no list tells; null for every way. */
  readonly way?: Way | null;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Lists and pairs that can't be read in so long are unknown. */
  readonly budgetMs?: number;
}

/** Hosts of a list, or of the pairs of a row. */
interface HostPart {
  readonly bytes: number;
  readonly read: () => { readonly tables: HostTable[]; readonly unknown: number };
}

/**
 * Sums hosts by the lists of days and hours that lie in a span, and by the pairs of what is not listed; of one way by the
 * pairs alone.
 */
export async function hostsOfRange(
  folder: DataFolder,
  series: Series,
  span: PeriodSpan,
  { count, way = null, clock, budgetMs }: HostsWanted,
): Promise<RangeHosts> {
  const { parts, total } = folder.transaction(() => partsOf(folder, series, span, way));
  let [unknown, known] = [0, 0];
  const tables: HostTable[][] = [];
  const read = (part: HostPart): void => {
    const found = part.read();
    tables.push(found.tables);
    unknown += found.unknown;
    known += part.bytes;
  };
  await visitWhileTime(parts, clock, read, budgetMs);
  const largest = largestOf(tables, new LargestHosts(count, unitOf(paneMsOf(series))));
  return { hosts: largest.hosts, hostCount: largest.offered, unknown: unknown + Math.max(0, total - known) };
}

function partsOf(
  folder: DataFolder,
  series: Series,
  span: PeriodSpan,
  way: Way | null,
): { parts: HostPart[]; total: number } {
  const wanted = way === null ? every : new WayTest(way);
  const { startMs, endMs } = span;
  const windows = folder.windows(series);
  const rows = new PairRows(folder.connection, series, windows.panes);
  const lists = new HostRepository(folder.connection, series.id);
  const openFromMs = Math.min(endMs, ...windows.open().map((window) => window.startMs));
  // Of an hour that ends later nobody knows what lies before the end.
  const listed = rows.list(startMs, openFromMs).filter((row) => row.endMs <= endMs);
  const taken = new Set<PairRow>();
  const parts: HostPart[] = [];
  for (const list of way === null ? lists.spans(startMs, endMs) : []) {
    const own = rowsIn(listed, list).filter((row) => !taken.has(row));
    const { bytes, packets } = sumOf(own);
    if (list.endMs > endMs || bytes !== list.bytes || packets !== list.packets) continue;
    for (const row of own) taken.add(row);
    const { unknown } = list;
    parts.push({ bytes, read: () => ({ tables: inKnownForm(lists.hosts(list), list.startMs), unknown }) });
  }
  for (const row of listed)
    if (!taken.has(row)) parts.push({ bytes: row.bytes, read: () => hostsOfRow(rows, row, wanted) });
  return { parts, total: bytesOfRange(folder, series, span, listed) };
}

/** Those of some rows, newest first, that begin in a span. */
function rowsIn(
  rows: readonly PairRow[],
  { startMs, endMs }: Pick<PeriodSpan, 'startMs' | 'endMs'>,
): PairRow[] {
  return rows.slice(firstBefore(rows, endMs), firstBefore(rows, startMs));
}

/** The place of the first of some rows, newest first, that begins before an instant. */
function firstBefore(rows: readonly PairRow[], ms: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.startMs >= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hostsOfRow(rows: PairRows, row: PairRow, wanted: PairTest): ReturnType<HostPart['read']> {
  const totals = new HostTotals();
  sumRow(rows, row, totals, wanted);
  return { tables: inKnownForm(totals.tables(), row.startMs), unknown: totals.unknown };
}

function largestOf(lists: readonly HostTable[][], largest: LargestHosts): LargestHosts {
  for (const table of mergedTree(lists))
    for (let at = 0; at < table.count; at++) largest.offer({ table, at });
  return largest;
}

const inKnownForm = (tables: Iterable<HostTable>, startMs: number): HostTable[] =>
  Array.from(tables, (table) => knownIn(table, startMs));
