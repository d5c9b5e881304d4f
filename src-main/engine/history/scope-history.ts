import type { Clock } from '../../common/clock.ts';
import type { ScopeHistory, ScopeRollup } from '../../common/model/windows.ts';
import type { Direction } from '../../common/direction.ts';
import { plainNetworks } from '../../common/named-networks.ts';
import type { NetworkSet } from '../../common/network-set.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository } from '../store/host-repository.ts';
import type { PairRow } from '../store/pair-rows.ts';
import type { Series } from '../store/series-repository.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import { unitOf } from './host-rows.ts';
import { ListedRows } from './listed-rows.ts';
import { RowParts, type SummedPart } from './row-parts.ts';
import { longestRowMs, type RowSource, rowSourceOf } from './row-source.ts';
import { networksNamed, type ScopeSums, scopeSumsOf, TrafficScope } from './scope-sums.ts';
import { ScopeTotals } from './scope-totals.ts';
import { visitWhileTime } from './while-time.ts';

/** What was summed of rows is kept for this many peers: the range that is shown is asked for again and again. */
const keptPeers = 200_000;
/** By row, what was summed for one scope. */
interface KnownRows {
  readonly scope: string;
  /** By which a direction was told; null where none was asked for. */
  readonly home: NetworkSet | null;
  readonly rows: Map<string, ScopeSums>;
  peers: number;
}

/** What was summed of rows for the scope that was asked for last; for whoever reads next. */
export class KnownScope {
  #rows: KnownRows = { scope: '', home: null, rows: new Map(), peers: 0 };

  of(scope: string, home: NetworkSet | null): KnownRows {
    if (scope !== this.#rows.scope || home !== this.#rows.home)
      this.#rows = { scope, home, rows: new Map(), peers: 0 };
    return this.#rows;
  }
}

/** What passed to and from a host, a network or a group of them, between each edge and the next. */
export interface ScopeRequest {
  readonly edges: readonly number[];
  readonly host: string;
  /** Where one is named, what passed between the two alone. */
  readonly peer: string | null;
  /** What went that way alone, seen from the home networks. */
  readonly direction?: Direction;
  /** How many peers are listed; with none, one host is summed much faster. */
  readonly peers: number;
}

/** What the history of a scope is read from. */
export interface ScopeHistoryParts extends RowSource {
  readonly hosts: Pick<HostRepository, 'spans' | 'find'>;
  /** How long the stretches are of which hosts are listed first. */
  readonly unitMs: number;
}

/** Sums what is stored of the pairs of one host or network, over any stretch of the past. */
export class ScopeHistoryReader {
  readonly #parts: ScopeHistoryParts;
  readonly #known: KnownScope;

  constructor(parts: ScopeHistoryParts, known = new KnownScope()) {
    this.#parts = parts;
    this.#known = known;
  }

  /** Reads what a data folder has of a series. */
  static of(folder: DataFolder, series: Series, clock: Clock, known?: KnownScope): ScopeHistoryReader {
    const parts = {
      ...rowSourceOf(folder, series, clock),
      hosts: new HostRepository(folder.connection, series.id),
      unitMs: unitOf(paneMsOf(series)),
    };
    return new ScopeHistoryReader(parts, known);
  }

  /** @throws MonitorError `request/invalid` for what is neither an address nor a network nor a group that there is */
  async read(
    { edges, host, peer, direction, peers }: ScopeRequest,
    networks = plainNetworks(),
  ): Promise<ScopeHistory> {
    const ends = {
      host: networksNamed(host, networks),
      peer: peer === null ? null : networksNamed(peer, networks),
    };
    const way = direction === undefined ? null : { direction, home: networks.home };
    const scope = new TrafficScope(ends.host, ends.peer, way);
    const { rows, hosts, unitMs, rollups, openFromMs, isTumbling, clock } = this.#parts;
    const [fromMs, toMs] = [edges[0]!, Math.min(edges.at(-1)!, openFromMs())];
    const parts = new RowParts(rollups(edges), isTumbling ? null : rows.oldestMs, summedKeys);
    const listed = rows.list(isTumbling ? fromMs : fromMs - longestRowMs, toMs);
    const summed = new ScopeTotals();
    const name = { source: host, destination: peer, ...(direction && { direction }) };
    const sumOf = this.#sumsFor(scope, this.#known.of(networks.nameOf(name), way?.home ?? null));
    const isTogether = (stretch: PairRow): boolean => parts.holds(stretch);
    const wantsPairs = peers > 0 || way !== null;
    const known = new ListedRows(hosts, unitMs).of(listed, { ...ends, wantsPairs, isTogether });
    const unsummed = await visitWhileTime(known, clock, ({ row, sums: listedSums }) => {
      if (!parts.holds(row)) return parts.miss(row);
      const sums = listedSums ?? sumOf(row);
      parts.add(row, sums);
      summed.add(sums);
    });
    return {
      // Of the stretch in which time ran out, only a part was summed.
      ...{
        parts: parts.after(unsummed?.row.endMs ?? -Infinity).map(rollupOf),
        isWhole: unsummed === undefined,
      },
      ...{ seen: summed.seen, ...summed.largest(peers) },
    };
  }

  /** What sums rows for a scope. Others may ask for another one meanwhile: each has what it knows for itself. */
  #sumsFor(scope: TrafficScope, known: KnownRows): (row: PairRow) => ScopeSums {
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

const summedKeys = ['sent', 'received', 'within', 'packets'] as const;

function rollupOf({ windows: one, sums }: SummedPart<(typeof summedKeys)[number]>): ScopeRollup {
  const { startMs, endMs, windows, incomplete, inexact } = one;
  const { sent, received, within, packets, unknown } = sums;
  const bytes = sent + received - within;
  return { startMs, endMs, windows, incomplete, inexact, sent, received, packets, bytes, unknown };
}
