import type { OpenSums } from '../flow-records/part-sums.ts';
import { otherPair, PairSums } from './pair-sums.ts';

/** What a cluster has summed of a pane and not told the pairs of yet, by partition. */
export class OpenParts {
  readonly #parts = new Map<number, OpenSums>();
  /** Another one each time when something has changed. */
  version = 0;

  get isEmpty(): boolean {
    return this.#parts.size === 0;
  }

  get parts(): Iterable<OpenSums> {
    return this.#parts.values();
  }

  /** Takes what is open in a partition, in place of what was open there. */
  set(partition: number, open: OpenSums): void {
    if (open.packets > 0 || open.bytes > 0) this.#parts.set(partition, open);
    else if (!this.#parts.delete(partition)) return;
    this.version += 1;
  }

  /** Bytes of a scope of limits, by its name. */
  bytesOf(scope: string): number {
    let bytes = 0;
    for (const { scopes } of this.#parts.values()) bytes += scopes.get(scope) ?? 0;
    return bytes;
  }
}

/** What a pane has. */
interface PaneParts {
  readonly pairs: PairSums;
  readonly open: OpenParts;
}

/** The pairs of panes, and the largest of those that are to come; the rest of these as one. */
export function withOpenPairs(panes: readonly PaneParts[]): PairSums {
  const sums = new PairSums(Infinity);
  for (const { pairs, open } of panes) {
    for (const { pair, bytes, packets } of pairs.entries()) sums.add(pair, bytes, packets);
    for (const { top, ...all } of open.parts) {
      let [bytes, packets] = [all.bytes, all.packets];
      for (const one of top) {
        sums.add(one.pair, one.bytes, one.packets);
        bytes -= one.bytes;
        packets -= one.packets;
      }
      if (packets > 0) sums.add(otherPair, bytes, packets);
    }
  }
  return sums;
}

/** How many pairs are to come, as far as is known: a pair has one partition. */
export function openPairCount(panes: readonly Pick<PaneParts, 'open'>[]): number {
  let count = 0;
  for (const { open } of panes) for (const { pairCount } of open.parts) count += pairCount;
  return count;
}
