import { containsAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import { MonitorError } from '../../common/errors.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { PairRow, PairRows } from '../store/pair-rows.ts';
import { otherPair } from '../windows/pair-sums.ts';

/** A host or a network; with another one, what passed between the two alone. */
export interface TrafficScope {
  readonly host: Network;
  readonly peer: Network | null;
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
}

const noSums = (row: PairRow): ScopeSums => ({
  ...{ row, sent: 0, received: 0, within: 0, packets: 0, unknown: 0, peers: new Map() },
});

/** Sums what a row holds of a scope; of a row that is damaged nothing is known but its total. */
export function scopeSumsOf(rows: Pick<PairRows, 'visit'>, row: PairRow, scope: TrafficScope): ScopeSums {
  const sums = noSums(row);
  let total = 0;
  try {
    rows.visit(row, (pair, bytes, packets) => {
      total += bytes;
      addPair(sums, scope, pair, bytes, packets);
    });
  } catch (thrown) {
    if (!(thrown instanceof MonitorError && thrown.code === 'store/damaged')) throw thrown;
    total = NaN;
  }
  return total === row.bytes ? sums : { ...noSums(row), unknown: row.bytes };
}

function addPair(
  sums: ScopeSums,
  { host, peer }: TrafficScope,
  pair: PairKey,
  bytes: number,
  packets: number,
): void {
  if (pair === otherPair) {
    sums.unknown = addCounts(sums.unknown, bytes);
    return;
  }
  const [source, destination] = [sourceOf(pair), destinationOf(pair)];
  const isPeer = (address: PackedAddress): boolean => peer === null || containsAddress(peer, address);
  const isSent = containsAddress(host, source) && isPeer(destination);
  const isReceived = containsAddress(host, destination) && isPeer(source);
  if (!isSent && !isReceived) return;
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
