import { addCounts } from '../../common/count.ts';
import {
  type Direction,
  directionBetween,
  directions,
  type DirectionSums,
  noDirectionSums,
} from '../../common/direction.ts';
import type { PeriodSummary } from '../../common/model/periods.ts';
import type { DirectionHistory } from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { NetworkSet } from '../../common/network-set.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { Clock } from '../../common/clock.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import type { PairRow } from '../store/pair-rows.ts';
import { isDamaged } from '../windows/columns.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { otherPair } from '../windows/pair-sums.ts';
import { RowParts } from './row-parts.ts';
import { longestRowMs, type RowSource, rowSourceOf } from './row-source.ts';
import { visitWhileTime } from './while-time.ts';

/** Sums of rows that are kept: the range that is shown is asked for again and again. */
const rowsKept = 50_000;

/** Takes all pairs, and says of each one which way it goes. */
class DirectionTest implements PairTest {
  readonly wantsAny6 = true;
  /** Of the pair that was asked for last. */
  last: Direction = 'passing';
  readonly #home: NetworkSet;

  constructor(home: NetworkSet) {
    this.#home = home;
  }

  wants4(source: number, destination: number): boolean {
    this.last = directionBetween(this.#home.has4(source), this.#home.has4(destination));
    return true;
  }

  wants(pair: PairKey): boolean {
    this.last = directionBetween(this.#home.has(sourceOf(pair)), this.#home.has(destinationOf(pair)));
    return true;
  }
}

/** What was summed of rows, by the home networks as they were; for whoever reads next. */
export class KnownDirections {
  #home: NetworkSet | undefined;
  #rows = new Map<string, DirectionSums>();

  /** By row. */
  of(home: NetworkSet): Map<string, DirectionSums> {
    if (this.#home !== home) this.#rows = new Map();
    this.#home = home;
    return this.#rows;
  }
}

/** Closed windows by stretch of time and direction. */
export type ReadDirections = Pick<DirectionHistory, 'parts' | 'isWhole'>;

/** Sums what is stored of pairs by direction, over any stretch of the past. */
export class DirectionHistoryReader {
  readonly #parts: RowSource;
  readonly #known: KnownDirections;

  constructor(parts: RowSource, known = new KnownDirections()) {
    this.#parts = parts;
    this.#known = known;
  }

  /** Reads what a data folder has of a series. */
  static of(
    folder: DataFolder,
    series: Series,
    clock: Clock,
    known?: KnownDirections,
  ): DirectionHistoryReader {
    return new DirectionHistoryReader(rowSourceOf(folder, series, clock), known);
  }

  /** Closed windows between each edge and the next, by direction. */
  async read(edges: readonly number[], { home }: Pick<NamedNetworks, 'home'>): Promise<ReadDirections> {
    const { rows, rollups, openFromMs, isTumbling, clock } = this.#parts;
    const [fromMs, toMs] = [edges[0]!, Math.min(edges.at(-1)!, openFromMs())];
    const windows = rollups(edges);
    const parts = new RowParts(windows, isTumbling ? null : rows.oldestMs, directions);
    const listed = rows.list(isTumbling ? fromMs : fromMs - longestRowMs, toMs);
    const sumOf = this.#sumsFor(home);
    const unsummed = await visitWhileTime(listed, clock, (row) =>
      parts.holds(row) ? parts.add(row, sumOf(row)) : parts.miss(row),
    );
    const summed = new Map(
      parts.after(unsummed?.endMs ?? -Infinity).map((part) => [part.windows, part.sums]),
    );
    return {
      // For the others there was no time.
      parts: windows.map((one) => ({
        ...one,
        ...(summed.get(one) ?? { ...noDirectionSums, unknown: one.bytes }),
      })),
      isWhole: unsummed === undefined,
    };
  }

  #sumsFor(home: NetworkSet): (row: PairRow) => DirectionSums {
    const rows = this.#known.of(home);
    const test = new DirectionTest(home);
    return (row) => {
      const key = `${row.startMs} ${row.isHour} ${row.bytes} ${row.packets}`;
      const sums = rows.get(key) ?? this.#sum(row, test);
      if (rows.size < rowsKept) rows.set(key, sums);
      return sums;
    };
  }

  /** Of a row that is damaged nothing is known but its total. */
  #sum(row: PairRow, test: DirectionTest): DirectionSums {
    const sums = { ...noDirectionSums };
    try {
      this.#parts.rows.scan(row, test, (pair, bytes) => {
        const direction = pair === otherPair ? 'unknown' : test.last;
        sums[direction] = addCounts(sums[direction], bytes);
      });
      return sums;
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      return { ...noDirectionSums, unknown: row.bytes };
    }
  }
}

/** Periods with their bytes by direction; what windows that are not over have of them is unknown. */
export async function directionsOfPeriods<P extends PeriodSummary>(
  folder: DataFolder,
  series: Series,
  periods: readonly P[],
  networks: NamedNetworks,
  clock: Clock,
): Promise<(P & { readonly directions: DirectionSums })[]> {
  const reader = DirectionHistoryReader.of(folder, series, clock);
  const sums = new Map<P, DirectionSums>();
  // Periods of one kind don't overlap.
  for (const kind of Map.groupBy(periods, ({ period }) => period).values()) {
    const edges = [...new Set(kind.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
    const { parts } = await reader.read(edges, networks);
    const known = new Map(parts.map((part) => [part.startMs, part]));
    for (const period of kind) sums.set(period, sumsOf(known.get(period.startMs), period.bytes));
  }
  return periods.map((period) => ({ ...period, directions: sums.get(period)! }));
}

function sumsOf(part: DirectionSums | undefined, total: number): DirectionSums {
  const { in: into, out, local, passing } = part ?? noDirectionSums;
  return { in: into, out, local, passing, unknown: Math.max(0, total - into - out - local - passing) };
}
