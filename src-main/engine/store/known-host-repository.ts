import type { AddressFamily } from '../flow-records/layout.ts';
import {
  compareWords,
  decodeHosts,
  type HostTable,
  hostsInBlock,
  placeOf,
  sliceOf,
  wordsIn,
} from '../windows/host-table.ts';
import { evenBlocks, knownColumnCount, knownColumns, knownIn, mergedKnown } from '../windows/known-hosts.ts';
import type { PackedAddress } from '../../common/address.ts';
import { unlessDamaged } from '../windows/columns.ts';
import type { Connection } from './database.ts';
import { encoded, type HostRepository, type StoredHostSpan } from './host-repository.ts';

/** Blocks that are written at once: some milliseconds' worth. */
const blocksAtOnce = 10;
/** So many hosts are remembered; of more, those that came first. */
const mostKnown = 5_000_000;

const hourMs = 3_600_000;

/** Where a block stands among the others: by its first host. */
export interface BlockPlace {
  readonly family: number;
  readonly first: Uint8Array;
}

interface KnownBlock extends BlockPlace {
  readonly family: AddressFamily;
  readonly count: number;
  readonly hosts: Uint8Array;
}

/** Whether any of the addresses of a block is wanted. */
type Wanted = (words: readonly Uint32Array[]) => boolean;

/** The hosts of a series that were ever seen, as of the days that were taken into them. */
export class KnownHostRepository {
  readonly #connection: Connection;
  readonly #series: number;
  readonly #spans: HostRepository;
  readonly #statements;

  constructor(connection: Connection, series: number, spans: HostRepository) {
    this.#connection = connection;
    this.#series = series;
    this.#spans = spans;
    this.#statements = {
      from: connection.prepare(blocksFrom),
      all: connection.prepare(allBlocks),
      after: connection.prepare(blocksAfter),
      count: connection
        .prepare('SELECT coalesce(sum(count), 0) FROM known_hosts WHERE series_id = ?')
        .pluck(),
      lacksSome: connection.prepare('SELECT hosts_lost FROM series WHERE id = ?').pluck(),
      lose: connection.prepare('UPDATE series SET hosts_lost = 1 WHERE id = ?'),
      drop: connection.prepare('DELETE FROM known_hosts WHERE series_id = ? AND family = ? AND first = ?'),
      add: connection.prepare('INSERT INTO known_hosts VALUES (@series, @family, @first, @count, @hosts)'),
    };
  }

  /** How many there are. */
  get count(): number {
    return this.#statements.count.get(this.#series) as number;
  }

  /** Whether some are missing that were seen: there was no room for them, or a block was damaged. */
  get lacksSome(): boolean {
    return this.#statements.lacksSome.get(this.#series) === 1;
  }

  /**
   * Those of the blocks that have any that is wanted, in their order.
   *
   * @param onDamage is called for each block that is not as it was written
   */
  *hosts(wants: Wanted, onDamage: () => void): Generator<HostTable> {
    for (const block of this.#statements.all.iterate(this.#series) as Iterable<KnownBlock>) {
      const table = unlessDamaged(() => decodeHosts(block.hosts, block, knownColumnCount, wants));
      if (table) yield table;
      else onDamage();
    }
  }

  /**
   * Takes in some of the hosts of a stretch that are not in it yet. It reads and computes while others store. A block that
   * is damaged is lost.
   *
   * @returns whether there are more
   * @throws MonitorError `store/damaged` where the hosts of the stretch can't be read
   */
  take(span: StoredHostSpan): boolean {
    const [table] = this.#spans.hosts(span, span.taken);
    if (!table) return false;
    const known = this.#from(table);
    const next = known[blocksAtOnce];
    const fitting = next ? placeOf(table, wordsIn(textOf(next.first))) : table.count;
    const taken = knownIn(sliceOf(table, 0, fitting), span.startMs);
    const written = known.slice(0, blocksAtOnce);
    const readable = written.map((block) =>
      unlessDamaged(() => decodeHosts(block.hosts, block, knownColumnCount)),
    );
    const former = readable.filter((table) => table !== undefined);
    const added = this.count >= mostKnown ? onlyKnown(taken, former) : taken;
    const isLost = former.length < written.length || added.count < taken.count;
    const merged = [...mergedKnown([former, [added]])];
    const blocks = merged.length > 0 ? [...evenBlocks(merged, hostsInBlock)].map(encoded) : [];
    this.#connection
      .transaction(() => {
        for (const { family, first } of written) this.#statements.drop.run(this.#series, family, first);
        for (const block of blocks) this.#statements.add.run({ series: this.#series, ...block });
        if (isLost) this.#statements.lose.run(this.#series);
        this.#spans.take(span, span.taken + fitting);
      })
      .immediate();
    return span.taken + fitting < span.hosts;
  }

  /**
   * Lets go of hosts that were not seen since an instant, in the blocks after a place. A block that is damaged stays.
   *
   * @returns the place up to which it looked; null at the end
   */
  forget(beforeMs: number, after: BlockPlace | null): BlockPlace | null {
    const { family, first } = after ?? { family: 0, first: new Uint8Array() };
    const blocks = this.#statements.after.all({ series: this.#series, family, first }) as KnownBlock[];
    for (const block of blocks) this.#forgetIn(block, Math.ceil(beforeMs / hourMs));
    return blocks.length === blocksAtOnce ? blocks.at(-1)! : null;
  }

  #forgetIn(block: KnownBlock, beforeHour: number): void {
    const table = unlessDamaged(() => decodeHosts(block.hosts, block, knownColumnCount));
    const last = table?.counts[knownColumns.lastHour];
    if (!table || !last!.some((hour) => hour < beforeHour)) return;
    const kept = partOf(table, (at) => last![at]! >= beforeHour);
    this.#connection
      .transaction(() => {
        this.#statements.drop.run(this.#series, block.family, block.first);
        if (kept.count > 0) this.#statements.add.run({ series: this.#series, ...encoded(kept) });
      })
      .immediate();
  }

  /** The blocks from that on which the first host of a table belongs to, and one more than are written at once. */
  #from(table: HostTable): KnownBlock[] {
    const { family, first } = encoded(sliceOf(table, 0, 1));
    return this.#statements.from.all({ series: this.#series, family, first }) as KnownBlock[];
  }
}

const textOf = (bytes: Uint8Array): PackedAddress => Buffer.from(bytes).toString('latin1') as PackedAddress;

/** Those of a table's hosts that are in others. */
function onlyKnown(table: HostTable, others: readonly HostTable[]): HostTable {
  const isKnown = (at: number): boolean => {
    const address = table.words.map((word) => word[at]!);
    return others.some((other) => {
      const place = placeOf(other, address);
      return place < other.count && compareWords(other.words, place, address) === 0;
    });
  };
  return partOf(table, isKnown);
}

/** The hosts of a table at the places that are wanted. */
function partOf(table: HostTable, isWanted: (at: number) => boolean): HostTable {
  const kept = Uint32Array.from({ length: table.count }, (_, at) => at).filter(isWanted);
  return {
    ...{ family: table.family, count: kept.length },
    words: table.words.map((word) => kept.map((at) => word[at]!)),
    counts: table.counts.map((column) => Float64Array.from(kept, (at) => column[at]!)),
  };
}

const allBlocks =
  'SELECT family, first, count, hosts FROM known_hosts WHERE series_id = ? ORDER BY family, first';
const blocksFrom = `SELECT family, first, count, hosts FROM known_hosts WHERE series_id = @series AND family = @family
  AND first >= coalesce((SELECT max(first) FROM known_hosts
    WHERE series_id = @series AND family = @family AND first <= @first), x'')
  ORDER BY first LIMIT ${blocksAtOnce + 1}`;
const blocksAfter = `SELECT family, first, count, hosts FROM known_hosts WHERE series_id = @series
  AND (family, first) > (@family, @first) ORDER BY family, first LIMIT ${blocksAtOnce}`;
