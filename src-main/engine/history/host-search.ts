import { parseNetwork } from '../../common/address.ts';
import type { FoundHosts } from '../../common/model/hosts.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository, type StoredHostSpan } from '../store/host-repository.ts';
import { KnownHostRepository } from '../store/known-host-repository.ts';
import { type PairRow, PairRows } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import { unlessDamaged } from '../windows/columns.ts';
import { compareWords, type HostTable, packedAt } from '../windows/host-table.ts';
import { HostTotals } from '../windows/host-totals.ts';
import { knownIn, mergedTree } from '../windows/known-hosts.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import { hostTestOf, type HostTest } from './address-pattern.ts';
import { groupsOf, startOf, sumOf, sumRow, unitOf } from './host-rows.ts';
import { type HostPlace, LargestHosts } from './largest-hosts.ts';

/** The pairs of the last hours are read where their hosts are not listed yet. */
const unlistedUnits = 3;

/** What is searched. */
export interface HostSearchParts {
  readonly rows: Pick<PairRows, 'list' | 'scan' | 'oldestMs'>;
  readonly spans: Pick<HostRepository, 'spans' | 'hosts' | 'isReadable'>;
  readonly known: Pick<KnownHostRepository, 'hosts' | 'lacksSome'>;
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
  /** Whether all traffic is either listed or read. */
  readonly isWhole: boolean;
}

/** Finds hosts among all that were ever seen. */
export class HostSearch {
  readonly #parts: HostSearchParts;
  /** It is asked again with each letter that a person types. */
  #recent: Recent = { state: '', tables: [], isWhole: true };

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
    const { tables, isWhole } = this.#recentHosts();
    const recent = new Places(tables, isWanted);
    let damaged = 0;
    const known = this.#parts.known.hosts(
      (words) => hasAny(words, isWanted),
      () => damaged++,
    );
    for (const table of known) {
      for (let at = 0; at < table.count; at++) {
        if (!isWanted(table, at)) continue;
        const place = { table, at };
        for (const other of recent.before(place)) found.offer(other);
        found.offer(place, recent.takeSame(place));
      }
    }
    for (const other of recent.rest()) found.offer(other);
    return {
      ...{ hosts: found.hosts, matching: found.offered },
      isWhole: isWhole && damaged === 0 && !this.#parts.known.lacksSome,
    };
  }

  /** When the time begins of which pairs are read where no hosts are listed. */
  get #unlistedFromMs(): number {
    if (this.#parts.isReplay) return -Infinity;
    const { now, openFromMs, unitMs } = this.#parts;
    const recentMs = startOf(now(), unitMs) - unlistedUnits * unitMs;
    return Math.min(recentMs, startOf(openFromMs(), unitMs));
  }

  #recentHosts(): Recent {
    const { spans, rows } = this.#parts;
    const listed = spans.spans(-Infinity, Infinity);
    const unlisted = this.#unlistedRows();
    const state = JSON.stringify([
      rows.oldestMs,
      listed.map(({ isDay, startMs, bytes, taken }) => [isDay, startMs, bytes, taken]),
      unlisted.map(({ startMs, bytes }) => [startMs, bytes]),
    ]);
    if (state !== this.#recent.state) {
      const areListed = areRowsListed(rows.list(-Infinity, this.#unlistedFromMs), listed);
      const untaken = listed.filter(({ isDay, taken, hosts }) => !isDay || taken < hosts);
      const { tables, isWhole } = this.#mergeReadable(untaken, unlisted);
      this.#recent = { state, tables, isWhole: isWhole && areListed };
    }
    return this.#recent;
  }

  #unlistedRows(): PairRow[] {
    const { rows, spans, unitMs } = this.#parts;
    const fromMs = this.#unlistedFromMs;
    const listed = spans.spans(fromMs - 2 * 86_400_000 - unitMs, Infinity);
    return rows
      .list(fromMs, Infinity)
      .filter(({ startMs: at }) => !listed.some(({ startMs, endMs }) => startMs <= at && at < endMs));
  }

  /** In place of lists that are damaged, the pairs of their time are read. */
  #mergeReadable(spans: readonly StoredHostSpan[], rows: readonly PairRow[]): Omit<Recent, 'state'> {
    const tables = unlessDamaged(() => this.#merge(spans, rows));
    if (tables) return { tables, isWhole: true };
    const [readable, damaged]: [StoredHostSpan[], StoredHostSpan[]] = [[], []];
    for (const span of spans) (this.#parts.spans.isReadable(span) ? readable : damaged).push(span);
    // Some of the hosts of a list that was taken in part would be counted twice.
    const read = damaged.filter(({ taken }) => taken === 0);
    const instead = read.map(({ startMs, endMs }) => this.#parts.rows.list(startMs, endMs));
    return {
      tables: this.#merge(readable, [...rows, ...instead.flat()]),
      isWhole:
        read.length === damaged.length && read.every(({ bytes }, i) => sumOf(instead[i]!).bytes >= bytes),
    };
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

/** Whether the hosts of rows are all in lists; both newest first. A list may have more: its oldest pairs may be gone. */
function areRowsListed(rows: readonly PairRow[], spans: readonly StoredHostSpan[]): boolean {
  let at = 0;
  for (const span of spans) {
    const from = at;
    while (at < rows.length && rows[at]!.startMs >= span.startMs) at++;
    const own = rows.slice(from, at);
    const { bytes, packets } = sumOf(own);
    if ((own[0]?.startMs ?? -Infinity) >= span.endMs || bytes > span.bytes || packets > span.packets)
      return false;
  }
  return at === rows.length;
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
