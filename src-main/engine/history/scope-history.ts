import { setImmediate as breathe } from 'node:timers/promises';
import { parseNetwork } from '../../common/address.ts';
import type { Clock } from '../../common/clock.ts';
import type { ScopeHistory, WindowRollup } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository } from '../store/host-repository.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import { paneMsOf } from '../windows/window-clock.ts';
import { unitOf } from './host-rows.ts';
import { ListedRows, type RowOrSums } from './listed-rows.ts';
import { ScopeParts } from './scope-parts.ts';
import { type ScopeSums, scopeSumsOf, TrafficScope } from './scope-sums.ts';
import { ScopeTotals } from './scope-totals.ts';

/** A look at the past ends after this long, with the newest part of it summed. */
const budgetMs = 5_000;
/** Other work gets its turn this often. */
const sliceMs = 20;
/** What was summed of rows is kept for so many peers: the range that is shown is asked for again and again. */
const keptPeers = 200_000;
/** The longest stretch that a row is of: one that begins before a range may reach into it. */
const longestRowMs = 3_600_000;

/** By row, what was summed for one scope. */
interface KnownRows {
  readonly scope: string;
  readonly rows: Map<string, ScopeSums>;
  peers: number;
}

/** What the history of a scope is read from. */
export interface ScopeHistoryParts {
  readonly rows: Pick<PairRows, 'list' | 'scan' | 'oldestMs'>;
  readonly hosts: Pick<HostRepository, 'spans' | 'find'>;
  /** How long the stretches are of which hosts are listed first. */
  readonly unitMs: number;
  readonly rollups: (edges: readonly number[]) => WindowRollup[];
  /** When the first window that is open began, whose pairs are left out; Infinity where none is. */
  readonly openFromMs: () => number;
  /** Whether windows don't overlap: the sums of their pairs are theirs then. */
  readonly isTumbling: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Sums what is stored of the pairs of one host or network, over any stretch of the past. */
export class ScopeHistoryReader {
  readonly #parts: ScopeHistoryParts;
  /** For the scope that was asked for last. */
  #known: KnownRows = { scope: '', rows: new Map(), peers: 0 };

  constructor(parts: ScopeHistoryParts) {
    this.#parts = parts;
  }

  /** Reads what a data folder has of a series. */
  static of(folder: DataFolder, series: Series, clock: Clock): ScopeHistoryReader {
    const windows = folder.windows(series);
    return new ScopeHistoryReader({
      rows: new PairRows(folder.connection, series, windows.panes),
      hosts: new HostRepository(folder.connection, series.id),
      unitMs: unitOf(paneMsOf(series)),
      rollups: (edges) => windows.rollups.between(edges),
      openFromMs: () => Math.min(Infinity, ...windows.open().map(({ startMs }) => startMs)),
      isTumbling: series.sizeMs === series.slideMs,
      clock,
    });
  }

  /** @throws MonitorError `request/invalid` for what is no address or network */
  async read({
    edges,
    host,
    peer,
    peers,
  }: Parameters<MonitorApi['getScopeHistory']>[0]): Promise<ScopeHistory> {
    const ends = { host: parseNetwork(host), peer: peer === null ? null : parseNetwork(peer) };
    const scope = new TrafficScope(ends.host, ends.peer);
    const { rows, hosts, unitMs, rollups, openFromMs, isTumbling } = this.#parts;
    const [fromMs, toMs] = [edges[0]!, Math.min(edges.at(-1)!, openFromMs())];
    const parts = new ScopeParts(rollups(edges), isTumbling ? null : rows.oldestMs);
    const listed = rows.list(isTumbling ? fromMs : fromMs - longestRowMs, toMs);
    const summed = new ScopeTotals();
    const sumOf = this.#sumsFor(`${host} ${peer ?? ''}`, scope);
    const isTogether = (stretch: PairRow): boolean => parts.holds(stretch);
    const known = new ListedRows(hosts, unitMs).of(listed, { ...ends, wantsPeers: peers > 0, isTogether });
    const unsummed = await this.#each(known, ({ row, sums: listedSums }) => {
      if (!parts.holds(row)) return parts.miss(row);
      const sums = listedSums ?? sumOf(row);
      parts.add(sums);
      summed.add(sums);
    });
    return {
      // Of the stretch in which time ran out, only a part was summed.
      ...{ parts: parts.after(unsummed?.endMs ?? -Infinity), isWhole: unsummed === undefined },
      ...{ seen: summed.seen, ...summed.largest(peers) },
    };
  }

  /**
   * Goes through rows while there is time.
   *
   * @returns the first one for which there was none
   */
  async #each(rows: Iterable<RowOrSums>, visit: (row: RowOrSums) => void): Promise<PairRow | undefined> {
    const { clock } = this.#parts;
    const begun = clock.monotonic();
    let breathedAt = begun;
    for (const row of rows) {
      if (clock.monotonic() - begun > budgetMs) return row.row;
      visit(row);
      if (clock.monotonic() - breathedAt < sliceMs) continue;
      await breathe();
      breathedAt = clock.monotonic();
    }
    return undefined;
  }

  /** What sums rows for a scope. Others may ask for another one meanwhile: each has what it knows for itself. */
  #sumsFor(name: string, scope: TrafficScope): (row: PairRow) => ScopeSums {
    if (name !== this.#known.scope) this.#known = { scope: name, rows: new Map(), peers: 0 };
    const known = this.#known;
    return (row) => {
      const key = `${row.startMs} ${row.isHour} ${row.bytes} ${row.packets}`;
      const before = known.rows.get(key);
      if (before) return before;
      const sums = scopeSumsOf(this.#parts.rows, row, scope);
      const size = 1 + sums.peers.size;
      if (known.peers + size > keptPeers) return sums;
      known.rows.set(key, sums);
      known.peers += size;
      return sums;
    };
  }
}
