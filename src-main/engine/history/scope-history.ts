import { setImmediate as breathe } from 'node:timers/promises';
import { parseNetwork } from '../../common/address.ts';
import type { Clock } from '../../common/clock.ts';
import type { ScopeHistory, WindowRollup } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import { largestPeers, ScopeParts, seenIn } from './scope-parts.ts';
import { type ScopeSums, scopeSumsOf, TrafficScope } from './scope-sums.ts';

/** A look at the past ends after this long, with the newest part of it summed. */
const budgetMs = 5_000;
/** Other work gets its turn this often. */
const sliceMs = 20;
/** What was summed of rows is kept for so many peers: the range that is shown is asked for again and again. */
const keptPeers = 200_000;
/** The longest stretch that a row is of: one that begins before a range may reach into it. */
const longestRowMs = 3_600_000;

/** What the history of a scope is read from. */
export interface ScopeHistoryParts {
  readonly rows: PairRows;
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
  /** By row, what was summed for the scope that was asked for last. */
  #known = new Map<string, ScopeSums>();
  #knownPeers = 0;
  #knownScope = '';

  constructor(parts: ScopeHistoryParts) {
    this.#parts = parts;
  }

  /** Reads what a data folder has of a series. */
  static of(folder: DataFolder, series: Series, clock: Clock): ScopeHistoryReader {
    const windows = folder.windows(series);
    return new ScopeHistoryReader({
      rows: new PairRows(folder.connection, series, windows.panes),
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
    const scope = new TrafficScope(parseNetwork(host), peer === null ? null : parseNetwork(peer));
    this.#forgetOthers(`${host} ${peer ?? ''}`);
    const { rows, rollups, openFromMs, isTumbling } = this.#parts;
    const fromMs = edges[0]!;
    const parts = new ScopeParts(rollups(edges), isTumbling);
    const listed = rows.list(fromMs - longestRowMs, Math.min(edges.at(-1)!, openFromMs()));
    const sums = await this.#sum(listed, scope);
    const held = sums.filter((one) => parts.add(one));
    // Of the stretch in which time ran out, only a part was summed.
    const summedFromMs = sums.length === listed.length ? fromMs : sums.at(-1)!.row.startMs;
    return {
      ...{ parts: parts.from(summedFromMs), isWhole: summedFromMs === fromMs },
      ...{ seen: seenIn(held), ...largestPeers(held, peers) },
    };
  }

  /** Newest first, while there is time. */
  async #sum(rows: readonly PairRow[], scope: TrafficScope): Promise<ScopeSums[]> {
    const { clock } = this.#parts;
    const begun = clock.monotonic();
    let breathedAt = begun;
    const sums: ScopeSums[] = [];
    for (const row of rows) {
      sums.push(this.#sumOf(row, scope));
      if (clock.monotonic() - breathedAt < sliceMs) continue;
      if (clock.monotonic() - begun > budgetMs) break;
      await breathe();
      breathedAt = clock.monotonic();
    }
    return sums;
  }

  #sumOf(row: PairRow, scope: TrafficScope): ScopeSums {
    const key = `${row.startMs} ${row.isHour} ${row.bytes} ${row.packets}`;
    const known = this.#known.get(key);
    if (known) return known;
    const sums = scopeSumsOf(this.#parts.rows, row, scope);
    this.#known.set(key, sums);
    this.#knownPeers += 1 + sums.peers.size;
    return sums;
  }

  #forgetOthers(scope: string): void {
    if (scope === this.#knownScope && this.#knownPeers <= keptPeers) return;
    this.#known = new Map();
    this.#knownPeers = 0;
    this.#knownScope = scope;
  }
}
