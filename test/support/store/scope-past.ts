import fc from 'fast-check';
import { containsAddress } from '../../../src-main/common/address.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { type Direction, directions } from '../../../src-main/common/direction.ts';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { destinationOf, type PairKey, sourceOf } from '../../../src-main/engine/flow-records/layout.ts';
import { HostIndex } from '../../../src-main/engine/history/host-index.ts';
import type { ScopeHistoryParts } from '../../../src-main/engine/history/scope-history.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { HostRepository } from '../../../src-main/engine/store/host-repository.ts';
import { KnownHostRepository } from '../../../src-main/engine/store/known-host-repository.ts';
import { FakeClock } from '../process/fake-clock.ts';
import { pairOf } from '../records/flows.ts';
import { StoredPairs, type StoredWindow } from './stored-pairs.ts';

export const windowMs = 900_000;
const maxPairs = 100;
export const windowsInHour = 4;

/** What a window has of a pair. */
export interface Flow {
  readonly pair: PairKey;
  readonly bytes: number;
}

/** The database of the folder that was made last. */
export let connection: Connection;

/** A folder with windows, those of the hours before an instant merged. */
export function folderWith(windows: readonly StoredWindow[], mergedBefore = 0): ScopeHistoryParts {
  const stored = new StoredPairs(windowMs, maxPairs);
  connection = stored.connection;
  for (const window of windows) stored.save(window);
  stored.merge(mergedBefore);
  return {
    rows: stored.rows,
    hosts: new HostRepository(connection, stored.series.id),
    unitMs: windowsInHour * windowMs,
    rollups: (edges) => stored.windows.rollups.between(edges),
    openFromMs: stored.openFromMs,
    isTumbling: true,
    clock: new FakeClock(),
  };
}

/** Lists the hosts of the hours of a folder, by days as they are so long after its beginning. */
export async function listHosts(
  { rows, hosts, openFromMs }: ScopeHistoryParts,
  atMs: number,
  steps = Infinity,
) {
  const spans = hosts as HostRepository;
  const known = new KnownHostRepository(connection, 1, spans);
  const calendar = new Calendar('Europe/Berlin');
  const index = new HostIndex({ rows, spans, known, openFromMs, paneMs: windowMs, calendar });
  for (let i = 0; i < steps && (await index.step(epochMs(atMs))); i++);
}

export const addresses = ['10.0.0.1', '10.0.0.2', '10.0.1.1', '192.0.2.9', '2001:db8::1', '2001:db8::2'];
const someFlow = fc
  .record({
    from: fc.nat(3),
    to: fc.nat(3),
    isSix: fc.boolean(),
    bytes: fc.integer({ min: 1, max: 2 ** 40 }),
  })
  .map(({ from, to, isSix, bytes }): Flow => {
    const name = (i: number): string => addresses[isSix ? 4 + (i % 2) : i]!;
    return { pair: pairOf(name(from), name(to)), bytes };
  });
export const stored = fc
  .uniqueArray(fc.nat(23), { maxLength: 12 })
  .chain((indices) =>
    fc.tuple(
      ...indices.map((index) =>
        fc.record({
          index: fc.constant(index),
          flows: fc.array(someFlow, { maxLength: 8 }),
          grows: fc.boolean(),
        }),
      ),
    ),
  )
  .map((list): StoredWindow[] => {
    const last = Math.max(...list.map(({ index }) => index));
    // The newest one is open.
    return list.map((one) => ({ ...one, closed: one.index !== last }));
  });
/** What is home, and what groups there are. */
export const networks = new NamedNetworks(
  knownNetworks(
    {
      home: ['10.0.0.0/24', '2001:db8::1'],
      groups: { office: ['10.0.0.1', '192.0.2.9'], all: ['@office', '10.0.0.0/16', '2001:db8::2'] },
    },
    [],
  ),
);
const scopes = [...addresses, '10.0.0.0/24', '10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32', '@office', '@all'];
export const scope = fc.record(
  {
    host: fc.constantFrom(...scopes),
    peer: fc.constantFrom<string | null>(null, ...scopes),
    direction: fc.constantFrom(...directions),
  },
  { requiredKeys: ['host', 'peer'] },
);
export const edges = fc
  .uniqueArray(fc.nat(24), { minLength: 2, maxLength: 8 })
  .map((list) => list.sort((a, b) => a - b));

/** What passed in a stretch, counted one by one. */
export function counted(
  windows: readonly StoredWindow[],
  { host, peer, direction }: { host: string; peer: string | null; direction?: Direction },
): Record<'bytes' | 'sent' | 'received', number> {
  const sums = { bytes: 0, sent: 0, received: 0 };
  const isIn = (text: string | null, address: ReturnType<typeof sourceOf>): boolean =>
    text === null || networks.networksOf(text).some((network) => containsAddress(network, address));
  for (const { pair, bytes } of windows.flatMap(({ flows }) => flows)) {
    if (direction && networks.directionOf(sourceOf(pair), destinationOf(pair)) !== direction) continue;
    const isSent = isIn(host, sourceOf(pair)) && isIn(peer, destinationOf(pair));
    const isReceived = isIn(host, destinationOf(pair)) && isIn(peer, sourceOf(pair));
    if (isSent || isReceived) sums.bytes += bytes;
    if (isSent) sums.sent += bytes;
    if (isReceived) sums.received += bytes;
  }
  return sums;
}
