import fc from 'fast-check';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { directionOf, noDirectionSums } from '../../../src-main/common/direction.ts';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { destinationOf, sourceOf } from '../../../src-main/engine/flow-records/layout.ts';
import { DirectionHistoryReader } from '../../../src-main/engine/history/direction-history.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { PairRows } from '../../../src-main/engine/store/pair-rows.ts';
import { SeriesRepository } from '../../../src-main/engine/store/series-repository.ts';
import { WindowRepository } from '../../../src-main/engine/store/window-repository.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { pairOf } from '../../support/records/flows.ts';
import { addTo, emptyWindow, paneOf, unjudged } from '../../support/store/windows.ts';

const windowMs = 900_000;
const windowsInHour = 4;

let connection: Connection;
afterEach(() => connection.close());

/** What passed in a window. */
interface Flow {
  readonly window: number;
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
}

/** A folder with windows of which those of the first hours are merged. */
function readerOf(flows: readonly Flow[], windows: number, mergedHours: number): DirectionHistoryReader {
  connection = new Database(':memory:');
  connection.pragma('foreign_keys = ON');
  for (const step of migrations) connection.exec(step);
  const shape = { sizeMs: windowMs, slideMs: windowMs };
  const series = new SeriesRepository(connection).open('live|lo', shape, epochMs(0));
  const repository = new WindowRepository(connection, series, 100);
  for (let index = 0; index < windows; index += 1) {
    const window = emptyWindow(index * windowMs, (index + 1) * windowMs, 100);
    for (const { source, destination, bytes } of flows.filter((flow) => flow.window === index))
      addTo(window, pairOf(source, destination), bytes, 1);
    window.close();
    repository.save({ window, ...unjudged });
    repository.panes.save(paneOf(window));
  }
  while (repository.hourPairs.merge(epochMs((mergedHours * windowsInHour + 1) * windowMs)));
  return new DirectionHistoryReader({
    rows: new PairRows(connection, series, repository.panes),
    rollups: (edges) => repository.rollups.between(edges),
    openFromMs: () => Infinity,
    isTumbling: true,
    clock: new FakeClock(),
  });
}

const networks = (...home: string[]) => new NamedNetworks(knownNetworks({ home, groups: {} }, []));
const host = fc.constantFrom('10.0.0.1', '10.0.0.2', '192.0.2.9', '198.51.100.7');
const flow = fc.record({ window: fc.nat(11), source: host, destination: host, bytes: fc.nat(1_000) });

it('sums each hour by direction to the byte, by whatever networks are home', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(flow, { maxLength: 30 }), fc.nat(3), async (flows, mergedHours) => {
      const reader = readerOf(flows, 12, mergedHours);
      for (const known of [networks('10.0.0.0/8'), networks('192.0.2.0/24', '10.0.0.1')]) {
        const edges = [0, 1, 2, 3].map((hour) => hour * windowsInHour * windowMs);
        const { parts, isWhole } = await reader.read(edges, known);
        expect(isWhole).toBe(true);
        parts.forEach((part, hour) => {
          const expected = { ...noDirectionSums };
          for (const { window, source, destination, bytes } of flows) {
            if (Math.floor(window / windowsInHour) !== hour) continue;
            const pair = pairOf(source, destination);
            expected[directionOf(known.home, sourceOf(pair), destinationOf(pair))] += bytes;
          }
          expect(part).toMatchObject(expected);
          expect(part.in + part.out + part.local + part.passing + part.unknown).toBe(part.bytes);
        });
      }
      connection.close();
    }),
    { numRuns: 30 },
  );
});

it('says of windows whose pairs are kept by the hour that their direction is unknown', async () => {
  const flows = [0, 1, 4].map((window) => ({
    ...{ window, source: '10.0.0.1', destination: '192.0.2.9', bytes: 100 + window },
  }));
  const reader = readerOf(flows, 8, 1);
  const edges = [0, 1, 2, 4, 5].map((index) => index * windowMs);
  const { parts } = await reader.read(edges, networks('10.0.0.0/8'));
  expect(parts.map(({ out, unknown }) => [out, unknown])).toEqual([
    [0, 100],
    [0, 101],
    [0, 0],
    [104, 0],
  ]);
});
