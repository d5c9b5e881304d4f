import type { PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import { type AddressFamily, destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import { type HostTable, hostsInBlock, sliceOf, wordsIn } from './host-table.ts';
import { sortedPlaces } from './pair-order.ts';
import { otherPair } from './pair-sums.ts';

/** What a list of the hosts of a stretch of time has of each; bytes, but for the last two. */
export const hostColumns = {
  sent: 0,
  received: 1,
  /** What it sent to itself: it is in both of the others. */
  within: 2,
  packets: 3,
  /** The hours in which it was seen: 2^n for the nth hour of the stretch. */
  hours: 4,
} as const;
export const hostColumnCount = 5;

type Sums = [sent: number, received: number, within: number, packets: number];

/** Sums pairs by host. */
export class HostTotals {
  readonly #sums = new Map<PackedAddress, Sums>();
  /** Bytes of pairs that are not known. */
  unknown = 0;

  add(pair: PairKey, bytes: number, packets: number): void {
    if (pair === otherPair) {
      this.unknown = addCounts(this.unknown, bytes);
      return;
    }
    const [source, destination] = [sourceOf(pair), destinationOf(pair)];
    const from = this.#of(source);
    from[0] = addCounts(from[0], bytes);
    from[3] = addCounts(from[3], packets);
    const to = this.#of(destination);
    to[1] = addCounts(to[1], bytes);
    if (from === to) to[2] = addCounts(to[2], bytes);
    else to[3] = addCounts(to[3], packets);
  }

  #of(host: PackedAddress): Sums {
    let sums = this.#sums.get(host);
    if (!sums) this.#sums.set(host, (sums = [0, 0, 0, 0]));
    return sums;
  }

  /** The hosts in blocks, as of the first hour of their stretch. */
  *tables(): Generator<HostTable> {
    for (const family of [4, 6] as const) {
      const table = this.#table(family);
      for (let at = 0; at < table.count; at += hostsInBlock)
        yield sliceOf(table, at, Math.min(table.count, at + hostsInBlock));
    }
  }

  #table(family: AddressFamily): HostTable {
    const length = family === 4 ? 4 : 16;
    const hosts = [...this.#sums].filter(([host]) => host.length === length);
    const words = Array.from({ length: length / 4 }, () => new Uint32Array(hosts.length));
    for (const [i, [host]] of hosts.entries())
      for (const [word, value] of wordsIn(host).entries()) words[word]![i] = value;
    const order = sortedPlaces(words, hosts.length);
    return {
      ...{ family, count: hosts.length },
      words: words.map((column) => order.map((place) => column[place]!)),
      counts: Array.from({ length: hostColumnCount }, (_, column) =>
        Float64Array.from(order, (place) => [...hosts[place]![1], 1][column]!),
      ),
    };
  }
}
