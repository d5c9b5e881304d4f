import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { formatAddress, parseNetwork } from '../../../src-main/common/address.ts';
import type { Direction } from '../../../src-main/common/direction.ts';
import { plainNetworks } from '../../../src-main/common/named-networks.ts';
import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { ScopeHistoryReader } from '../../../src-main/engine/history/scope-history.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { seriesName } from '../../../src-main/engine/run/series-name.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { otherPair } from '../../../src-main/engine/windows/pair-sums.ts';
import type { StoredWindow } from '../../support/store/stored-pairs.ts';
import {
  addresses,
  connection,
  counted,
  edges,
  type Flow,
  folderWith,
  listHosts,
  networks,
  scope,
  stored,
  windowMs,
  windowsInHour,
} from '../../support/store/scope-past.ts';
import { ScopeTotals } from '../../../src-main/engine/history/scope-totals.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { type PastSecond, writePast } from '../../support/desktop/desktop-history.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { flow, pairOf } from '../../support/records/flows.ts';

afterEach(() => connection.close());

const readerOf = (...given: Parameters<typeof folderWith>): ScopeHistoryReader =>
  new ScopeHistoryReader(folderWith(...given));

const startsOf = ({ parts }: ScopeHistory): number[] => parts.map(({ startMs }) => startMs / windowMs);

describe('the history of a host or network', () => {
  it('is the sum of its pairs in the closed windows, to the byte, or says how much it does not know', async () => {
    await fc.assert(
      fc.asyncProperty(stored, fc.nat(30), edges, scope, async (windows, merged, at, of) => {
        const reader = readerOf(windows, merged);
        const request = { edges: at.map((one) => one * windowMs), ...of, peers: 10 };
        const history = await reader.read(request, networks);
        const closed = windows.filter(({ closed }) => closed);
        const stretches = at.slice(1).map((end, i) => ({ start: at[i]!, end }));
        const held = stretches.filter(({ start, end }) =>
          closed.some(({ index }) => start <= index && index < end),
        );
        expect(startsOf(history)).toEqual(held.map(({ start }) => start));
        expect(history.isWhole).toBe(true);
        for (const [i, { start, end }] of held.entries()) {
          const part = history.parts[i]!;
          const truth = counted(
            closed.filter(({ index }) => start <= index && index < end),
            of,
          );
          const isByHour = start % windowsInHour === 0 && end % windowsInHour === 0;
          if (isByHour || merged === 0) expect(part).toMatchObject({ ...truth, unknown: 0 });
          expect(part.bytes).toBeLessThanOrEqual(truth.bytes);
          expect(part.bytes + part.unknown).toBeGreaterThanOrEqual(truth.bytes);
        }
        // What is known already is told again.
        expect(await reader.read(request, networks)).toEqual(history);
        connection.close();
      }),
      { numRuns: 60 },
    );
  });

  it('is the same where hosts are listed, with fewer pairs read', async () => {
    const listing = fc.record({
      atMs: fc.nat(9 * 86_400_000),
      steps: fc.nat(40),
      peers: fc.constantFrom(0, 10),
    });
    const asked = fc.tuple(scope, edges);
    await fc.assert(
      fc.asyncProperty(stored, fc.nat(30), asked, listing, async (windows, merged, [ends, at], how) => {
        const parts = folderWith(windows, merged);
        const request = { edges: at.map((one) => one * windowMs), ...ends, peers: how.peers };
        const { seen, ...expected } = await new ScopeHistoryReader(parts).read(request, networks);
        await listHosts(parts, how.atMs, how.steps);
        const listed = await new ScopeHistoryReader(parts).read(request, networks);
        // Without names, peers of one host are not counted where it is listed.
        const told = how.peers === 0 ? { ...expected, peerCount: listed.peerCount } : expected;
        expect(listed).toMatchObject(told);
        // Of hours that are listed it is known by the hour.
        expect(listed.seen === null).toBe(seen === null);
        if (how.peers > 0) expect(listed.seen).toEqual(seen);
        connection.close();
      }),
      { numRuns: 150 },
    );
    const far = { index: 200, flows: [], closed: true, grows: false };
    const parts = folderWith([...daysOf('10.0.0.1', '10.0.0.2', 96), far]);
    await listHosts(parts, 9 * 86_400_000);
    const unread = { ...parts.rows, list: parts.rows.list.bind(parts.rows), oldestMs: 0, scan: notRead };
    const request = { edges: [0, 92 * windowMs], host: '10.0.0.1', peer: null, peers: 0 };
    const history = await new ScopeHistoryReader({ ...parts, rows: unread }).read(request);
    expect(history).toMatchObject({
      parts: [{ sent: 92, unknown: 0 }],
      seen: { fromMs: 0, toMs: 92 * windowMs },
    });
    const absent = { ...request, host: '10.0.0.3', peers: 9 };
    expect(await new ScopeHistoryReader({ ...parts, rows: unread }).read(absent)).toMatchObject({
      seen: null,
    });
  });

  it.each([0, 9])('reads the pairs of hours that are joined to a day meanwhile (%i peers)', async (peers) => {
    const far = { index: 200, flows: [], closed: true, grows: false };
    const parts = folderWith([...daysOf('10.0.0.1', '10.0.0.2', 96), far]);
    const request = { edges: [0, 92 * windowMs], host: '10.0.0.1', peer: null, peers };
    const expected = await new ScopeHistoryReader(parts).read(request);
    await listHosts(parts, 97 * windowMs);
    const listed = parts.hosts.spans(-Infinity, Infinity);
    expect(listed.every(({ isDay }) => !isDay)).toBe(true);
    await listHosts(parts, 9 * 86_400_000);
    const find = parts.hosts.find.bind(parts.hosts);
    const hosts = { spans: () => listed, find };
    const history = await new ScopeHistoryReader({ ...parts, hosts }).read(request);
    expect(history).toEqual(expected);
    expect(history.parts).toMatchObject([{ sent: 92, unknown: 0 }]);
  });

  it('reads the pairs of hours whose list of hosts is damaged', async () => {
    const parts = folderWith(daysOf('10.0.0.1', '10.0.0.2', 20));
    const request = { edges: [0, 20 * windowMs], host: '10.0.0.1', peer: null, peers: 0 };
    await listHosts(parts, 24 * windowMs);
    connection.exec("UPDATE host_blocks SET hosts = x'28b52ffd'");
    const history = await new ScopeHistoryReader(parts).read(request);
    expect(history.parts).toMatchObject([{ sent: 20, unknown: 0 }]);
  });

  it('tells a direction by the home networks of now, whatever was summed by those before', async () => {
    const flows = [{ pair: pairOf('10.0.0.1', '192.0.2.9'), bytes: 5 }];
    const reader = readerOf([{ index: 0, flows, closed: true, grows: false }]);
    const auto = plainNetworks();
    const ends = { edges: [0, windowMs], host: '10.0.0.1', peer: null, peers: 0 };
    const sentTo = async (direction: Direction): Promise<unknown> =>
      (await reader.read({ ...ends, direction }, auto)).parts[0]?.sent;
    expect([await sentTo('out'), await sentTo('local')]).toEqual([5, 0]);
    auto.setHome([...auto.known.home, '192.0.2.0/24']);
    expect([await sentTo('local'), await sentTo('out')]).toEqual([5, 0]);
  });

  it('says where it had more peers than can be told apart', () => {
    const row = { ...{ isHour: false, isGrowing: false, bytes: 3, packets: 3 } };
    const peers = (...names: string[]) =>
      new Map(names.map((name) => [parseNetwork(name).packed, { sent: 1, received: 0 }]));
    const sums = (...names: string[]) => ({
      row: { ...row, startMs: epochMs(0), endMs: epochMs(windowMs) },
      ...{ sent: 3, received: 0, within: 0, packets: 3, unknown: 0, peers: peers(...names) },
    });
    const totals = new ScopeTotals(2);
    totals.add(sums('10.0.0.1', '10.0.0.2'));
    expect(totals.largest(1)).toMatchObject({ peerCount: 2, arePeersAll: true });
    totals.add(sums('10.0.0.1', '10.0.0.3'));
    expect(totals.largest(1)).toMatchObject({ peers: [{ sent: 2 }], peerCount: 2, arePeersAll: false });
  });

  it('names the peers with which most passed, and when it was seen first and last', async () => {
    const flows = (to: string, bytes: number): Flow[] => [
      { pair: pairOf('10.0.0.1', to), bytes },
      { pair: pairOf(to, '10.0.0.1'), bytes: 1 },
      { pair: pairOf('192.0.2.9', to), bytes: 1_000 },
    ];
    const window = (index: number, ...given: Flow[]): StoredWindow => ({
      index,
      flows: given,
      closed: true,
      grows: false,
    });
    const reader = readerOf([
      window(0, { pair: pairOf('192.0.2.9', '10.0.0.2'), bytes: 5 }),
      window(1, ...flows('10.0.0.2', 10)),
      window(2, ...flows('10.0.1.1', 30), ...flows('2001:db8::1', 7).slice(2)),
      window(3, ...flows('10.0.0.2', 15)),
      window(5),
    ]);
    const request = { edges: [0, 8 * windowMs], host: '10.0.0.1', peer: null };
    expect(await reader.read({ ...request, peers: 1 })).toMatchObject({
      seen: { fromMs: windowMs, toMs: 4 * windowMs },
      peers: [{ address: '10.0.1.1', sent: 30, received: 1 }],
      peerCount: 2,
    });
    const between = await reader.read({ ...request, peer: '10.0.0.2', peers: 5 });
    expect(between).toMatchObject({
      peers: [{ address: formatAddress(parseNetwork('10.0.0.2').packed), sent: 25, received: 2 }],
    });
    expect(between.parts).toMatchObject([{ bytes: 27, sent: 25, received: 2 }]);
  });

  it('does not know what folded and damaged pairs were', async () => {
    const pairs = addresses
      .slice(0, 4)
      .map((to, i) => ({ pair: pairOf('10.0.0.1', to), bytes: 10 * (i + 1) }));
    const rest = { pair: otherPair, bytes: 7 };
    const reader = readerOf([{ index: 0, flows: [...pairs, rest], closed: true, grows: false }]);
    const request = { edges: [0, windowMs], host: '10.0.0.1', peer: null, peers: 5 };
    expect((await reader.read(request)).parts).toMatchObject([{ bytes: 100, unknown: 7 }]);
    connection.close();
    const damaged = readerOf([{ index: 0, flows: pairs, closed: true, grows: false }]);
    connection.exec("UPDATE pane_pairs SET pairs = x'0109ff'");
    expect((await damaged.read(request)).parts).toMatchObject([{ bytes: 0, unknown: 100 }]);
  });

  it('ends where time runs out, with the newest part summed', async () => {
    const windows = [0, 1, 2, 3].map((index): StoredWindow => ({
      ...{ index, closed: true, grows: false },
      flows: [{ pair: pairOf('10.0.0.1', '10.0.0.2'), bytes: 1 }],
    }));
    const parts = folderWith(windows);
    const slow = new ScopeHistoryReader({ ...parts, clock: { monotonic: slowClock(2_000) } });
    const history = await slow.read({
      edges: [0, 1, 2, 3, 4].map((i) => i * windowMs),
      host: '10.0.0.1',
      peer: null,
      peers: 0,
    });
    expect(history.isWhole).toBe(false);
    expect(startsOf(history).at(-1)).toBe(3);
    expect(history.parts.length).toBeLessThan(4);
    expect(history.parts.every(({ bytes, unknown }) => bytes === 1 && unknown === 0)).toBe(true);
  });

  it('answers two who ask for different hosts at once, each with its own', async () => {
    const windows = Array.from({ length: 8 }, (_, index): StoredWindow => ({
      ...{ index, closed: true, grows: false },
      flows: [
        { pair: pairOf('10.0.0.1', '192.0.2.9'), bytes: 1 },
        { pair: pairOf('10.0.0.2', '192.0.2.9'), bytes: 100 },
      ],
    }));
    // Each row takes long enough for others to get their turn.
    const reader = new ScopeHistoryReader({ ...folderWith(windows), clock: { monotonic: slowClock(30) } });
    const sentBy = async (host: string): Promise<number> => {
      const { parts } = await reader.read({ edges: [0, 8 * windowMs], host, peer: null, peers: 5 });
      return parts.reduce((sum, { sent }) => sum + sent, 0);
    };
    expect(await Promise.all(['10.0.0.1', '10.0.0.2'].map(sentBy))).toEqual([8, 800]);
    expect([await sentBy('10.0.0.2'), await sentBy('10.0.0.1')]).toEqual([800, 8]);
  });

  it('does not know a row that was let go since it was listed', async () => {
    const window: StoredWindow = { index: 0, closed: true, grows: true, flows: [] };
    const parts = folderWith([{ ...window, flows: [{ pair: pairOf('10.0.0.1', '10.0.0.2'), bytes: 9 }] }]);
    const [row] = parts.rows.list(0, windowMs);
    connection.exec('DELETE FROM pane_deltas');
    const gone = { list: () => [row!], scan: parts.rows.scan.bind(parts.rows), oldestMs: 0 };
    const reader = new ScopeHistoryReader({ ...parts, rows: gone });
    const history = await reader.read({ edges: [0, windowMs], host: '10.0.0.1', peer: null, peers: 5 });
    expect(history.parts).toMatchObject([{ bytes: 0, unknown: 9 }]);
  });

  it('of overlapping windows is the sum of what passed, and does not know what is no longer kept', async () => {
    using folder = new TemporaryFolder();
    const settings: CheckSettings = {
      ...{ windowMs: 10_000, slideMs: 5_000, latenessMs: 0, intervalMs: 1_000 },
      ...{ filter: '', sources: [], destinations: [], rules: plainRules },
    };
    const flows = (bytes: number): PastSecond['flows'] => [flow('10.0.0.1', '10.0.0.2', bytes)];
    const seconds = Array.from({ length: 40 }, (_, i) => ({ fromMs: i * 1_000, flows: flows(i + 1) }));
    await writePast(folder.path, settings, [], seconds);
    const data = DataFolder.share(folder.path);
    const series = data.series.find(seriesName('live', 'lo', settings))!;
    const read = (): Promise<ScopeHistory> =>
      ScopeHistoryReader.of(data, series, systemClock).read({
        ...{ edges: [0, 10_000, 20_000, 30_000], host: '10.0.0.1', peer: null, peers: 5 },
      });
    expect((await read()).parts.map(({ sent, unknown }) => [sent, unknown])).toEqual([
      [55, 0],
      [155, 0],
      [255, 0],
    ]);
    for (const table of ['pane_pairs', 'pane_deltas'])
      data.connection.exec(`DELETE FROM ${table} WHERE start_ms < 10000`);
    const [oldest, ...kept] = (await read()).parts;
    expect(oldest!.sent + oldest!.unknown).toBeGreaterThanOrEqual(55);
    expect(kept.map(({ sent, unknown }) => [sent, unknown])).toEqual([
      [155, 0],
      [255, 0],
    ]);
    data.dispose();
  });

  it('refuses what is not an address or network', async () => {
    const reader = readerOf([]);
    const request = { edges: [0, 1], host: '10.0.0.300', peer: null, peers: 0 };
    await expect(reader.read(request)).rejects.toMatchObject({ code: 'request/invalid' });
  });
});

/** A byte from one host to another in each of this many windows. */
const daysOf = (from: string, to: string, count: number): StoredWindow[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ index, closed: true, grows: false },
    flows: [{ pair: pairOf(from, to), bytes: 1 }],
  }));

function notRead(): never {
  throw new Error('read');
}

/** A clock by which so much time passes with each look. */
function slowClock(stepMs: number): () => ReturnType<FakeClock['monotonic']> {
  const clock = new FakeClock();
  return () => {
    clock.advance(stepMs);
    return clock.monotonic();
  };
}
