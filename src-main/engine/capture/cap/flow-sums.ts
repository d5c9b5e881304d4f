import type { AddressFamily } from '../capture-source.ts';
import type { FlowKey, FlowSum } from './frame-encoder.ts';

/** Length of a key by address family. */
const familyOf = (key: FlowKey): AddressFamily => (key.length === 8 ? 4 : 6);

/** Sums by pair of one interface and one interval. */
export class FlowSums {
  #sums = new Map<FlowKey, FlowSum>();

  get size(): number {
    return this.#sums.size;
  }

  add(key: FlowKey, bytes: number): void {
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { bytes, packets: 1 });
    else {
      sum.bytes += bytes;
      sum.packets += 1;
    }
  }

  /** Hands over the sums, by family, in the order of their first packets, and begins anew. */
  take(): { family: AddressFamily; flows: [FlowKey, FlowSum][] }[] {
    const all = [...this.#sums];
    this.#sums = new Map();
    return ([4, 6] as const)
      .map((family) => ({ family, flows: all.filter(([key]) => familyOf(key) === family) }))
      .filter(({ flows }) => flows.length > 0);
  }
}
