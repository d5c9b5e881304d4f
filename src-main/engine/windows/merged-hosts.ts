import type { AddressFamily } from '../flow-records/layout.ts';
import { type HostTable, hostsInBlock } from './host-table.ts';

/** Adds the counts of a host, which stand at a place of a table, to what is known of it. */
export type HostAdder = (sums: Float64Array, table: HostTable, at: number) => void;

/**
 * The hosts of several lists as one, in blocks; each list ascends, IPv4 first.
 *
 * @param columns how many columns of counts come out
 * @param add is called for each list that has a host; sums begin with zeros
 */
export function* mergedHosts(
  lists: readonly Iterable<HostTable>[],
  columns: number,
  add: HostAdder,
): Generator<HostTable> {
  const cursors = lists.map((list) => new Cursor(list)).filter((cursor) => cursor.begin());
  let block: Block | undefined;
  while (cursors.length > 0) {
    const least = leastOf(cursors);
    if (block && (block.family !== least.table.family || block.isFull)) {
      yield block.table;
      block = undefined;
    }
    block ??= new Block(least.table.family, columns);
    const sums = block.begin(least);
    const { family } = block;
    for (let i = cursors.length - 1; i >= 0; i--) {
      const cursor = cursors[i]!;
      if (cursor.table.family !== family || !block.isSame(cursor)) continue;
      add(sums, cursor.table, cursor.at);
      if (!cursor.step()) cursors.splice(i, 1);
    }
    block.end(sums);
  }
  if (block) yield block.table;
}

/** Goes through the hosts of a list. */
class Cursor {
  table!: HostTable;
  at = 0;
  readonly #tables: Iterator<HostTable>;

  constructor(list: Iterable<HostTable>) {
    this.#tables = list[Symbol.iterator]();
  }

  /** @returns false where there are none */
  begin(): boolean {
    for (;;) {
      const { done, value } = this.#tables.next() as IteratorResult<HostTable, undefined>;
      if (done) return false;
      this.table = value;
      this.at = 0;
      if (value.count > 0) return true;
    }
  }

  step(): boolean {
    this.at += 1;
    return this.at < this.table.count || this.begin();
  }
}

function leastOf(cursors: readonly Cursor[]): Cursor {
  let least = cursors[0]!;
  for (const cursor of cursors) if (isBefore(cursor, least)) least = cursor;
  return least;
}

function isBefore(a: Cursor, b: Cursor): boolean {
  if (a.table.family !== b.table.family) return a.table.family < b.table.family;
  for (let word = 0; word < a.table.words.length; word++) {
    const difference = a.table.words[word]![a.at]! - b.table.words[word]![b.at]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A block that is being filled. */
class Block {
  readonly family: AddressFamily;
  readonly #words: Uint32Array[];
  readonly #counts: Float64Array[];
  readonly #sums: Float64Array;
  #count = 0;

  constructor(family: AddressFamily, columns: number) {
    this.family = family;
    this.#words = Array.from({ length: family === 4 ? 1 : 4 }, () => new Uint32Array(hostsInBlock));
    this.#counts = Array.from({ length: columns }, () => new Float64Array(hostsInBlock));
    this.#sums = new Float64Array(columns);
  }

  get isFull(): boolean {
    return this.#count === hostsInBlock;
  }

  /** Takes the next host; its sums are zeros as yet. */
  begin({ table, at }: Cursor): Float64Array {
    for (const [i, word] of this.#words.entries()) word[this.#count] = table.words[i]![at]!;
    return this.#sums.fill(0);
  }

  /** Whether a cursor is at the host that was begun. */
  isSame({ table, at }: Cursor): boolean {
    for (let word = 0; word < this.#words.length; word++)
      if (this.#words[word]![this.#count] !== table.words[word]![at]) return false;
    return true;
  }

  end(sums: Float64Array): void {
    for (let i = 0; i < sums.length; i++) this.#counts[i]![this.#count] = sums[i]!;
    this.#count += 1;
  }

  get table(): HostTable {
    return {
      ...{ family: this.family, count: this.#count },
      words: this.#words.map((column) => column.subarray(0, this.#count)),
      counts: this.#counts.map((column) => column.subarray(0, this.#count)),
    };
  }
}
