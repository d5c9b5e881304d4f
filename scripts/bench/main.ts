/** `npm run bench -- capture|engine|limits|stream|cluster|app [--quick] [--runs N] [--soak MINUTES] [--peers] [--format table|json] [--write]` */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';
import { appBench } from './app/app-bench.ts';
import type { Bench, BenchReport } from './bench.ts';
import { clusterBench } from './cluster/cluster-bench.ts';
import { captureBench } from './capture/capture-bench.ts';
import { document } from './document.ts';
import { engineBench } from './engine/engine-bench.ts';
import { limitsBench } from './limits/limits-bench.ts';
import { machineFacts } from './machine.ts';
import { streamBench } from './stream/stream-bench.ts';
import { byBench, plainTable, rowsOf } from './results-table.ts';

const usage =
  'usage: npm run bench -- capture|engine|limits|stream|cluster|app [--quick] [--runs N] [--soak MINUTES] [--peers] [--format table|json] [--write]';

const benches = new Map<string, Bench>([
  ['capture', captureBench],
  ['engine', engineBench],
  ['limits', limitsBench],
  ['stream', streamBench],
  ['cluster', clusterBench],
  ['app', appBench],
]);

class UsageError extends Error {}

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

function readArguments() {
  const options = {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    soak: { type: 'string', default: '0' },
    format: { type: 'string', default: 'table' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const runs = Number(values.runs);
    const soakMinutes = Number(values.soak);
    const [name = ''] = positionals;
    if (positionals.length !== 1 || !benches.has(name)) throw new Error('name one benchmark');
    if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1 on');
    if (!(soakMinutes >= 0)) throw new Error('--soak takes minutes');
    if (!['table', 'json'].includes(values.format)) throw new Error('--format takes table or json');
    return { ...values, runs, soakMinutes, name };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; ${usage}`);
  }
}

function print({ measurements, notes, targets }: BenchReport, format: string): void {
  const lines =
    format === 'json'
      ? measurements.map((measurement) => JSON.stringify(measurement))
      : [...byBench(measurements)].map(([bench, own]) => `${bench}\n${plainTable(rowsOf(own))}\n`);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (format === 'table') process.stdout.write(`${[...notes, '', ...targets].join('\n')}\n`);
}

async function main(): Promise<void> {
  const { name, runs, quick, soakMinutes, peers: hasPeers, format, write } = readArguments();
  const bench = benches.get(name)!;
  const facts = await machineFacts();
  const report = await bench({ runs, quick, soakMinutes, hasPeers, say });
  print(report, format);
  if (!write) return;
  const page = join(root, 'docs/benchmarks.md');
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(page, document(readFileSync(page, 'utf8'), name, report, facts, day));
}

try {
  await main();
} catch (error) {
  say((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
