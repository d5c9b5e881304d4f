import type { FoundHost } from '../../common/model/hosts.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository } from '../store/host-repository.ts';
import { PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import type { HostTable } from '../windows/host-table.ts';
import { HostTotals } from '../windows/host-totals.ts';
import { knownIn, mergedTree } from '../windows/known-hosts.ts';
import { paneMsOf } from '../windows/window-clock.ts';
import { sumOf, sumRow, unitOf } from './host-rows.ts';
import { LargestHosts } from './largest-hosts.ts';

/** The hosts of a stretch of time. */
export interface RangeHosts {
  /** Those with most traffic, by the pairs that are kept. */
  readonly hosts: readonly FoundHost[];
  readonly hostCount: number;
  /** Bytes of closed windows of which no pairs are known: hosts may have had more. */
  readonly unknown: number;
}

/** Sums hosts by the lists of days and hours that lie in a span, and by the pairs of what is not listed. */
export function hostsOfRange(
  folder: DataFolder,
  series: Series,
  { startMs, endMs }: PeriodSpan,
  count: number,
): RangeHosts {
  const windows = folder.windows(series);
  const rows = new PairRows(folder.connection, series, windows.panes);
  const lists = new HostRepository(folder.connection, series.id);
  const openFromMs = Math.min(
    endMs,
    ...folder
      .windows(series)
      .open()
      .map((window) => window.startMs),
  );
  // Of an hour that ends later nobody knows what lies before the end.
  let left = rows.list(startMs, openFromMs).filter((row) => row.endMs <= endMs);
  let [unknown, known] = [0, 0];
  const tables: HostTable[][] = [];
  for (const list of lists.spans(startMs, endMs)) {
    const own = left.filter((row) => row.startMs >= list.startMs && row.startMs < list.endMs);
    const { bytes, packets } = sumOf(own);
    if (list.endMs > endMs || bytes !== list.bytes || packets !== list.packets) continue;
    left = left.filter((row) => !own.includes(row));
    tables.push(inKnownForm(lists.hosts(list), list.startMs));
    unknown += list.unknown;
    known += list.bytes;
  }
  for (const row of left) {
    const totals = new HostTotals();
    sumRow(rows, row, totals);
    tables.push(inKnownForm(totals.tables(), row.startMs));
    unknown += totals.unknown;
    known += row.bytes;
  }
  const largest = largestOf(tables, new LargestHosts(count, unitOf(paneMsOf(series))));
  const total = windows.rollups.between([startMs, endMs])[0]?.bytes ?? 0;
  return { hosts: largest.hosts, hostCount: largest.offered, unknown: unknown + Math.max(0, total - known) };
}

function largestOf(lists: readonly HostTable[][], largest: LargestHosts): LargestHosts {
  for (const table of mergedTree(lists))
    for (let at = 0; at < table.count; at++) largest.offer({ table, at });
  return largest;
}

const inKnownForm = (tables: Iterable<HostTable>, startMs: number): HostTable[] =>
  Array.from(tables, (table) => knownIn(table, startMs));
