import type { InterfaceShare, LossCounts } from '../../common/model.ts';
import { noLoss } from '../../common/loss.ts';

/** Interfaces that are told apart; what is beyond stands together. Names come and go with containers. */
const mostNames = 256;
const otherNames = 'other interfaces';

/** What each interface has brought to a window, and lost. */
export class InterfaceShares {
  readonly #shares: Map<string, InterfaceShare>;

  constructor(shares: readonly InterfaceShare[] = []) {
    this.#shares = new Map(shares.map((share) => [share.interface, share]));
  }

  add(name: string, packets: number, loss: LossCounts = noLoss): void {
    const key = this.#shares.has(name) || this.#shares.size < mostNames ? name : otherNames;
    const before = this.#shares.get(key) ?? { packets: 0, ...noLoss };
    this.#shares.set(key, {
      interface: key,
      packets: before.packets + packets,
      kernelDropped: before.kernelDropped + loss.kernelDropped,
      interfaceDropped: before.interfaceDropped + loss.interfaceDropped,
      queueDropped: before.queueDropped + loss.queueDropped,
    });
  }

  get list(): InterfaceShare[] {
    return [...this.#shares.values()];
  }
}
