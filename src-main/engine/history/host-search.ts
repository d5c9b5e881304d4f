import { parseNetwork } from '../../common/address.ts';
import type { FoundHosts } from '../../common/model/hosts.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository, type StoredHostSpan } from '../store/host-repository.ts';
import { KnownHostRepository } from '../store/known-host-repository.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import { compareWords, type HostTable, packedAt } from '../windows/host-table.ts';
import { HostTotals } from '../windows/host-totals.ts';
import { knownIn, mergedTree } from '../windows/known-hosts.ts';
import { paneMsOf } from '../windows/window-clock.ts';
import { hostTestOf, type HostTest } from './address-pattern.ts';
import { groupsOf, startOf, sumRow, unitOf } from './host-rows.ts';
import { type HostPlace, LargestHosts } from './largest-hosts.ts';

/** The pairs of the last hours are read where their hosts are not listed yet. */
const unlistedUnits = 3;

/** What is searched. */
export interface HostSearchParts {
  readonly rows: Pick<PairRows, 'list' | 'scan' | 'oldestMs'>;
  readonly spans: Pick<HostRepository, 'spans' | 'hosts'>;
  readonly known: Pick<KnownHostRepository, 'hosts' | 'isFull'>;
  /** How long the stretches are of which hosts are listed first. */
  readonly unitMs: number;
  readonly now: () => number;
  /** When the first window that is open began: its hour is not listed. */
  readonly openFromMs: () => number;
  /** Whether hosts are never listed: all pairs are read then. */
  readonly isReplay: boolean;
}

/** Hosts that were not taken among those ever seen as yet, as a state of the folder has them. */
interface Recent {
  readonly state: string;
  readonly tables: readonly HostTable[];
}

/** Finds hosts among all that were ever seen. */
export class HostSearch {
  readonly #parts: HostSearchParts;
  /** It is asked again with each letter that a person types. */
  #recent: Recent = { state: '', tables: [] };

  constructor(parts: HostSearchParts) {
    this.#parts = parts;
  }

  /** Searches what a data folder has of a series. */
  static of(folder: DataFolder, series: Series, now: () => number): HostSearch {
    const { connection } = folder;
    const windows = folder.windows(series);
    const spans = new HostRepository(connection, series.id);
    return new HostSearch({
      rows: new PairRows(connection, series, windows.panes),
      spans,
      known: new KnownHostRepository(connection, series.id, spans),
      unitMs: unitOf(paneMsOf(series)),
      now,
      openFromMs: () => Math.min(Infinity, ...windows.open().map(({ startMs }) => startMs)),
      isReplay: !series.name.startsWith('live|'),
    });
  }

  /** Those that are meant by a text or are named, the ones with most traffic first. */
  find({ text, addresses, count }: Parameters<MonitorApi['searchHosts']>[0]): FoundHosts {
    const isWanted = testOf(text, addresses);
    const found = new LargestHosts(count, this.#parts.unitMs);
    const recent = new Places(this.#recentHosts(), isWanted);
    for (const table of this.#parts.known.hosts((words) => hasAny(words, isWanted))) {
      for (let at = 0; at < table.count; at++) {
        if (!isWanted(table, at)) continue;
        const place = { table, at };
        for (const other of recent.before(place)) found.offer(other);
        found.offer(place, recent.takeSame(place));
      }
    }
    for (const other of recent.rest()) found.offer(other);
    return { hosts: found.hosts, matching: found.offered, isWhole: this.#isWhole };
  }

  /** When the time begins of which pairs are read where no hosts are listed. */
  get #unlistedFromMs(): number {
    if (this.#parts.isReplay) return -Infinity;
    const { now, openFromMs, unitMs } = this.#parts;
    const recentMs = startOf(now(), unitMs) - unlistedUnits * unitMs;
    return Math.min(recentMs, startOf(openFromMs(), unitMs));
  }

  /** Hours are listed from the newest to the oldest. */
  get #isWhole(): boolean {
    const { rows, spans, known, unitMs } = this.#parts;
    const { oldestMs } = rows;
    if (known.isFull) return false;
    if (oldestMs >= this.#unlistedFromMs) return true;
    return spans
      .spans(oldestMs - 2 * 86_400_000 - unitMs, oldestMs + 1)
      .some(({ endMs }) => endMs > oldestMs);
  }

  #recentHosts(): readonly HostTable[] {
    const spans = this.#parts.spans
      .spans(-Infinity, Infinity)
      .filter(({ isDay, taken, hosts }) => !isDay || taken < hosts);
    const rows = this.#unlistedRows();
    const state = JSON.stringify([
      spans.map(({ isDay, startMs, bytes, taken }) => [isDay, startMs, bytes, taken]),
      rows.map(({ startMs, bytes }) => [startMs, bytes]),
    ]);
    if (state !== this.#recent.state) this.#recent = { state, tables: this.#merge(spans, rows) };
    return this.#recent.tables;
  }

  #unlistedRows(): PairRow[] {
    const { rows, spans, unitMs } = this.#parts;
    const fromMs = this.#unlistedFromMs;
    const listed = spans.spans(fromMs - 2 * 86_400_000 - unitMs, Infinity);
    return rows
      .list(fromMs, Infinity)
      .filter(({ startMs: at }) => !listed.some(({ startMs, endMs }) => startMs <= at && at < endMs));
  }

  #merge(spans: readonly StoredHostSpan[], rows: readonly PairRow[]): HostTable[] {
    const { unitMs } = this.#parts;
    const lists = spans.map((span) => known(this.#parts.spans.hosts(span, span.taken), span.startMs));
    for (const group of groupsOf(rows, unitMs)) {
      const totals = new HostTotals();
      for (const row of group) sumRow(this.#parts.rows, row, totals);
      lists.push(known(totals.tables(), startOf(group[0]!.startMs, unitMs)));
    }
    return [...mergedTree(lists)];
  }
}

function* known(tables: Iterable<HostTable>, startMs: number): Generator<HostTable> {
  for (const table of tables) yield knownIn(table, startMs);
}

function testOf(text: string, addresses: readonly string[]): HostTest {
  const isMeant = hostTestOf(text);
  if (addresses.length === 0) return isMeant;
  const named = new Set<string>(addresses.map((address) => parseNetwork(address).packed));
  return (table, at) => isMeant(table, at) || named.has(packedAt(table, at));
}

function hasAny(words: readonly Uint32Array[], isWanted: HostTest): boolean {
  const table = { family: words.length === 1 ? 4 : 6, words } as const;
  return words[0]!.some((_, at) => isWanted(table, at));
}

/** Goes through the hosts of ascending lists that are wanted. */
class Places {
  readonly #places: Iterator<HostPlace>;
  #next: HostPlace | undefined;

  constructor(tables: readonly HostTable[], isWanted: HostTest) {
    this.#places = wantedIn(tables, isWanted);
    this.#step();
  }

  /** Those that come before a host. */
  *before(place: HostPlace): Generator<HostPlace> {
    while (this.#next && compare(this.#next, place) < 0) yield this.#step()!;
  }

  /** The same host, if it is the next one. */
  takeSame(place: HostPlace): HostPlace | undefined {
    return this.#next && compare(this.#next, place) === 0 ? this.#step() : undefined;
  }

  *rest(): Generator<HostPlace> {
    while (this.#next) yield this.#step()!;
  }

  /** Goes on; gives back where it was. */
  #step(): HostPlace | undefined {
    const last = this.#next;
    const { value, done } = this.#places.next() as IteratorResult<HostPlace, undefined>;
    this.#next = done ? undefined : value;
    return last;
  }
}

function* wantedIn(tables: readonly HostTable[], isWanted: HostTest): Generator<HostPlace> {
  for (const table of tables)
    for (let at = 0; at < table.count; at++) if (isWanted(table, at)) yield { table, at };
}

const compare = (a: HostPlace, b: HostPlace): number =>
  a.table.family - b.table.family ||
  compareWords(
    a.table.words,
    a.at,
    b.table.words.map((word) => word[b.at]!),
  );
