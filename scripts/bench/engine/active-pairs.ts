import { random } from '../../../test/support/process/random.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';

/** What a pair of a window sent. */
export interface ActivePair {
  readonly key: PairKey;
  readonly bytes: number;
  readonly packets: number;
}

/** The traffic of windows, one after the other without end: this many pairs, a tenth of which are others in each. */
export function* activePairs(pairs: number): Generator<ActivePair[], never> {
  const below = random(pairs);
  const known = Array.from({ length: pairs }, () => someKey(below));
  for (;;) {
    for (let i = 0; i < pairs / 10; i += 1) known[below(pairs)] = someKey(below);
    yield known.map((key) => ({
      key,
      bytes: (1 + below(60)) * (60 + below(1_400)),
      packets: 1 + below(60),
    }));
  }
}

/** Hosts of a network of ours, and networks of the Internet, some of which are met more often. */
function someKey(below: (limit: number) => number): PairKey {
  const bytes = Buffer.alloc(8);
  const home = below(2) * 4;
  bytes.writeUInt32BE(0x0a000000 + below(2_000), home);
  bytes.writeUInt32BE(((Math.imul(1 + below(1 + below(4_000)), 2_654_435_761) >>> 8) << 8) >>> 0, 4 - home);
  bytes[7 - home] = below(256);
  return bytes.toString('latin1') as PairKey;
}
