import { formatAddress, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import type { PeerTotal, ScopeRollup, WindowRollup } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import type { PairRow } from '../store/pair-rows.ts';
import type { PeerSums, ScopeSums } from './scope-sums.ts';

interface Part {
  readonly windows: WindowRollup;
  /** Bytes of the rows that lie in it. */
  stored: number;
  sent: number;
  received: number;
  within: number;
  packets: number;
  unknown: number;
}

/**
 * Puts what rows hold of a scope into stretches of time. What the windows of a stretch have, and no row that lies in it,
 * is unknown: the pairs are no longer kept, or of an hour that crosses its border.
 */
export class ScopeParts {
  readonly #parts: readonly Part[];
  readonly #isTumbling: boolean;

  /** @param isTumbling whether the rows of a stretch have the sum of its windows */
  constructor(windows: readonly WindowRollup[], isTumbling: boolean) {
    this.#isTumbling = isTumbling;
    this.#parts = windows.map((one) => ({
      ...{ windows: one, stored: 0, sent: 0, received: 0, within: 0, packets: 0, unknown: 0 },
    }));
  }

  /** @returns whether the row lies in a stretch */
  add(sums: ScopeSums): boolean {
    const part = this.#find(sums.row);
    if (!part) return false;
    part.stored = addCounts(part.stored, sums.row.bytes);
    for (const key of ['sent', 'received', 'within', 'packets', 'unknown'] as const)
      part[key] = addCounts(part[key], sums[key]);
    return true;
  }

  /** Those that begin at an instant or later, oldest first. */
  from(startMs: number): ScopeRollup[] {
    return this.#parts
      .filter(({ windows }) => windows.startMs >= startMs)
      .map((part) => this.#rollupOf(part));
  }

  #rollupOf({ windows: rollup, stored, sent, received, within, packets, unknown }: Part): ScopeRollup {
    const { startMs, endMs, windows, incomplete, inexact } = rollup;
    const unread = this.#isTumbling ? Math.max(0, rollup.bytes - stored) : 0;
    return {
      ...{ startMs, endMs, windows, incomplete, inexact, sent, received, packets },
      bytes: sent + received - within,
      unknown: unknown + unread,
    };
  }

  #find({ startMs, endMs }: PairRow): Part | undefined {
    let [low, high] = [0, this.#parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#parts[middle]!.windows.endMs <= startMs) low = middle + 1;
      else high = middle;
    }
    const part = this.#parts[low];
    return part && part.windows.startMs <= startMs && endMs <= part.windows.endMs ? part : undefined;
  }
}

/** The peers with which most passed, and how many there are. */
export function largestPeers(
  all: Iterable<ScopeSums>,
  count: number,
): { peers: PeerTotal[]; peerCount: number } {
  const sums = new Map<PackedAddress, PeerSums>();
  for (const { peers } of all)
    for (const [address, { sent, received }] of peers) {
      const known = sums.get(address) ?? { sent: 0, received: 0 };
      sums.set(address, { sent: addCounts(known.sent, sent), received: addCounts(known.received, received) });
    }
  const bySize = [...sums].sort(([a, one], [b, other]) => sizeOf(other) - sizeOf(one) || (a < b ? -1 : 1));
  const peers = bySize.slice(0, count).map(([address, one]) => ({ address: formatAddress(address), ...one }));
  return { peers, peerCount: sums.size };
}

const sizeOf = ({ sent, received }: PeerSums): number => sent + received;

/** From the beginning of the first row that has anything of a scope to the end of the last one. */
export function seenIn(all: Iterable<ScopeSums>): { fromMs: EpochMs; toMs: EpochMs } | null {
  const rows = [...all].filter(({ packets }) => packets > 0).map(({ row }) => row);
  if (rows.length === 0) return null;
  const earliest = (one: PairRow, other: PairRow): PairRow => (other.startMs < one.startMs ? other : one);
  const latest = (one: PairRow, other: PairRow): PairRow => (other.endMs > one.endMs ? other : one);
  return { fromMs: rows.reduce(earliest).startMs, toMs: rows.reduce(latest).endMs };
}
