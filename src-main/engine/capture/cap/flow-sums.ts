import type { AddressFamily, PairKey } from '../../flow-records/layout.ts';
import type { FlowSum } from './frame-encoder.ts';

/** Length of a key by address family. */
const familyOf = (key: PairKey): AddressFamily => (key.length === 8 ? 4 : 6);

/** The flows of one interface and one interval: a sum for each pair, or each packet for itself. */
export class FlowSums {
  readonly #eachPacket: boolean;
  #flows: [PairKey, FlowSum][] = [];
  #sums = new Map<PairKey, FlowSum>();

  constructor(eachPacket = false) {
    this.#eachPacket = eachPacket;
  }

  get size(): number {
    return this.#flows.length;
  }

  add(key: PairKey, bytes: number): void {
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#append(key, { bytes, packets: 1 });
    else {
      sum.bytes += bytes;
      sum.packets += 1;
    }
  }

  #append(key: PairKey, sum: FlowSum): void {
    this.#flows.push([key, sum]);
    if (!this.#eachPacket) this.#sums.set(key, sum);
  }

  /** Hands over the flows, by family, in the order of their first packets, and begins anew. */
  take(): { family: AddressFamily; flows: [PairKey, FlowSum][] }[] {
    const all = this.#flows;
    this.#flows = [];
    this.#sums = new Map();
    return ([4, 6] as const)
      .map((family) => ({ family, flows: all.filter(([key]) => familyOf(key) === family) }))
      .filter(({ flows }) => flows.length > 0);
  }
}
