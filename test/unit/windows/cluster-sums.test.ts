import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { ScopeSums } from '../../../src-main/engine/alerts/scope-sums.ts';
import { decodePartSums, type PartSums } from '../../../src-main/engine/flow-records/part-sums.ts';
import { ScopeIndex } from '../../../src-main/engine/limits/scope-index.ts';
import type { HeldPart } from '../../../src-main/engine/windows/cluster-sums.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import type { Window } from '../../../src-main/engine/windows/window.ts';
import { WindowAggregator } from '../../../src-main/engine/windows/window-aggregator.ts';
import { archiveOf } from '../../support/records/flows.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { MemoryPanes } from '../../support/store/memory-panes.ts';

const settings = {
  ...{ shape: { sizeMs: 10_000, slideMs: 10_000 }, selection: everything, latenessMs: 1_000 },
  ...{ correctionMs: 60_000, maxPairs: 1_000, coverage: 'unknown' as const, leaseMs: 30_000 },
};

type Row = readonly [source: string, destination: string, bytes: number, packets: number];

/** What stands on the topic: sums with some pairs told, and the rest open. */
const wire = (
  revision: number,
  { told = [], open = [], before = 0 }: { told?: readonly Row[]; open?: readonly Row[]; before?: number },
): object => {
  const [bytes, openBytes] = [[...told, ...open], open].map((rows) =>
    rows.reduce((sum, row) => sum + row[2], 0),
  );
  const [packets, openPackets] = [[...told, ...open], open].map((rows) =>
    rows.reduce((sum, row) => sum + row[3], 0),
  );
  return {
    ...{ v: 1, kind: 'sums', start: 0, end: 10_000, partition: 0, revision },
    ...{ bytes: before + bytes!, packets: before + packets! },
    ...(open.length > 0 && { pairCount: open.length, top: open.slice(0, 1) }),
    open: { bytes: openBytes, packets: openPackets, scopes: [['10.0.0.0/24|', openBytes]] },
    coverage: [
      {
        ...{ agent: 'ann', epoch: 5, interface: 'eth0', packets: before + packets!, bytes: before + bytes! },
        heard: { sequence: revision, from: 1_000, to: 2_000, last: 1_000 },
      },
    ],
    pairs: told.length > 0 ? [['ann', ...told]] : [],
  };
};

function sumsOf(...message: Parameters<typeof wire>): PartSums {
  const sums = decodePartSums(wire(...message));
  if (typeof sums === 'string') throw new Error(sums);
  return sums;
}

const one: Row = ['10.0.0.1', '10.0.1.1', 700, 2];
const two: Row = ['10.0.0.2', '10.0.1.1', 300, 1];
const six: Row = ['2001:db8::1', '::ffff:10.0.1.1', 40, 1];

/** An aggregator that goes on from what it has stored. */
function aggregatorOf(parts: readonly HeldPart[] = []): WindowAggregator {
  const stored = new Map(parts.map((part) => [`${part.startMs}/${part.partition}`, part]));
  const archive = {
    ...archiveOf(new Map()),
    panes: new MemoryPanes(),
    parts: { find: (startMs: number, partition: number) => stored.get(`${startMs}/${partition}`) },
  };
  return new WindowAggregator(settings, archive, {
    open: [],
    parts: parts.filter(({ open }) => open.packets > 0),
  });
}

const lacksRecords = ({ lacks }: Window): boolean => lacks.some(({ reason }) => reason === 'records-lost');

describe('the sums of a cluster', () => {
  it('replace what they were before, by partition', () => {
    const aggregator = aggregatorOf();
    aggregator.cluster.take(sumsOf(1, { open: [one] }), 0);
    aggregator.cluster.take(sumsOf(2, { open: [one, two] }), 0);
    aggregator.cluster.take(sumsOf(7, { open: [six] }), 1);
    // Read again, and older than what is known.
    aggregator.cluster.take(sumsOf(2, { open: [one, two] }), 0);
    aggregator.cluster.take(sumsOf(1, { open: [one] }), 0);
    const [window] = aggregator.open();
    expect(window).toMatchObject({ bytes: 1_040, packets: 4 });
    expect(window!.interfaces).toMatchObject([{ agent: 'ann', interface: 'eth0', packets: 4, bytes: 1_040 }]);
  });

  it('have the largest pairs that are known while a window is open, and all of them when it has ended', () => {
    const aggregator = aggregatorOf();
    aggregator.cluster.take(sumsOf(1, { open: [one, two] }), 0);
    const [window] = aggregator.open();
    expect(largestPairs(window!.pairs, 10)).toEqual([
      { source: '10.0.0.1', destination: '10.0.1.1', bytes: 700, packets: 2 },
      { source: 'other', destination: 'other', bytes: 300, packets: 1 },
    ]);
    expect(window!.pairCount).toBe(2);
    aggregator.cluster.take(sumsOf(2, { told: [one, two, six] }), 0);
    expect(window).toMatchObject({ bytes: 1_040, packets: 4, hasOpenPairs: false, pairCount: 3 });
    expect(largestPairs(window!.pairs, 10)).toEqual([
      { source: '10.0.0.1', destination: '10.0.1.1', bytes: 700, packets: 2 },
      { source: '10.0.0.2', destination: '10.0.1.1', bytes: 300, packets: 1 },
      { source: '2001:db8::1', destination: '::ffff:10.0.1.1', bytes: 40, packets: 1 },
    ]);
  });

  it('count in the scopes of limits before their pairs are told, and once when they are', () => {
    const aggregator = aggregatorOf();
    const scopes = new ScopeIndex();
    const scope = scopes.add({ source: '10.0.0.0/24', destination: null });
    aggregator.cluster.take(sumsOf(1, { open: [one] }), 0);
    const sums = new ScopeSums(scopes, aggregator.open()[0]!.panes[0]!);
    sums.update();
    const touched = sums.read();
    expect([sums.bytesOf(scope), touched.take()]).toEqual([700, [scope]]);
    aggregator.cluster.take(sumsOf(2, { open: [one, two] }), 0);
    sums.update();
    expect([sums.bytesOf(scope), touched.take()]).toEqual([1_000, [scope]]);
    aggregator.cluster.take(sumsOf(3, { told: [one, two] }), 0);
    sums.update();
    expect(sums.bytesOf(scope)).toBe(1_000);
  });

  it('hold a window open until its pairs are told', () => {
    const aggregator = aggregatorOf();
    const advance = (): number => {
      aggregator.advance(epochMs(30_000), 30_000, new Map([[0, 30_000]]));
      return aggregator.closePassed().filter(({ startMs }) => startMs === 0).length;
    };
    aggregator.cluster.take({ ...sumsOf(1, { open: [one] }), shares: [] }, 0);
    expect(advance()).toBe(0);
    aggregator.cluster.take({ ...sumsOf(2, { told: [one] }), shares: [] }, 0);
    expect(advance()).toBe(1);
  });

  it('hold no window open for pairs that may be lost, also after a restart, unless they say once more that these come', () => {
    const advance = (aggregator: WindowAggregator): number => {
      aggregator.advance(epochMs(30_000), 30_000, new Map([[0, 30_000]]));
      return aggregator.closePassed().filter(({ startMs }) => startMs === 0).length;
    };
    const open = (revision: number): PartSums => ({ ...sumsOf(revision, { open: [one] }), shares: [] });
    const [first, again] = [aggregatorOf(), aggregatorOf()];
    for (const aggregator of [first, again]) {
      aggregator.cluster.take(open(1), 0);
      aggregator.noteLost(1);
      expect(advance(aggregator)).toBe(0);
      aggregator.noteLost(0);
    }
    expect(aggregatorOf(first.cluster.changed).cluster.holdsMs).toBe(Infinity);
    expect(advance(first)).toBe(1);
    again.cluster.take(open(2), 0);
    expect(advance(again)).toBe(0);
    again.cluster.take({ ...sumsOf(3, { told: [one] }), shares: [] }, 0);
    expect(advance(again)).toBe(1);
  });

  it('say that something is missing where they waited for pairs that may be lost, whatever agents had told by then', () => {
    const aggregator = aggregatorOf();
    aggregator.cluster.take(sumsOf(1, { open: [one] }), 0);
    const covered = markOf('ann', 2, 20_000, [spanOf(0, 20_000)], { epoch: 5 });
    aggregator.mark(covered, 0, epochMs(20_000));
    aggregator.noteLost(0);
    expect(aggregator.open().map((window) => [window.startMs, lacksRecords(window)])).toContainEqual([
      0,
      true,
    ]);
  });

  it('hold their window open no longer where they can not be read, also if it has closed, and no other one', () => {
    const aggregator = aggregatorOf();
    const later = { startMs: epochMs(10_000), endMs: epochMs(20_000), latestMs: epochMs(12_000) };
    aggregator.cluster.take({ ...sumsOf(1, { open: [one] }), shares: [] }, 0);
    aggregator.cluster.take({ ...sumsOf(1, { open: [one] }), shares: [], ...later }, 0);
    const close = (): unknown[] => {
      aggregator.advance(epochMs(30_000), 30_000, new Map([[0, 30_000]]));
      return aggregator.closePassed().map((window) => [window.startMs, window.bytes, lacksRecords(window)]);
    };
    aggregator.noteLost(0, epochMs(0));
    expect(close()).toEqual([[0, 700, true]]);
    aggregator.cluster.take({ ...sumsOf(2, { told: [one] }), shares: [], ...later }, 0);
    expect(close()).toEqual([[10_000, 700, false]]);
    aggregator.takeTouched();
    aggregator.noteLost(0, later.startMs);
    expect(aggregator.takeTouched().map((window) => [window.startMs, lacksRecords(window)])).toEqual([
      [10_000, true],
    ]);
  });

  it('are counted as late where their window can be corrected no more', () => {
    const aggregator = aggregatorOf();
    aggregator.advance(epochMs(200_000), 1, new Map([[0, 200_000]]));
    expect(aggregator.cluster.take({ ...sumsOf(1, { told: [one] }), shares: [] }, 0)).toBe(2);
    expect(aggregator.windows().every(({ bytes }) => bytes === 0)).toBe(true);
  });

  it('go on from what was stored of them', () => {
    const first = aggregatorOf();
    first.cluster.take(sumsOf(1, { open: [one] }), 0);
    const stored = first.cluster.changed;
    first.cluster.noteStored();
    expect(first.cluster.changed).toEqual([]);
    const second = aggregatorOf(stored);
    second.cluster.take(sumsOf(1, { open: [one] }), 0);
    expect(second.open()).toEqual([]);
    second.cluster.take(sumsOf(2, { told: [one, two] }), 0);
    expect(second.open()[0]).toMatchObject({ bytes: 300, packets: 1, hasOpenPairs: false });
  });

  it('say of sums that are less than before that something is missing', () => {
    const aggregator = aggregatorOf();
    aggregator.cluster.take(sumsOf(1, { told: [one] }), 0);
    aggregator.cluster.take(sumsOf(2, { told: [] }), 0);
    expect(aggregator.open()[0]).toMatchObject({ bytes: 700, exact: false });
    expect(aggregator.open()[0]!.lacks).toContainEqual({ reason: 'refused' });
  });
});

describe('values that are no sums', () => {
  it.each([
    [{ v: 'one', kind: 'sums' }, 'the sums: v: Invalid type: Expected 1 but received "one"'],
    [{ ...wire(1, {}), bytes: -1 }, 'the sums: bytes: Invalid value: Expected >=0 but received -1'],
    [
      { ...wire(1, {}), open: undefined },
      'the sums: open: Invalid type: Expected Object but received undefined',
    ],
    [
      { ...wire(1, {}), pairs: [['ann', ['10.0.0.1', '::1', 1, 1]]] },
      'the sums: a pair is not two addresses of one IP version with bytes and packets',
    ],
    [
      { ...wire(1, {}), pairs: [['ann', ['10.0.0.1', '10.0.0.2', 1.5, 1]]] },
      'the sums: a pair is not two addresses of one IP version with bytes and packets',
    ],
    [
      { ...wire(1, {}), pairs: [['ann', ['10.0.0.256', '10.0.0.2', 1, 1]]] },
      'the sums: a pair is not two addresses of one IP version with bytes and packets',
    ],
  ])('%j', (value, reason) => {
    expect(decodePartSums(value)).toBe(reason);
  });
});
