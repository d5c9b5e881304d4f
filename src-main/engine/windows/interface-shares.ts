import type { LinkCounts } from '../../common/model/capture.ts';
import type { InterfaceShare } from '../../common/model/windows.ts';
import { noCounts } from '../../common/loss.ts';

/** Interfaces that are told apart; what is beyond stands together. Names come and go with containers. */
const mostNames = 256;
const otherNames = 'other interfaces';

/** What each interface of each agent has brought to a window, and lost. */
export class InterfaceShares {
  readonly #shares: Map<string, InterfaceShare>;

  constructor(shares: readonly InterfaceShare[] = []) {
    this.#shares = new Map(shares.map((share) => [keyOf(share.agent, share.interface), share]));
  }

  add(
    agent: string | null,
    name: string,
    packets: number,
    bytes: number,
    counts: LinkCounts = noCounts,
  ): void {
    const isKnown = this.#shares.has(keyOf(agent, name)) || this.#shares.size < mostNames;
    const owner = isKnown ? { interface: name, agent } : { interface: otherNames, agent: null };
    const key = keyOf(owner.agent, owner.interface);
    const before = this.#shares.get(key) ?? { packets: 0, bytes: 0, ...noCounts };
    const bytesBefore = bytesOf(before);
    this.#shares.set(key, {
      ...owner,
      packets: before.packets + packets,
      ...(bytesBefore !== undefined && { bytes: bytesBefore + bytes }),
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

/** Undefined where they were not kept. */
export const bytesOf = ({ packets, bytes }: Pick<InterfaceShare, 'packets' | 'bytes'>): number | undefined =>
  bytes ?? (packets === 0 ? 0 : undefined);

const keyOf = (agent: string | null, name: string): string => `${agent ?? ''}\n${name}`;
