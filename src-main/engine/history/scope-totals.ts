import { formatAddress, type PackedAddress } from '../../common/address.ts';
import { addCounts } from '../../common/count.ts';
import type { ScopeHistory } from '../../common/model/windows.ts';
import type { PeerSums, ScopeSums } from './scope-sums.ts';

const mostPeers = 500_000;

/** Sums what rows hold of a scope by peer, and notes when it was seen. */
export class ScopeTotals {
  readonly #mostPeers: number;
  #arePeersAll = true;
  readonly #peers = new Map<PackedAddress, PeerSums>();
  #seen: ScopeHistory['seen'] = null;

  /** @param most so many peers are told apart; of a scope that has more, those that were met first */
  constructor(most = mostPeers) {
    this.#mostPeers = most;
  }

  add({ row, packets, peers, seen }: ScopeSums): void {
    if (packets > 0) {
      const { fromMs: startMs, toMs: endMs } = seen ?? { fromMs: row.startMs, toMs: row.endMs };
      const { fromMs, toMs } = this.#seen ?? { fromMs: startMs, toMs: endMs };
      this.#seen = { fromMs: startMs < fromMs ? startMs : fromMs, toMs: endMs > toMs ? endMs : toMs };
    }
    for (const [address, sums] of peers) this.#addPeer(address, sums);
  }

  /** From the beginning of the first row that has anything of the scope to the end of the last one. */
  get seen(): ScopeHistory['seen'] {
    return this.#seen;
  }

  /** The peers with which most passed, and how many there are. */
  largest(count: number): Pick<ScopeHistory, 'peers' | 'peerCount' | 'arePeersAll'> {
    const bySize = [...this.#peers].sort(
      ([a, one], [b, other]) => sizeOf(other) - sizeOf(one) || (a < b ? -1 : 1),
    );
    const peers = bySize
      .slice(0, count)
      .map(([address, sums]) => ({ address: formatAddress(address), ...sums }));
    return { peers, peerCount: this.#peers.size, arePeersAll: this.#arePeersAll };
  }

  #addPeer(address: PackedAddress, { sent, received }: PeerSums): void {
    const known = this.#peers.get(address);
    if (known) {
      known.sent = addCounts(known.sent, sent);
      known.received = addCounts(known.received, received);
    } else if (this.#peers.size < this.#mostPeers) this.#peers.set(address, { sent, received });
    else this.#arePeersAll = false;
  }
}

const sizeOf = ({ sent, received }: PeerSums): number => sent + received;
