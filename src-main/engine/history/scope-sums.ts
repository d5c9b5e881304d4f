import { containsAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import { type Direction, directionBetween, directionOf } from '../../common/direction.ts';
import { MonitorError } from '../../common/errors.ts';
import type { ScopeHistory } from '../../common/model/windows.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { marked } from '../../common/network-groups.ts';
import { NetworkSet } from '../../common/network-set.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { PairRow, PairRows } from '../store/pair-rows.ts';
import { isDamaged } from '../windows/columns.ts';
import type { PairTest } from '../windows/pair-block.ts';
import { otherPair } from '../windows/pair-sums.ts';

/** One way that traffic goes, seen from the home networks. */
export interface Way {
  readonly direction: Direction;
  readonly home: NetworkSet;
}

/** Takes the pairs of one way. */
export class WayTest implements PairTest {
  readonly wantsAny6 = true;
  readonly #way: Way;

  constructor(way: Way) {
    this.#way = way;
  }

  wants4(source: number, destination: number): boolean {
    const { home, direction } = this.#way;
    return directionBetween(home.has4(source), home.has4(destination)) === direction;
  }

  wants(pair: PairKey): boolean {
    return directionOf(this.#way.home, sourceOf(pair), destinationOf(pair)) === this.#way.direction;
  }
}

/**
 * The traffic of a host, a network or several of them; with others, what passed between the two sides alone; with a way,
 * what went that way alone.
 */
export class TrafficScope implements PairTest {
  readonly wantsAny6: boolean;
  readonly #host: Side;
  readonly #peer: Side | null;
  readonly #way: PairTest | null;

  constructor(host: readonly Network[], peer: readonly Network[] | null, way: Way | null = null) {
    this.#host = sideOf(host);
    this.#peer = peer === null ? null : sideOf(peer);
    this.#way = way && new WayTest(way);
    this.wantsAny6 = this.#host.mayHave6 && (this.#peer?.mayHave6 ?? true);
  }

  /** Whether an address belongs to the host or network. */
  isHost(address: PackedAddress): boolean {
    return this.#host.has(address);
  }

  isPeer(address: PackedAddress): boolean {
    return this.#peer === null || this.#peer.has(address);
  }

  wants4(source: number, destination: number): boolean {
    const [host, peer, way] = [this.#host, this.#peer, this.#way];
    return (
      ((host.has4(source) && (peer === null || peer.has4(destination))) ||
        (host.has4(destination) && (peer === null || peer.has4(source)))) &&
      (way === null || way.wants4(source, destination))
    );
  }

  wants(pair: PairKey): boolean {
    const [source, destination] = [sourceOf(pair), destinationOf(pair)];
    return (
      ((this.isHost(source) && this.isPeer(destination)) ||
        (this.isHost(destination) && this.isPeer(source))) &&
      (this.#way === null || this.#way.wants(pair))
    );
  }
}

/** The addresses of one side. */
interface Side {
  has(address: PackedAddress): boolean;
  /** The same of an IPv4 address as a number. */
  has4(address: number): boolean;
  readonly mayHave6: boolean;
}

/** Of one network, as most are, the address is masked. */
function sideOf(networks: readonly Network[]): Side {
  const [network, ...more] = networks;
  if (!network || more.length > 0) {
    const set = new NetworkSet(networks, true);
    return { has: (address) => set.has(address), has4: (address) => set.has4(address), mayHave6: true };
  }
  return {
    has: (address) => containsAddress(network, address),
    has4: inNetwork4(network),
    mayHave6: network.packed.length > addressSize4,
  };
}

/**
 * The networks that a text stands for.
 *
 * @throws MonitorError `request/invalid` for what is neither network nor a group that there is
 */
export function networksNamed(text: string, networks: NamedNetworks): readonly Network[] {
  if (!networks.knows(text))
    throw new MonitorError('request/invalid', say('history.noGroup', { group: marked(text) }), {
      remedy: remedyOf(Object.keys(networks.known.groups)),
    });
  return networks.networksOf(text);
}

const remedyOf = (groups: readonly string[]): Phrase =>
  groups.length === 0
    ? say('history.remedy.noGroups')
    : say('history.remedy.groups', { groups: groups.map(marked) });

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
