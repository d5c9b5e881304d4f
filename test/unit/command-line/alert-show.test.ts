import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { CommandLine, linesOf, sources, TemporaryFolder } from '../../support/process/command-line.ts';
import { type PastSecond, writePast } from '../../support/desktop/desktop-history.ts';
import { flow } from '../../support/records/flows.ts';

const windowMs = 300_000;
const settings: CheckSettings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 0, intervalMs: 1_000 },
  ...{ filter: '', sources: [], destinations: [], rules: plainRules },
};
const startMs = Date.UTC(2026, 0, 31, 8);
const limitOf = (value: number, source: string | null, destination: string | null = null): Limit => ({
  ...{ name: 'max', value, effectiveMs: epochMs(0) },
  ...{ source, destination, windowSeconds: null },
});

/** Five quiet windows, two with a flood in which a pair is new and one has grown, and one more. */
const past: PastSecond[] = Array.from({ length: 8 }, (_, i) => {
  const isFlood = i === 5 || i === 6;
  const flood = [flow('10.0.0.9', '192.0.2.1', 6_000 + i), flow('10.0.0.7', '192.0.2.1', 3_000)];
  const usual = [flow('10.0.0.7', '192.0.2.1', 100), flow('10.0.0.8', '192.0.2.1', 200)];
  return { fromMs: startMs + i * windowMs, flows: [...usual, ...(isFlood ? flood : [])] };
});

it('answers who made an alert, what changed when it began, and which versions its limit had', async () => {
  using folder = new TemporaryFolder();
  const limit = limitOf(5_000, '10.0.0.0/24');
  await writePast(folder.path, settings, [limit], past);
  const data = DataFolder.share(folder.path);
  for (const [i, value] of [4_000, 5_000].entries())
    data.limits.replace([{ ...limit, value }], { kind: 'import', origin: 'limits.json' }, epochMs(i));
  data.dispose();
  const dataDir = ['--data-dir', folder.path];
  const [listed] = await linesOf('alerts', 'list', '--format', 'json', ...dataDir);
  const { id } = JSON.parse(listed!) as { id: string };
  const [line] = await linesOf('alerts', 'show', id.slice(0, 8), '--format', 'json', ...dataDir);
  const pair = (source: string, bytes: number, usual: number) => ({
    ...{ source, destination: '192.0.2.1', bytes, usual },
  });
  expect(JSON.parse(line!)).toMatchObject({
    ...{ type: 'alert', id, observed: 9_306, windows: 2, comparedWindows: 5 },
    who: [pair('10.0.0.9', 6_006, 0), pair('10.0.0.7', 3_100, 100), pair('10.0.0.8', 200, 200)],
    changed: [pair('10.0.0.9', 6_005, 0), pair('10.0.0.7', 3_100, 100)],
    comparedWith: { start: '2026-01-31T08:00:00.000Z', end: '2026-01-31T08:25:00.000Z' },
    versions: [{ limit: { value: 4_000 } }, { limit: { value: 5_000 }, removed: null }],
    captureFilter: 'src net 10.0.0.0/24',
    ...{ exact: true, lacks: [], comments: [] },
  });
  const text = (await linesOf('alerts', 'show', id, ...dataDir)).join('\n');
  expect(text).toMatch(/10\.0\.0\.9 +192\.0\.2\.1 +5\.87 KiB +64 % +nothing/);
  expect(text).toContain('usual: the middle of 5 windows');
  expect(text).toContain('Its peak is exact.');
  expect(text).toContain('max 5,000 bytes for 10.0.0.0/24 → any, from 1970-01-01 00:00:00');
});

it('says that it is not known what is usual where no pairs are kept', async () => {
  using folder = new TemporaryFolder();
  await writePast(folder.path, settings, [limitOf(5_000, null)], past);
  const data = DataFolder.share(folder.path);
  data.connection.exec('DELETE FROM pane_pairs; DELETE FROM pane_deltas');
  const { id } = data.alerts.newest(data.series.newest()!.id, 1, epochMs(0))[0]!;
  data.dispose();
  const text = (await linesOf('alerts', 'show', id, '--data-dir', folder.path)).join('\n');
  expect(text).toMatch(/10\.0\.0\.9 +192\.0\.2\.1 +5\.87 KiB +64 %/);
  expect(text).toContain('What is usual is not known');
  expect(text).toMatch(/Capture filter: \(src host 10\.0\.0\.9 and dst host 192\.0\.2\.1\) or /);
});

it('keeps what people write about an alert, with who and when', async () => {
  using folder = new TemporaryFolder();
  await writePast(folder.path, settings, [limitOf(5_000, null)], past);
  const dataDir = ['--data-dir', folder.path];
  const [listed] = await linesOf('alerts', 'list', '--format', 'json', ...dataDir);
  const { id } = JSON.parse(listed!) as { id: string };
  expect(await linesOf('alerts', 'comment', id.slice(0, 8), '  the backup ', ...dataDir)).toEqual([
    `Commented on ${id}.`,
  ]);
  const [told] = await linesOf('alerts', 'comment', id, 'Kim: “done”', '--format', 'json', ...dataDir);
  const first = { by: userInfo().username, text: 'the backup' };
  const second = { by: userInfo().username, text: 'Kim: “done”' };
  expect(JSON.parse(told!)).toMatchObject({ type: 'comment', id, ...second });
  const [line] = await linesOf('alerts', 'show', id, '--format', 'json', ...dataDir);
  expect(JSON.parse(line!)).toMatchObject({ comments: [first, second] });
  const text = (await linesOf('alerts', 'show', id, ...dataDir)).join('\n');
  expect(text).toMatch(/Comments:\n {2}\d{4}-\S+ \S+ \S+: the backup\n/);
  // Each command is a process: what the store refuses is asked of it directly.
  const data = DataFolder.share(folder.path);
  const refusal = (text: string) => () => data.comments.add(id, 'kim', text, epochMs(0));
  expect(refusal(' \n')).toThrow('The comment is empty');
  expect(refusal('x'.repeat(1001))).toThrow('A comment has 1000 characters at most');
  data.dispose();
  const unknown = ['alerts', 'comment', 'ffff', 'x', ...dataDir];
  const run = new CommandLine(unknown, { program: sources });
  expect(await run.end()).toBe(1);
  expect(run.errors).toContain('No alert has an id that begins with "ffff"');
});
