import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { pageRows, PairList } from '../../../src-renderer/features/pairs/pair-list.svelte.ts';
import { filterOf, limitRowOf } from '../../../src-renderer/features/pairs/pair-commands.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { sampleWindow } from './samples.ts';

const pair = { source: '192.0.2.1', destination: '192.0.2.2', bytes: 10, packets: 1 };

describe('the list of pairs', () => {
  const open = (): { bridge: FakeBridge; list: PairList } => {
    const bridge = new FakeBridge({
      listPairs: (request) => {
        const { offset, count } = request as { offset: number; count: number };
        const pairs = Array.from({ length: count }, (_, i) => ({ ...pair, bytes: offset + i }));
        return { window: sampleWindow(0), matching: 100_000, bytes: 1, packets: 1, pairs };
      },
    });
    return {
      bridge,
      list: new PairList({
        ...createClient(bridge),
        presentMs: () => epochMs(0),
        inAddresses: (filter) => filter,
      }),
    };
  };

  test('fetches the pages that are in sight, each once', async () => {
    const { bridge, list } = open();
    await list.reload();
    list.show(50_000, 50_030);
    list.show(50_010, 50_040);
    await settle();
    expect(list.row(50_010)?.bytes).toBe(50_010);
    expect(list.row(70_000)).toBeUndefined();
    expect(bridge.requests('listPairs')).toHaveLength(2);
    expect(bridge.requests('listPairs').at(-1)).toMatchObject({ offset: 50_000, count: pageRows });
  });

  test('sorts by the largest first, then the other way round', async () => {
    const { bridge, list } = open();
    list.sortBy('packets');
    list.sortBy('packets');
    list.sortBy('source');
    await settle();
    expect(bridge.requests('listPairs').map((request) => (request as PairList).descending)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('forgets answers to what was asked before', async () => {
    const { list } = open();
    list.filterBy('a');
    await list.reload();
    expect(list.count).toBe(100_000);
  });
});

test('a pair is written as a capture filter and as a limit', () => {
  expect(filterOf(pair)).toBe('src host 192.0.2.1 and dst host 192.0.2.2');
  expect(JSON.parse(limitRowOf(pair, '2026-01-01'))).toMatchObject({ limit_name: 'max', limit_value: 10 });
});
