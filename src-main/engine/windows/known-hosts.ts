import { type HostTable, sliceOf } from './host-table.ts';
import { hostColumns } from './host-totals.ts';
import { mergedHosts } from './merged-hosts.ts';

/** What is known of each host that was ever seen: hours since the epoch, and bytes. */
export const knownColumns = {
  /** The hour in which it was seen first. */
  firstHour: 0,
  /** The hour in which it was seen last. */
  lastHour: 1,
  sent: 2,
  received: 3,
} as const;
export const knownColumnCount = 4;

const hourMs = 3_600_000;
/** Lists that are merged at once. */
const mergedAtOnce = 16;

/** What a stretch of time knows of its hosts, in the form of {@link knownColumns}. */
export function knownIn({ family, count, words, counts }: HostTable, startMs: number): HostTable {
  const hour = Math.floor(startMs / hourMs);
  const hours = counts[hostColumns.hours]!;
  const first = hours.map((set) => hour + lowest(set));
  const last = hours.map((set) => hour + Math.floor(Math.log2(set)));
  return {
    ...{ family, count, words },
    counts: [first, last, counts[hostColumns.sent]!, counts[hostColumns.received]!],
  };
}

/** The lowest power of two in a sum of them; sums have fewer than 32. */
const lowest = (set: number): number => 31 - Math.clz32(set & -set);

/** Lists of what is known of hosts as one; each ascends, IPv4 first. */
export const mergedKnown = (lists: readonly Iterable<HostTable>[]): Generator<HostTable> =>
  mergedHosts(lists, knownColumnCount, (sums, { counts }, at) => {
    const isFirst = sums[1] === 0;
    sums[0] = isFirst ? counts[0]![at]! : Math.min(sums[0]!, counts[0]![at]!);
    sums[1] = Math.max(sums[1]!, counts[1]![at]!);
    sums[2]! += counts[2]![at]!;
    sums[3]! += counts[3]![at]!;
  });

/** Many lists as one: merged some at a time, as each host is looked for in all lists that are merged at once. */
export function mergedTree(lists: readonly Iterable<HostTable>[]): Iterable<HostTable> {
  if (lists.length <= mergedAtOnce) return mergedKnown(lists);
  const length = Math.ceil(lists.length / mergedAtOnce);
  const parts = Array.from({ length: mergedAtOnce }, (_, i) => lists.slice(i * length, (i + 1) * length));
  return mergedKnown(parts.map(mergedTree));
}

/** Blocks that are equally long, and no longer than they may be. */
export function* evenBlocks(table: readonly HostTable[], longest: number): Generator<HostTable> {
  const count = table.reduce((sum, part) => sum + part.count, 0);
  const length = Math.ceil(count / Math.ceil(count / longest));
  const whole = joined(table);
  for (let at = 0; at < count; at += length) yield sliceOf(whole, at, Math.min(count, at + length));
}

/** Tables of one family, one behind the other. */
function joined(tables: readonly HostTable[]): HostTable {
  const [first, ...others] = tables as [HostTable, ...HostTable[]];
  if (others.length === 0) return first;
  const count = tables.reduce((sum, part) => sum + part.count, 0);
  const join = <Column extends Uint32Array | Float64Array>(
    made: Column,
    of: (table: HostTable) => Column,
  ): Column => {
    let at = 0;
    for (const table of tables) {
      made.set(of(table), at);
      at += table.count;
    }
    return made;
  };
  return {
    ...{ family: first.family, count },
    words: first.words.map((_, i) => join(new Uint32Array(count), ({ words }) => words[i]!)),
    counts: first.counts.map((_, i) => join(new Float64Array(count), ({ counts }) => counts[i]!)),
  };
}
