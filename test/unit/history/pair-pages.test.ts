import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { PairPages, type PairQuery } from '../../../src-main/engine/history/pair-pages.ts';
import { PairSums } from '../../../src-main/engine/windows/pair-sums.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { sampleWindow } from '../renderer/samples.ts';

const sums = new PairSums(1_000);
const add = (source: string, destination: string, bytes: number): void =>
  sums.add((parseNetwork(source).packed + parseNetwork(destination).packed) as PairKey, bytes, 1);
add('10.0.0.1', '192.0.2.1', 300);
add('10.0.0.2', '10.0.0.1', 100);
add('192.0.2.1', '10.9.9.9', 200);
add('2001:db8::1', '2001:db8::2', 50);

const networks = new NamedNetworks(
  knownNetworks({ home: ['10.0.0.0/8'], groups: { Lab: ['192.0.2.0/24', '2001:db8::2'] } }, []),
);

describe('pages of pairs', () => {
  let reads = 0;
  let now = 0;
  const pages = new PairPages(
    (_startMs, matches) => {
      reads += 1;
      return { ...sampleWindow(0), pairs: largestPairs(sums, 1_000, matches) };
    },
    () => networks,
    () => now,
  );
  const ask = (query: Partial<PairQuery>, offset = 0, count = 10) =>
    pages.page({ ...{ startMs: 0, order: 'bytes', descending: true, filter: '' }, ...query }, offset, count);
  const bytesOf = (filter: string): readonly number[] => ask({ filter })!.pairs.map(({ bytes }) => bytes);

  it('come in the order that was asked for', () => {
    expect(ask({})!.pairs.map(({ bytes }) => bytes)).toEqual([300, 200, 100, 50]);
    expect(ask({ descending: false })!.pairs.map(({ bytes }) => bytes)).toEqual([50, 100, 200, 300]);
    expect(ask({ order: 'source', descending: false })!.pairs[0]?.source).toBe('10.0.0.1');
    expect(ask({}, 1, 2)!.pairs.map(({ bytes }) => bytes)).toEqual([200, 100]);
  });

  it.each([
    ['10.0.0.1', [300, 100]],
    ['src:10.0.0.1', [300]],
    ['dst:10.0.0.0/24', [100]],
    ['10.0.0.0/8', [300, 200, 100]],
    ['10.0.0.0/8 192.0.2.1', [300, 200]],
    ['2001:db8::/32', [50]],
    ['10.9', [200]],
    ['DB8', [50]],
    ['nonsense', []],
    ['2001:db8::1,10.9.9.9', [200, 50]],
    ['dst:printer,10.0.0.1', [100]],
    ['src:10.0.0.1,10.0.0.2 192.0.2.1', [300]],
    ['  ', [300, 200, 100, 50]],
  ])('match the filter %j', (filter, bytes) => {
    expect(bytesOf(filter)).toEqual(bytes);
  });

  it('say what all that match come to', () => {
    expect(ask({ filter: '10.0.0.0/8' }, 0, 1)).toMatchObject({ matching: 3, bytes: 600, packets: 3 });
  });

  it('are sorted once while one scrolls, and anew after a second', () => {
    now += 10_000;
    reads = 0;
    ask({}, 0);
    ask({}, 2);
    expect(reads).toBe(1);
    now += 1_000;
    ask({}, 2);
    expect(reads).toBe(2);
  });

  it('tell the direction of each pair, and filter by it and by groups of networks', () => {
    expect(ask({})!.pairs.map(({ bytes, direction }) => [bytes, direction])).toEqual([
      [300, 'out'],
      [200, 'in'],
      [100, 'local'],
      [50, 'passing'],
    ]);
    expect(bytesOf('dir:in')).toEqual([200]);
    expect(bytesOf('dir:in,out 10.9.0.0/16')).toEqual([200]);
    expect(bytesOf('dst:@lab')).toEqual([300, 50]);
  });

  it('filter by an unknown direction, and refuse what is not one', () => {
    const folding = new PairSums(1);
    for (const last of [1, 2, 3])
      folding.add(
        (parseNetwork(`10.0.0.${last}`).packed + parseNetwork('192.0.2.1').packed) as PairKey,
        100 * last,
        1,
      );
    folding.fold();
    const folded = new PairPages(
      (_startMs, matches) => ({ ...sampleWindow(0), pairs: largestPairs(folding, 1_000, matches) }),
      () => networks,
      () => 0,
    );
    const bytesBy = (filter: string): readonly number[] =>
      folded
        .page({ startMs: 0, order: 'bytes', descending: true, filter }, 0, 10)!
        .pairs.map(({ bytes }) => bytes);
    expect(bytesBy('dir:unknown')).toEqual([300]);
    expect(bytesBy('dir:out')).toEqual([300]);
    expect(bytesBy('dir:out,unknown')).toEqual([300, 300]);
    expect(bytesBy('dir:unknown 10.0.0.0/8')).toEqual([]);
    expect(() => bytesBy('dir:inward')).toThrow('“inward” is not a direction');
  });
});
