import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { otherPair, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import {
  decodePairSums,
  encodePairSums,
  findPair,
  forEachPair,
} from '../../../src-main/engine/windows/pair-sums-codec.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { pairOf } from '../../support/records/flows.ts';

type Entry = readonly [pair: PairKey, bytes: number, packets: number];

const word = fc.nat(0xffff_ffff);
const keyOf = (...words: readonly number[]): PairKey => {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [i, value] of words.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes.toString('latin1') as PairKey;
};
/** Both near each other and far apart. */
const part = fc.oneof(word, fc.nat(3), fc.constant(0xffff_ffff));
const pair4 = fc.array(part, { minLength: 2, maxLength: 2 });
const pair6 = fc.array(part, { minLength: 8, maxLength: 8 });
const key = fc.oneof(
  pair4.map((words) => keyOf(...words)),
  pair6.map((words) => keyOf(...words)),
  fc.constant(otherPair),
);
const count = fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const entries = fc.uniqueArray(fc.tuple(key, count, count), { selector: ([pair]) => pair, maxLength: 60 });

const sumsOf = (all: readonly Entry[]): PairSums => {
  const sums = new PairSums(1_000_000);
  for (const one of all) sums.add(...one);
  return sums;
};
const list = (encoded: Uint8Array): Entry[] => {
  const all: Entry[] = [];
  forEachPair(encoded, (...one) => all.push(one));
  return all;
};
const byKey = ([a]: Entry, [b]: Entry): number => a.length - b.length || (a < b ? -1 : 1);

/** Enough for several blocks of both families, in no order. */
const many = Array.from({ length: 20_000 }, (_, i): Entry => {
  const mixed = Math.imul(i, 2_654_435_761) >>> 0;
  const pair =
    i % 4 === 0 ? keyOf(0x20010db8, i % 7, 0, mixed, 0x20010db8, 0, 0, i) : keyOf(mixed % 5_000, mixed);
  return [pair, i * 1_000, i];
});
/** Version 1, as it was written before there was another. */
const version1 = Buffer.concat([
  Buffer.from([1, 8, 10, 0, 0, 1, 10, 0, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.from([0, 9, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]),
]);

describe('pairs as bytes', () => {
  it('are read back the same, ascending by key', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(list(encodePairSums(sumsOf(all)))).toEqual([...all].sort(byKey));
      }),
      { numRuns: 300 },
    );
  });

  it('are read back the same where they take several blocks', () => {
    const encoded = encodePairSums(sumsOf(many));
    expect(list(encoded)).toEqual([...many].sort(byKey));
    const copy = decodePairSums(encoded, 1_000_000);
    expect(copy.size).toBe(many.length);
    expect(largestPairs(copy, 3)).toEqual(largestPairs(sumsOf(many), 3));
  });

  it('give each pair by itself, and no other', () => {
    const sums = sumsOf([...many, [otherPair, 77, 7]]);
    const encoded = encodePairSums(sums);
    for (let place = 0; place < sums.size; place += 97) {
      const found = findPair(encoded, sums.pairAt(place));
      expect(found).toEqual({ bytes: sums.bytesAt(place), packets: sums.packetsAt(place) });
    }
    expect(findPair(encoded, otherPair)).toEqual({ bytes: 77, packets: 7 });
    for (const absent of [keyOf(0, 0), keyOf(0xffff_ffff, 1), keyOf(0, 0, 0, 0, 0, 0, 0, 0)])
      expect(findPair(encoded, absent)).toBeUndefined();
  });

  it('give what a look through all of them gives', () => {
    fc.assert(
      fc.property(entries, key, (all, wanted) => {
        const [, bytes, packets] = all.find(([pair]) => pair === wanted) ?? [];
        expect(findPair(encodePairSums(sumsOf(all)), wanted)).toEqual(
          bytes === undefined ? undefined : { bytes, packets },
        );
        for (const [pair, ...counts] of all)
          expect(Object.values(findPair(encodePairSums(sumsOf(all)), pair)!)).toEqual(counts);
      }),
    );
  });

  it('take at most ten bytes a pair, whatever the addresses are', () => {
    const packets = (i: number): number => 1 + (Math.imul(i, 40_503) & 0x7f);
    const random = Array.from({ length: 50_000 }, (_, i): Entry => {
      const pair = keyOf(Math.imul(i + 1, 2_654_435_761) >>> 0, Math.imul(i + 1, 2_246_822_519) >>> 0);
      return [pair, packets(i) * (60 + (Math.imul(i, 12_289) & 0x3ff)), packets(i)];
    });
    expect(encodePairSums(sumsOf(random)).length / random.length).toBeLessThan(10);
  });
});

describe('an earlier version', () => {
  it('is still read', () => {
    const pair = pairOf('10.0.0.1', '10.0.0.2');
    expect(list(version1)).toEqual([
      [pair, 7, 1],
      [otherPair, 9, 2],
    ]);
    expect(findPair(version1, pair)).toEqual({ bytes: 7, packets: 1 });
    expect(findPair(version1, pairOf('10.0.0.1', '10.0.0.3'))).toBeUndefined();
  });

  it.each([
    ['a pair cut short', version1.subarray(0, -1)],
    ['a byte too many', Buffer.concat([version1, Buffer.from([0])])],
    ['a key of no length that there is', Buffer.concat([Buffer.from([1, 4]), Buffer.alloc(20)])],
    [
      'a count past 2^53 − 1',
      Buffer.from(version1.toString('hex').replace('0700000000000000', '07000000000000ff'), 'hex'),
    ],
  ])('is refused where it holds %s', (_what, bytes) => {
    expect(() => decodePairSums(bytes, 10)).toThrow(expect.objectContaining({ code: 'store/damaged' }));
  });
});

describe('damage', () => {
  const damaged = expect.objectContaining({ code: 'store/damaged' }) as Error;

  it('is seen, whichever byte it changed', () => {
    const encoded = encodePairSums(sumsOf(many.slice(0, 40)));
    for (let at = 0; at < encoded.length; at++) {
      const copy = Buffer.from(encoded);
      copy[at]! ^= 1 << (at % 8);
      expect(() => decodePairSums(copy, 1_000)).toThrow(damaged);
    }
  });

  it('is seen where bytes are missing, or too many', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 }), (all, cut, more) => {
        const encoded = encodePairSums(sumsOf(all));
        expect(() => decodePairSums(encoded.subarray(0, cut % encoded.length), 1_000)).toThrow(damaged);
        expect(() => decodePairSums(Buffer.concat([encoded, more]), 1_000)).toThrow(damaged);
      }),
    );
  });

  it('never gives a wrong sum of one pair', () => {
    const all = many.slice(0, 9_000);
    const encoded = encodePairSums(sumsOf(all));
    const change = fc.tuple(
      fc.nat(encoded.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(...all),
    );
    fc.assert(
      fc.property(change, ([at, by, [pair, bytes, packets]]) => {
        const copy = Buffer.from(encoded);
        copy[at]! ^= by;
        let found;
        try {
          found = findPair(copy, pair);
        } catch (thrown) {
          expect(thrown).toEqual(damaged);
          return;
        }
        expect(found).toEqual({ bytes, packets });
      }),
      { numRuns: 200 },
    );
  });
});
