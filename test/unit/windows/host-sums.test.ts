import { addTo, emptyWindow } from '../../support/store/windows.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { HostLists } from '../../../src-main/engine/history/host-lists.ts';
import { topHosts } from '../../../src-main/engine/windows/host-sums.ts';
import { otherPair, PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { pairOf } from '../../support/records/flows.ts';

const sumsOf = (flows: readonly (readonly [string, string, number])[]): PairSums => {
  const sums = new PairSums(1000);
  for (const [source, destination, bytes] of flows) sums.add(pairOf(source, destination), bytes, 1);
  return sums;
};

describe('the hosts of a window', () => {
  it('are summed over their pairs, on either side, the largest first', () => {
    const sums = sumsOf([
      ['10.0.0.1', '10.0.0.9', 50],
      ['10.0.0.1', '10.0.0.8', 70],
      ['10.0.0.2', '10.0.0.9', 100],
    ]);
    expect(topHosts(sums, 1)).toEqual({
      ...{ bytes: 220, pairs: largestPairs(sums, 2) },
      sources: [{ address: '10.0.0.1', bytes: 120, packets: 2, pairs: 2 }],
      destinations: [{ address: '10.0.0.9', bytes: 150, packets: 2, pairs: 2 }],
    });
  });

  it('have what was folded as one of their own', () => {
    const sums = sumsOf([['10.0.0.1', '10.0.0.9', 50]]);
    sums.add(otherPair, 80, 3);
    expect(topHosts(sums, 5).sources.map(({ address, bytes }) => [address, bytes])).toEqual([
      ['other', 80],
      ['10.0.0.1', 50],
    ]);
  });

  it('have all bytes of the window, on either side', () => {
    const host = fc.integer({ min: 1, max: 9 }).map((last) => `10.0.0.${last}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(host, host, fc.nat(1e9))), (flows) => {
        const total = flows.reduce((sum, [, , bytes]) => sum + bytes, 0);
        const { sources, destinations, bytes: all } = topHosts(sumsOf(flows), 100);
        expect(all).toBe(total);
        for (const side of [sources, destinations])
          expect(side.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
      }),
    );
  });
});

describe('lists of hosts', () => {
  const open = () => {
    let nowMs = 0;
    let summed = 0;
    const window = emptyWindow(0, 1000, 10);
    addTo(window, pairOf('10.0.0.1', '10.0.0.9'), 50, 1);
    const windowAt = (startMs: number): Window | undefined => {
      if (startMs !== 0) return undefined;
      summed += 1;
      nowMs += 10;
      return window;
    };
    const lists = new HostLists(windowAt, () => nowMs);
    return { lists, pass: (ms: number) => (nowMs += ms), summed: () => summed };
  };

  it('are summed anew once that takes a twentieth of the time', () => {
    const { lists, pass, summed } = open();
    lists.top(epochMs(0), 5);
    pass(199);
    lists.top(epochMs(0), 5);
    expect(summed()).toBe(1);
    pass(1);
    lists.top(epochMs(0), 5);
    expect(summed()).toBe(2);
  });

  it('are of one window each, and of none where there is none', () => {
    const { lists, summed } = open();
    expect(lists.top(epochMs(7), 5)).toBeNull();
    expect(lists.top(epochMs(0), 5)?.sources).toHaveLength(1);
    expect(lists.top(epochMs(0), 6)?.sources).toHaveLength(1);
    expect(summed()).toBe(2);
  });
});
