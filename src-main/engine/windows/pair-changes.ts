import type { PairKey } from '../flow-records/layout.ts';

/** What changed in pair sums since one reader of them looked last. */
export class PairChanges {
  /** Places of the pairs that changed, each once. */
  places: number[] = [];
  /** Places whose pairs were folded, in order; another pair may have each of them by now. */
  evicted: { readonly place: number; readonly pair: PairKey }[] = [];
  /** Its bit in the marks of the pair sums. */
  readonly bit: number;

  constructor(bit: number) {
    this.bit = bit;
  }
}
