import { containsAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import type { ScopeHistory } from '../../common/model/windows.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { PairRow, PairRows } from '../store/pair-rows.ts';
import { isDamaged } from '../windows/columns.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { otherPair } from '../windows/pair-sums.ts';

/** A host or a network; with another one, what passed between the two alone. */
export class TrafficScope implements PairTest {
  readonly wantsAny6: boolean;
  readonly #host: Network;
  readonly #peer: Network | null;
  readonly #isHost4: (address: number) => boolean;
  readonly #isPeer4: (address: number) => boolean;

  constructor(host: Network, peer: Network | null) {
    this.#host = host;
    this.#peer = peer;
    this.wantsAny6 = [host, peer ?? host].every(({ packed }) => packed.length > addressSize4);
    this.#isHost4 = inNetwork4(host);
    this.#isPeer4 = peer === null ? () => true : inNetwork4(peer);
  }

  /** Whether an address belongs to the host or network. */
  isHost(address: PackedAddress): boolean {
    return containsAddress(this.#host, address);
  }

  isPeer(address: PackedAddress): boolean {
    return this.#peer === null || containsAddress(this.#peer, address);
  }

  wants4(source: number, destination: number): boolean {
    return (
      (this.#isHost4(source) && this.#isPeer4(destination)) ||
      (this.#isHost4(destination) && this.#isPeer4(source))
    );
  }

  wants(pair: PairKey): boolean {
    const [source, destination] = [sourceOf(pair), destinationOf(pair)];
    return (
      (this.isHost(source) && this.isPeer(destination)) || (this.isHost(destination) && this.isPeer(source))
    );
  }
}

const addressSize4 = 4;

/** Whether an IPv4 address, as a number, belongs to a network. */
function inNetwork4({ packed, prefixLength }: Network): (address: number) => boolean {
  if (packed.length !== addressSize4) return () => false;
  const mask = prefixLength === 0 ? 0 : -1 << (32 - prefixLength);
  const base = Buffer.from(packed, 'latin1').readInt32BE();
  return (address) => (address & mask) === base;
}

/** What was sent to a peer, and received from it, in bytes. */
export interface PeerSums {
  sent: number;
  received: number;
}

/** What a row holds of a scope, in bytes. */
export interface ScopeSums {
  readonly row: PairRow;
  sent: number;
  received: number;
  /** What is in `sent` and in `received`: both ends belong to the scope. */
  within: number;
  packets: number;
  /** What may be of the scope or not: pairs that were folded, or are damaged. */
  unknown: number;
  readonly peers: Map<PackedAddress, PeerSums>;
  /** When the scope was seen, where that is known better than by the row. */
  readonly seen?: ScopeHistory['seen'];
}

/** A row that has nothing of a scope. */
export const noSums = (row: PairRow): ScopeSums => ({
  ...{ row, sent: 0, received: 0, within: 0, packets: 0, unknown: 0, peers: new Map() },
});

/** Sums what a row holds of a scope; of a row that is damaged nothing is known but its total. */
export function scopeSumsOf(rows: Pick<PairRows, 'scan'>, row: PairRow, scope: TrafficScope): ScopeSums {
  const sums = noSums(row);
  try {
    rows.scan(row, scope, (pair, bytes, packets) => addPair(sums, scope, pair, bytes, packets));
    return sums;
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    return { ...noSums(row), unknown: row.bytes };
  }
}

function addPair(sums: ScopeSums, scope: TrafficScope, pair: PairKey, bytes: number, packets: number): void {
  if (pair === otherPair) {
    sums.unknown = addCounts(sums.unknown, bytes);
    return;
  }
  const [source, destination] = [sourceOf(pair), destinationOf(pair)];
  const isSent = scope.isHost(source) && scope.isPeer(destination);
  const isReceived = scope.isHost(destination) && scope.isPeer(source);
  sums.packets = addCounts(sums.packets, packets);
  if (isSent) sums.sent = addCounts(sums.sent, bytes);
  if (isReceived) sums.received = addCounts(sums.received, bytes);
  if (isSent && isReceived) sums.within = addCounts(sums.within, bytes);
  const at = isSent ? destination : source;
  const known = sums.peers.get(at) ?? { sent: 0, received: 0 };
  if (isSent) known.sent += bytes;
  else known.received += bytes;
  sums.peers.set(at, known);
}
