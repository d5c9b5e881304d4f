import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { type Connection, openAgain, openDatabase } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { PaneRepository } from '../../../src-main/engine/store/pane-repository.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { pairsIn } from '../../../src-main/engine/windows/pair-columns.ts';
import { otherPair } from '../../../src-main/engine/windows/pair-sums.ts';
import { Pane } from '../../../src-main/engine/windows/pane.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { pairOf } from '../../support/records/flows.ts';

let connection: Connection;
let panes: PaneRepository;
const startMs = epochMs(0);
const maxPairs = 6;

beforeEach(() => {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
  panes = paneRepository('live', 10);
});
afterEach(() => connection.close());

function paneRepository(name: string, slideMs: number): PaneRepository {
  const series = new SeriesRepository(connection).open(name, { sizeMs: 10, slideMs }, epochMs(0));
  return new PaneRepository(connection, series, maxPairs);
}

const pane = (): Pane => new Pane(startMs, panes, maxPairs);
const pairNumber = (i: number): PairKey => pairOf(`10.0.0.${i}`, i % 2 === 0 ? '10.9.9.9' : '10.8.8.8');
const scopes = {
  keys: ['|10.9.9.9'],
  keysOf: (pair: PairKey) => (pair.endsWith('\t\t\t') ? ['|10.9.9.9'] : []),
};

const grownOf = ({ change }: Pane): unknown => [...pairsIn(change.grown)];

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('add' as const), pair: fc.nat(20), bytes: fc.nat(9) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('store', 'end', 'restart', 'ask', 'fold') }) },
);

it('gives each pane back to the byte, however it was stored: by growth, whole, folded, unread, and in which order', () => {
  let run = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      panes = paneRepository(`live ${++run}`, 10);
      let held = pane();
      held.scopes = () => scopes;
      const sums = { bytes: 0, packets: 0, inScope: 0 };
      const store = (isOver: boolean): void => {
        if (isOver) held.fold();
        if (!held.isChanged) return;
        panes.save({
          startMs,
          change: held.change,
          final: isOver && held.isWhole ? held.pairs : null,
          scopes: null,
        });
        held.noteStored();
      };
      for (const one of steps) {
        if (one.kind === 'add') {
          const { pair: number, bytes } = one as { pair: number; bytes: number };
          held.add(pairNumber(number), bytes, 1);
          sums.bytes += bytes;
          sums.packets += 1;
          if (number % 2 === 0) sums.inScope += bytes;
        } else if (one.kind === 'store') store(false);
        else if (one.kind === 'end') store(true);
        else if (one.kind === 'ask') largestPairs(held.pairs, 3);
        else if (one.kind === 'fold') panes.fold(startMs);
        else {
          store(false);
          held = pane();
          held.scopes = () => scopes;
        }
      }
      store(false);
      for (const pairs of [held.pairs, pane().pairs]) {
        const all = [...pairs.entries()];
        expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sums.bytes);
        expect(all.reduce((sum, { packets }) => sum + packets, 0)).toBe(sums.packets);
        const inScope = pairs.bytesWhere((pair) => scopes.keysOf(pair).length > 0);
        expect(inScope + (pairs.folded?.get('|10.9.9.9') ?? 0)).toBe(sums.inScope);
        expect(pairs.knows('|10.9.9.9')).toBe(true);
      }
      const shown = (pairs: Pane): unknown =>
        new Map([...pairs.pairs.entries()].map(({ pair, ...rest }) => [pair, rest]));
      expect(shown(pane())).toEqual(shown(held));
    }),
    { numRuns: 300 },
  );
});

it('writes what has grown and nothing else', () => {
  const held = pane();
  for (let i = 0; i < 5; i += 1) held.add(pairNumber(i), 100, 1);
  panes.save({ startMs, change: held.change, final: null, scopes: null });
  held.noteStored();
  held.add(pairNumber(3), 7, 1);
  expect(held.change).toMatchObject({ dropped: { size: 0 }, folded: null });
  expect(grownOf(held)).toEqual([{ pair: pairNumber(3), bytes: 7, packets: 1 }]);
});

it('adds a late record without reading what is stored', () => {
  const held = pane();
  held.add(pairNumber(1), 100, 1);
  panes.save({ startMs, change: held.change, final: held.pairs, scopes: null });
  const late = pane();
  late.add(pairNumber(1), 5, 1);
  expect([late.isWhole, grownOf(late)]).toEqual([false, [{ pair: pairNumber(1), bytes: 5, packets: 1 }]]);
  panes.save({ startMs, change: late.change, final: null, scopes: null });
  late.noteStored();
  late.add(pairNumber(2), 1, 1);
  expect([...late.pairs.entries()].map(({ bytes }) => bytes)).toEqual([105, 1]);
  expect(grownOf(late)).toEqual([{ pair: pairNumber(2), bytes: 1, packets: 1 }]);
});

it.each(['pane_pairs', 'pane_deltas'])(
  'keeps the sums of pairs that are damaged in %s, as one pair',
  (table) => {
    const held = pane();
    held.add(pairNumber(1), 100, 2);
    panes.save({ startMs, change: held.change, final: held.pairs, scopes: null });
    held.noteStored();
    held.add(pairNumber(1), 5, 1);
    panes.save({ startMs, change: held.change, final: null, scopes: null });
    connection.exec(`UPDATE ${table} SET pairs = x'0102'`);
    const pairs = pane().pairs;
    expect([...pairs.entries()].reduce((sum, { bytes }) => sum + bytes, 0)).toBe(105);
    expect([pairs.knows('any'), pairs.bytesWhere((pair) => pair === otherPair)]).toEqual([
      false,
      table === 'pane_pairs' ? 100 : 5,
    ]);
  },
);

it('is not folded where another connection has stored something meanwhile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-panes-'));
  const [first, second] = [
    openDatabase(join(folder, 'a.db'), migrations),
    openAgain(join(folder, 'a.db'), migrations),
  ];
  const series = new SeriesRepository(first).open('live', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  const [summing, beside] = [first, second].map((one) => new PaneRepository(one, series, maxPairs)) as [
    PaneRepository,
    PaneRepository,
  ];
  const held = new Pane(startMs, summing, maxPairs);
  const store = (bytes: number): void => {
    held.add(pairNumber(1), bytes, 1);
    summing.save({ startMs, change: held.change, final: null, scopes: null });
    held.noteStored();
  };
  store(5);
  const pairs = beside.pairs.bind(beside);
  // What is stored between the reading and the storing.
  beside.pairs = (at) => {
    const read = pairs(at);
    store(7);
    return read;
  };
  expect(beside.fold(startMs)).toBe(false);
  beside.pairs = pairs;
  expect(beside.fold(startMs)).toBe(true);
  expect(summing.unfolded(epochMs(99), 9)).toEqual([]);
  expect(largestPairs(summing.pairs(startMs)!, 2)).toMatchObject([{ bytes: 12, packets: 2 }]);
  first.close();
  second.close();
  rmSync(folder, { recursive: true });
});
