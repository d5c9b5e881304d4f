import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherPair, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { pairOf } from '../../support/records/flows.ts';

type Entry = readonly [pair: PairKey, bytes: number, packets: number];

/** Few hosts of both versions, so that pairs repeat and bytes are often equal. */
const host4 = fc.integer({ min: 1, max: 12 }).map((last) => `10.0.0.${last}`);
const host6 = fc.integer({ min: 1, max: 12 }).map((last) => `2001:db8::${last.toString(16)}`);
const pair = fc.oneof(fc.tuple(host4, host4), fc.tuple(host6, host6)).map(([from, to]) => pairOf(from, to));
const entry = fc.tuple(pair, fc.nat(5), fc.nat(3));
const entries = fc.array(entry, { maxLength: 60 });

const sumsOf = (all: readonly Entry[], maxPairs = 1_000): PairSums => {
  const sums = new PairSums(maxPairs);
  for (const one of all) sums.add(...one);
  return sums;
};
const total = (sums: PairSums): [bytes: number, packets: number] => {
  const all = [...sums.entries()];
  return [all.reduce((sum, { bytes }) => sum + bytes, 0), all.reduce((sum, { packets }) => sum + packets, 0)];
};
const totalOf = (all: readonly Entry[]): [bytes: number, packets: number] => [
  all.reduce((sum, [, bytes]) => sum + bytes, 0),
  all.reduce((sum, [, , packets]) => sum + packets, 0),
];

/** The sum of each pair, the plain way. */
function naive(all: readonly Entry[]): Map<PairKey, { bytes: number; packets: number }> {
  const sums = new Map<PairKey, { bytes: number; packets: number }>();
  for (const [key, bytes, packets] of all) {
    const before = sums.get(key) ?? { bytes: 0, packets: 0 };
    sums.set(key, { bytes: before.bytes + bytes, packets: before.packets + packets });
  }
  return sums;
}

describe('sums by pair', () => {
  it('are those of each pair alone', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const sums = sumsOf(all);
        const held = [...sums.entries()].map(({ pair: key, ...counts }) => [key, counts] as const);
        expect(new Map(held)).toEqual(naive(all));
        expect(sums.size).toBe(naive(all).size);
      }),
    );
  });

  it('come largest first: by bytes, then source, then destination, as text', () => {
    const sums = sumsOf([
      [pairOf('10.0.0.9', '10.0.0.1'), 5, 1],
      [pairOf('10.0.0.10', '10.0.0.2'), 5, 1],
      [pairOf('10.0.0.10', '10.0.0.1'), 5, 1],
      [pairOf('2001:db8::1', '::1'), 9, 2],
    ]);
    expect(largestPairs(sums, 3)).toEqual([
      { source: '2001:db8::1', destination: '::1', bytes: 9, packets: 2 },
      { source: '10.0.0.10', destination: '10.0.0.1', bytes: 5, packets: 1 },
      { source: '10.0.0.10', destination: '10.0.0.2', bytes: 5, packets: 1 },
    ]);
  });

  it('gives the same first ones however many are asked for', () => {
    fc.assert(
      fc.property(entries, fc.nat(70), (all, count) => {
        const sums = sumsOf(all);
        const ordered = largestPairs(sums, Number.MAX_SAFE_INTEGER);
        expect(ordered).toHaveLength(sums.size);
        expect(largestPairs(sums, count)).toEqual(ordered.slice(0, count));
        for (const [i, one] of ordered.slice(1).entries()) {
          const before = ordered[i]!;
          const names = (of: typeof one): string => `${of.source}\0${of.destination}`;
          expect(before.bytes > one.bytes || (before.bytes === one.bytes && names(before) < names(one))).toBe(
            true,
          );
        }
      }),
    );
  });

  it('counts and lists only the pairs that match', () => {
    const sums = sumsOf([
      [pairOf('10.0.0.1', '10.0.0.2'), 5, 1],
      [pairOf('10.0.0.2', '10.0.0.1'), 7, 1],
    ]);
    const fromFirst = (key: PairKey): boolean => key.startsWith('\n\0\0\u0001');
    expect(sums.bytesWhere(fromFirst)).toBe(5);
    expect(largestPairs(sums, 5, fromFirst).map(({ bytes }) => bytes)).toEqual([5]);
  });

  it('refuses a sum past 2^53 − 1', () => {
    const key = pairOf('10.0.0.1', '10.0.0.2');
    const sums = sumsOf([[key, Number.MAX_SAFE_INTEGER, 1]]);
    expect(() => sums.add(key, 1, 1)).toThrow(expect.objectContaining({ code: 'count/too-large' }));
    sums.add(pairOf('10.0.0.1', '10.0.0.3'), 1, 1);
    expect(() => sums.bytesWhere(() => true)).toThrow(expect.objectContaining({ code: 'count/too-large' }));
  });
});

describe('more pairs than may be kept', () => {
  it('are folded into one, with totals exact and the bound kept', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 12 }), (all, maxPairs) => {
        const sums = sumsOf(all, maxPairs);
        expect(sums.size).toBeLessThanOrEqual(Math.max(maxPairs * 1.1, maxPairs + 2));
        expect(total(sums)).toEqual(totalOf(all));
        sums.fold();
        expect([...sums.entries()].filter(({ pair: key }) => key !== otherPair).length).toBeLessThanOrEqual(
          maxPairs,
        );
        expect(total(sums)).toEqual(totalOf(all));
        const single = naive(all);
        for (const { pair: key, bytes, packets } of sums.entries()) {
          if (key === otherPair) continue;
          expect(bytes).toBeLessThanOrEqual(single.get(key)!.bytes);
          expect(packets).toBeLessThanOrEqual(single.get(key)!.packets);
        }
        if (single.size <= maxPairs)
          expect(largestPairs(sums, 1_000).some(({ source }) => source === 'other')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the largest and folds the smallest', () => {
    const all = Array.from({ length: 12 }, (_, i): Entry => [pairOf('10.0.0.1', `10.0.1.${i}`), 100 + i, 1]);
    const sums = sumsOf(all, 10);
    expect(sums.size).toBe(12);
    sums.fold();
    expect(largestPairs(sums, 20)).toEqual([
      { source: 'other', destination: 'other', bytes: 100 + 101, packets: 2 },
      ...[11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((i) => ({
        ...{ source: '10.0.0.1', destination: `10.0.1.${i}`, bytes: 100 + i, packets: 1 },
      })),
    ]);
  });
});
