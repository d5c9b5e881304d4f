import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWindows } from '../../../test/support/store/stored-windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { historyTiers } from '../../../src-main/common/space.ts';
import { foresee, usuallyKept } from '../../../src-main/engine/store/space-forecast.ts';
import { Pane } from '../../../src-main/engine/windows/pane.ts';
import { node, root } from '../../setup/paths.mjs';
import { type Measurement, summarise } from '../measurement.ts';
import { activePairs } from './active-pairs.ts';
import { CheckedFolder } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { cpuMicros } from './cpu-time.ts';
import { peerFolders } from './peer-folders.ts';

const windowMs = 300_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2006, 0, 1);

/** What people and retention ask of the history, beside this many windows of five minutes. */
export const range = (few: number, many: number): Subject => ({
  name: 'history',
  open: () => Promise.resolve([few, many].map(stored)),
});

function stored(count: number): Contender {
  const folder = filled(count);
  const windows = folder.folder.windows(folder.series);
  while (windows.rollups.refresh(1_000) > 0);
  const endMs = startMs + count * windowMs;
  // Days of a time zone an hour from UTC.
  const days = Array.from({ length: 3_651 }, (_, i) => endMs - hourMs - (3_650 - i) * dayMs);
  // Half an hour off, as in India: two hours of each day are in parts.
  const halfHours = days.map((at) => at - hourMs / 2);
  const months = days.filter((_, i) => i % 30 === 0);
  const look = (): void => {
    for (const tier of historyTiers) folder.folder.history.drop(tier, epochMs(startMs), 1_000);
  };
  return {
    name: `${count.toLocaleString('en')} windows`,
    run: async () => ({
      days: await cpuMicros(() => windows.rollups.between(days)),
      'half hours': await cpuMicros(() => windows.rollups.between(halfHours)),
      months: await cpuMicros(() => windows.rollups.between(months)),
      list: await cpuMicros(() => windows.list(startMs, endMs - 10 * dayMs, 1_000)),
      look: await cpuMicros(look),
    }),
    dispose: () => folder.dispose(),
  };
}

function filled(count: number): CheckedFolder {
  const folder = new CheckedFolder([], windowMs);
  const seriesId = folder.series.id;
  writeWindows(folder.folder.connection, { seriesId, startMs, sizeMs: windowMs, count });
  return folder;
}

/** The largest memory of an export of this many windows, in MiB. */
export async function exported(count: number): Promise<Measurement[]> {
  const folder = filled(count);
  folder.close();
  try {
    const cli = [
      '--max-semi-space-size=8',
      join(root, 'dist/main/cli.js'),
      'windows',
      'export',
      '--format',
      'csv',
    ];
    const child = spawn(node, [...cli, '--data-dir', folder.dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let memory = 0;
    child.stdout.on('data', () => (memory = Math.max(memory, residentMiB(child.pid!))));
    await once(child, 'close');
    const name = `${count.toLocaleString('en')} windows`;
    return summarise('engine/export', name, { memory: 'MiB' }, [{ memory }]);
  } finally {
    folder.remove();
  }
}

const residentMiB = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0; // It has ended.
  }
};

/**
 * What a folder takes after 90 days with this many active pairs, by what an hour of them takes.
 *
 * @param hasPeers whether vnStat and nfcapd are measured with the same traffic
 */
export async function folderSize(pairs: number, hasPeers: boolean): Promise<Measurement[]> {
  const folder = filled(24);
  const windows = folder.folder.windows(folder.series);
  const traffic = activePairs(pairs);
  for (let at = 0; at < 24; at += 1) {
    const pane = new Pane(epochMs(startMs + at * windowMs), windows.panes, pairs);
    for (const { key, bytes, packets } of traffic.next().value) pane.add(key, bytes, packets);
    windows.panes.save({ startMs: pane.startMs, change: pane.change, final: pane.pairs, scopes: null });
    windows.panes.fold(pane.startMs);
  }
  windows.hourPairs.merge(epochMs(startMs + hourMs + windowMs));
  const bytes = foresee(folder.folder.connection, folder.series, usuallyKept) ?? Infinity;
  folder.dispose();
  const peers = hasPeers ? await peerFolders(pairs) : [];
  return [{ name: 'streamchecker', bytes }, ...peers].flatMap((one) =>
    summarise(folderBench(pairs), one.name, { size: 'MB' }, [{ size: one.bytes / 1e6 }]),
  );
}

/** The name of the bench with this many pairs. */
export const folderBench = (pairs: number): string => `engine/folder/${pairs.toLocaleString('en')} pairs`;
