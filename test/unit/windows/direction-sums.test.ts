import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { NetworkSet } from '../../../src-main/common/network-set.ts';
import { directionSumsOf, GrowingDirections } from '../../../src-main/engine/windows/direction-sums.ts';
import { otherPair, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import { pairOf } from '../../support/records/flows.ts';

const home = new NetworkSet(['10.0.0.0/30', '10.0.0.9', '2001:db8::/64'].map(parseNetwork));

const pairsOf = (flows: readonly (readonly [string, string, number])[]): PairSums => {
  const pairs = new PairSums(1000);
  for (const [source, destination, bytes] of flows) pairs.add(pairOf(source, destination), bytes, 1);
  return pairs;
};

describe('sums by direction', () => {
  it('add up to the total: what was folded, or is not kept, is unknown', () => {
    const pairs = pairsOf([
      ['10.0.0.1', '10.0.0.9', 50],
      ['10.0.0.1', '10.0.0.8', 70],
      ['10.0.0.2', '10.0.0.9', 100],
      ['2001:db8:1::1', '2001:db8::1', 7],
      ['8.8.8.8', '9.9.9.9', 3],
    ]);
    pairs.add(otherPair, 20, 1);
    expect(directionSumsOf(pairs, 260, home)).toEqual({
      in: 7,
      out: 70,
      local: 150,
      passing: 3,
      unknown: 30,
    });
    expect(directionSumsOf(pairs, 100, home)).toMatchObject({ out: 0, unknown: 100 });
  });
});

describe('sums by direction of a window that grows', () => {
  const host = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.9', '10.0.0.200', '8.8.8.8', '9.9.9.9');
  const flow = fc.tuple(host, host, fc.nat(1e6));

  it('are those that all of its pairs come to, however it grew, and however often they were folded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(flow, { maxLength: 8 }), { maxLength: 12 }),
        fc.nat(1),
        (steps, isOther) => {
          const pairs = new PairSums(6);
          const homes = [home, new NetworkSet([parseNetwork('8.8.8.8')])];
          const growing = new GrowingDirections();
          let total = 0;
          for (const [i, flows] of steps.entries()) {
            for (const [source, destination, bytes] of flows) {
              pairs.add(pairOf(source, destination), bytes, 1);
              total += bytes;
            }
            // The home networks are changed halfway.
            const now = homes[isOther === 1 && i > 5 ? 1 : 0]!;
            expect(growing.of(pairs, total, now)).toEqual(directionSumsOf(pairs, total, now));
          }
        },
      ),
    );
  });

  it('are of another window once that one grows', () => {
    const growing = new GrowingDirections();
    growing.of(pairsOf([['10.0.0.1', '8.8.8.8', 5]]), 5, home);
    expect(growing.of(pairsOf([['8.8.8.8', '10.0.0.1', 7]]), 7, home)).toMatchObject({ in: 7, out: 0 });
    expect(growing.with(null, undefined, { home })).toBeNull();
  });
});
