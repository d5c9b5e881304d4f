import { epochMs } from '../../../src-main/common/units.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { HostIndex } from '../../../src-main/engine/history/host-index.ts';
import { HostSearch } from '../../../src-main/engine/history/host-search.ts';
import { ScopeHistoryReader } from '../../../src-main/engine/history/scope-history.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { KnownHostRepository } from '../../../src-main/engine/store/known-host-repository.ts';
import { HostRepository } from '../../../src-main/engine/store/host-repository.ts';
import { hostsInBlock, type HostTable } from '../../../src-main/engine/windows/host-table.ts';
import { hostColumnCount, hostColumns } from '../../../src-main/engine/windows/host-totals.ts';
import { Pane } from '../../../src-main/engine/windows/pane.ts';
import { random } from '../../../test/support/process/random.ts';
import { writeWindows } from '../../../test/support/store/stored-windows.ts';
import { type Measurement, summarise } from '../measurement.ts';
import { activePairs } from './active-pairs.ts';
import { CheckedFolder } from './checked-folder.ts';
import { cpuMicros } from './cpu-time.ts';

const windowMs = 300_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 90;
const endMs = Date.UTC(2026, 5, 1);
const startMs = endMs - days * dayMs;
/** Pairs are kept by window for so long. */
const windowDays = 7;

/** The history of a host over 90 days with this many pairs in each hour, and what the lists of hosts take. */
export async function hostHistory(pairs: number, runs: number): Promise<Measurement[]> {
  const folder = new CheckedFolder([], windowMs);
  const bench = `engine/hosts/${pairs.toLocaleString('en')} pairs`;
  try {
    fill(folder, pairs);
    const before = sizeOf(folder);
    const reader = (): ScopeHistoryReader => ScopeHistoryReader.of(folder.folder, folder.series, systemClock);
    const edges = Array.from({ length: days + 1 }, (_, i) => startMs + i * dayMs);
    // A host of ours, that is seen in each hour, and one that is seen now and then.
    const [usual, rare] = ['10.0.0.7', '158.55.121.9'];
    const read = (host: string, peers: number) => (): Promise<unknown> =>
      reader().read({ edges, host, peer: null, peers });
    const measured = async (): Promise<Readonly<Record<string, number>>> => ({
      sums: await cpuMicros(read(usual, 0)),
      'with-peers': await cpuMicros(read(usual, 50)),
      'rare-with-peers': await cpuMicros(read(rare, 50)),
    });
    const units = { sums: 'µs', 'with-peers': 'µs', 'rare-with-peers': 'µs' };
    const repeated = async () => {
      const all = [];
      await measured();
      for (let i = 0; i < runs; i++) all.push(await measured());
      return all;
    };
    const unlisted = summarise(bench, 'pairs alone', units, await repeated());
    const listing = await cpuMicros(() => list(folder));
    const listed = summarise(bench, 'hosts listed', units, await repeated());
    const size = sizeOf(folder);
    return [
      ...unlisted,
      ...listed,
      ...summarise(bench, 'hosts listed', { listing: 'µs', pairs: 'MB', lists: 'MB' }, [
        { listing, pairs: before.pairs / 1e6, lists: size.lists / 1e6 },
      ]),
    ];
  } finally {
    folder.dispose();
  }
}

function fill({ folder, series }: CheckedFolder, pairs: number): void {
  writeWindows(folder.connection, {
    seriesId: series.id,
    startMs,
    sizeMs: windowMs,
    count: (days * dayMs) / windowMs,
  });
  const windows = folder.windows(series);
  const traffic = activePairs(pairs);
  // Older hours are stored as one pane each, and then as hours.
  const windowsFrom = endMs - windowDays * dayMs;
  for (let at = startMs; at < endMs; at += at < windowsFrom ? hourMs : windowMs) {
    const pane = new Pane(epochMs(at), windows.panes, pairs);
    for (const { key, bytes, packets } of traffic.next().value) pane.add(key, bytes, packets);
    windows.panes.save({ startMs: pane.startMs, change: pane.change, final: pane.pairs, scopes: null });
    windows.panes.fold(pane.startMs);
  }
  while (windows.hourPairs.merge(epochMs(windowsFrom + windowMs)));
  while (windows.rollups.refresh(1_000) > 0);
}

async function list({ folder, series }: CheckedFolder): Promise<void> {
  const index = HostIndex.of(folder, series, new Calendar('UTC'));
  while (await index.step(epochMs(endMs)));
}

function sizeOf({ folder: { connection } }: CheckedFolder): { pairs: number; lists: number } {
  const bytes = (sql: string): number => connection.prepare(sql).pluck().get() as number;
  return {
    pairs: bytes(
      `SELECT (SELECT sum(length(pairs)) FROM pane_pairs) + (SELECT sum(length(pairs)) FROM hour_pairs)`,
    ),
    lists: bytes(`SELECT coalesce((SELECT sum(length(hosts)) FROM host_blocks), 0)
      + coalesce((SELECT sum(length(hosts)) FROM known_hosts), 0)`),
  };
}

/** A search among so many hosts that were ever seen, as one types. */
export async function hostSearch(hosts: number, runs: number): Promise<Measurement[]> {
  const folder = new CheckedFolder([], windowMs);
  try {
    const { connection } = folder.folder;
    const spans = new HostRepository(connection, folder.series.id);
    const known = new KnownHostRepository(connection, folder.series.id, spans);
    const span = {
      isDay: true,
      startMs: epochMs(startMs),
      endMs: epochMs(startMs + dayMs),
      reachesMs: epochMs(startMs + dayMs),
    };
    for (const _ of spans.saveDay({ ...span, bytes: 0, packets: 0, unknown: 0 }, someHosts(hosts)));
    for (;;) {
      const [stored] = spans.spans(0, Infinity);
      if (!known.take(stored!)) break;
    }
    const search = HostSearch.of(folder.folder, folder.series, () => endMs);
    const found = (text: string) => cpuMicros(() => search.find({ text, addresses: [], count: 50 }));
    const once = async () => ({
      all: await found(''),
      part: await found('68.1'),
      network: await found('10.7.0.0/16'),
      address: await found('10.7.3.1'),
      none: await found('printer'),
    });
    const units = { all: 'µs', part: 'µs', network: 'µs', address: 'µs', none: 'µs' };
    await once();
    const all = [];
    for (let i = 0; i < runs; i++) all.push(await once());
    return summarise('engine/hosts/search', `${hosts.toLocaleString('en')} hosts`, units, all);
  } finally {
    folder.dispose();
  }
}

/** Half of them IPv4, half of them IPv6. */
function* someHosts(count: number): Generator<HostTable> {
  const below = random(count);
  for (const family of [4, 6] as const) {
    for (let from = 0; from < count / 2; from += hostsInBlock) {
      const length = Math.min(hostsInBlock, count / 2 - from);
      const step = Math.floor(2 ** 32 / (count / 2));
      const column = (value: (i: number) => number): Uint32Array =>
        Uint32Array.from({ length }, (_, i) => value(i));
      const words =
        family === 4
          ? [column((i) => (from + i) * step + below(step))]
          : [
              column(() => 0x20010db8),
              column((i) => (from + i) * step + below(step)),
              column(() => below(2 ** 31)),
              column(() => below(2 ** 31)),
            ];
      const counts = Array.from({ length: hostColumnCount }, (_, i) =>
        Float64Array.from({ length }, () =>
          i === hostColumns.hours ? 1 + below(2 ** 24 - 1) : i === hostColumns.within ? 0 : below(1e9),
        ),
      );
      yield { family, count: length, words, counts };
    }
  }
}
