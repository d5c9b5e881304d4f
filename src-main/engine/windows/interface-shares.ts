import type { LinkCounts } from '../../common/model/capture.ts';
import type { InterfaceShare } from '../../common/model/windows.ts';
import { noCounts } from '../../common/loss.ts';

/** Interfaces that are told apart; what is beyond stands together. Names come and go with containers. */
const mostNames = 256;
const otherNames = 'other interfaces';

/** What each interface has brought to a window, and lost. */
export class InterfaceShares {
  readonly #shares: Map<string, InterfaceShare>;

  constructor(shares: readonly InterfaceShare[] = []) {
    this.#shares = new Map(shares.map((share) => [share.interface, share]));
  }

  add(name: string, packets: number, counts: LinkCounts = noCounts): void {
    const key = this.#shares.has(name) || this.#shares.size < mostNames ? name : otherNames;
    const before = this.#shares.get(key) ?? { packets: 0, ...noCounts };
    this.#shares.set(key, {
      interface: key,
      packets: before.packets + packets,
      kernelReceived: before.kernelReceived + counts.kernelReceived,
      kernelDropped: before.kernelDropped + counts.kernelDropped,
      interfaceDropped: before.interfaceDropped + counts.interfaceDropped,
      queueDropped: before.queueDropped + counts.queueDropped,
    });
  }

  get list(): InterfaceShare[] {
    return [...this.#shares.values()];
  }
}
