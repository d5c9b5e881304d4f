import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { writeWindows } from '../../support/store/stored-windows.ts';

const minute = 60_000;
const count = 3_000;
const startMs = Date.UTC(2026, 0, 1);

it('exports every window once and in order, to a pipe and to a file', async () => {
  using folder = new TemporaryFolder();
  const dataDir = folder.file('data');
  const stored = DataFolder.lock(dataDir);
  const { id } = stored.series.open('live|lo', { sizeMs: minute, slideMs: minute }, epochMs(0));
  writeWindows(stored.connection, { seriesId: id, startMs, sizeMs: minute, count });
  stored.dispose();
  const run = (...options: string[]) => runCli('windows', 'export', '--data-dir', dataDir, ...options);
  const starts = Array.from({ length: count }, (_, i) => new Date(startMs + i * minute).toISOString());

  const json = await run('--format', 'json');
  expect(json.windows().map(({ start, bytes }) => [start, bytes])).toEqual(
    starts.map((start, i) => [start, 1_000 + (i % 1_000)]),
  );
  const file = folder.file('windows.csv');
  const csv = await run('--format', 'csv', '--output', file, '--from', starts[10]!, '--to', starts[2_000]!);
  expect(csv.errors).toContain('1990 windows written');
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  expect(rows.map((row) => row.split(',')[0])).toEqual(starts.slice(10, 2_000));
  const again = await run('--format', 'csv', '--output', file);
  expect([again.status, again.errors]).toMatchObject([
    1,
    expect.stringContaining("can't be written") as string,
  ]);
});
