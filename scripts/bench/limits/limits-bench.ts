import { addTo, emptyWindow } from '../../../test/support/store/windows.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNetwork } from '../../../src-main/common/address.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { parseJsonRows } from '../../../src-main/engine/limits/json-rows.ts';
import { writeLimits } from '../../../src-main/engine/limits/limit-export.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, type Measurement, summarise } from '../measurement.ts';
import { hasPostgres, PostgresServer } from '../../postgres/postgres-server.ts';
import { limitRows, pairHosts } from './limit-rows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const rowCount = 100_000;
const pairCount = 100_000;
/** Pairs that a drain of the log touches. */
const drained = 5_000;
const mostImportMs = 2_000;
const mostJudgeMs = 20;

/** What the steps of a run took. */
type Steps = Readonly<Record<string, Figures>>;

const units = { wall: 'ms', cpu: 'ms' };

/** Wall and CPU time of a step, in ms. */
async function timed(run: () => unknown): Promise<{ wall: number; cpu: number }> {
  const begun = performance.now();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - begun, cpu: (user + system) / 1000 };
}

/** Imports a source into a fresh data folder, from its first byte to the commit; then the same rows again. */
async function importRun(source: string): Promise<Steps> {
  const dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  const folder = DataFolder.lock(dataDir);
  const sync = new LimitSync({
    ...{ repository: folder.limits, clock: systemClock, openSource, refresh: { mode: 'manual' } },
  });
  try {
    const first = await timed(() => sync.import(openSource(source, systemClock)));
    await sync.sync();
    const again = await timed(() => sync.sync());
    if (sync.limits.length !== rowCount) throw new Error(`${sync.limits.length} limits were imported`);
    return { import: first, again };
  } finally {
    sync.dispose();
    folder.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const pairs = Array.from({ length: pairCount }, (_, i) => {
  const [source, destination] = pairHosts(i);
  return (parseNetwork(source).packed + parseNetwork(destination).packed) as PairKey;
});

/** A window of all pairs, judged when it is seen first, after a drain of the log, and at its end. */
async function judgeRun(limits: readonly Limit[]): Promise<Steps> {
  const window = emptyWindow(2e12, 2e12 + 300_000, 250_000);
  for (const pair of pairs) addTo(window, pair, 1_500, 1);
  let verdicts!: WindowVerdicts;
  const inForce = await timed(() => {
    verdicts = new WindowVerdicts(new LimitTable(limits, 300_000).at(window.startMs), window);
  });
  const first = await timed(() => verdicts.take());
  for (let i = 0; i < drained; i += 1) addTo(window, pairs[(i * 17) % pairCount]!, 1_500, 1);
  const drain = await timed(() => verdicts.take());
  window.close();
  const close = await timed(() => verdicts.take());
  return { 'in force': inForce, 'first look': first, drain, close };
}

/** Runs the steps again and again; each is a contender of its own. */
async function repeat(
  { runs, say }: BenchOptions,
  name: string,
  run: () => Promise<Steps>,
): Promise<Measurement[]> {
  const all: Steps[] = [];
  await run(); // once for the compiler
  for (let i = 1; i <= runs; i += 1) {
    say(`${name}: run ${i} of ${runs}`);
    all.push(await run());
  }
  return Object.keys(all[0]!).flatMap((step) =>
    summarise(
      `limits/${name}`,
      step,
      units,
      all.map((steps) => steps[step]!),
    ),
  );
}

function target(text: string, measured: readonly Measurement[], most: number): string {
  const values = measured.map(({ median }) => median);
  const shown = values.map((value) => `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`);
  return `${Math.max(...values) <= most ? 'reached' : 'missed'}: ${text}: ${shown.join(', ')}`;
}

/** Imports of 100,000 limits, and windows of 100,000 pairs evaluated against them. */
export async function limitsBench(options: BenchOptions): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  try {
    const { limits } = parseJsonRows(JSON.stringify(limitRows(rowCount)), 'rows');
    const measurements: Measurement[] = [];
    for (const form of ['json', 'csv'] as const) {
      const file = join(folder, `limits.${form}`);
      writeFileSync(file, writeLimits(limits, form));
      measurements.push(...(await repeat(options, form, () => importRun(file))));
    }
    if (hasPostgres) measurements.push(...(await postgresRuns(options, limits)));
    measurements.push(...(await repeat(options, 'judging', () => judgeRun(limits))));
    return { measurements, notes, targets: targetsOf(measurements) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same rows from a table of a server on this machine. */
async function postgresRuns(options: BenchOptions, limits: readonly Limit[]): Promise<Measurement[]> {
  const server = await PostgresServer.start();
  try {
    await server.run(writeLimits(limits, 'sql'));
    await server.run('ANALYZE traffic_limits');
    return await repeat(options, 'postgres', () => importRun(server.url('owner')));
  } finally {
    server.stop();
  }
}

const notes = [
  `Import: ${rowCount.toLocaleString('en')} rows (hosts, pairs, networks, pairs of networks) from a file, or from a ` +
    'PostgreSQL server on the same machine where one is installed, into a fresh data folder: from opening the source to ' +
    'the end of the transaction. `again` is a sync that finds the same rows.',
  `Judging: a window of ${pairCount.toLocaleString('en')} pairs against those rows. \`in force\` prepares the limits: ` +
    'once for each change of the limits and each effective date that passes. `first look` is one at a window ' +
    `that holds all pairs already, as after a restart; \`drain\` a look after ${drained.toLocaleString('en')} records ` +
    'for pairs of it; `close` the look at its end, at every limit.',
];

const names: Readonly<Record<string, string>> = {
  'limits/json': 'JSON',
  'limits/csv': 'CSV',
  'limits/postgres': 'PostgreSQL',
};

/** The sources that were imported. */
const sourcesOf = (measurements: readonly Measurement[]): string =>
  [...new Set(measurements.flatMap(({ bench }) => names[bench] ?? []))].join(', ');

function targetsOf(measurements: readonly Measurement[]): string[] {
  const wall = (...steps: string[]): Measurement[] =>
    measurements.filter(({ contender, metric }) => metric === 'wall' && steps.includes(contender));
  return [
    target(
      `100,000 rows imported in at most ${mostImportMs} ms (${sourcesOf(measurements)})`,
      wall('import'),
      mostImportMs,
    ),
    target(
      `judged for a window of 100,000 pairs in at most ${mostJudgeMs} ms (at a drain, at its end)`,
      wall('drain', 'close'),
      mostJudgeMs,
    ),
  ];
}
