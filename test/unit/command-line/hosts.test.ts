import { expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { CommandLine, linesOf, sources, TemporaryFolder } from '../../support/process/command-line.ts';
import { writePast } from '../../support/desktop/desktop-history.ts';
import { flow } from '../../support/records/flows.ts';

const settings: CheckSettings = {
  ...{ windowMs: 300_000, slideMs: 300_000, latenessMs: 0, intervalMs: 1_000 },
  ...{ filter: '', sources: [], destinations: [], rules: plainRules },
};
const startMs = Date.UTC(2026, 0, 31, 8);

it.each([
  [['hosts', 'show', '@nobody']],
  [['totals', '--group', 'nobody']],
  [['limits', 'suggest', '--source', '@nobody']],
])('names a group that there is not, also where there is no history: %s', async (asked) => {
  using folder = new TemporaryFolder();
  const run = new CommandLine([...asked, '--data-dir', folder.path], { program: sources });
  expect([await run.end(), run.errors]).toEqual([
    1,
    expect.stringContaining(
      'There is no group of networks @nobody. No group is set; the setting networks.groups',
    ),
  ]);
});

it('finds hosts and shows what one sent and received by day', async () => {
  using folder = new TemporaryFolder();
  const dataDir = ['--data-dir', folder.path];
  const none = `There is no history in ${folder.path} yet: monitor, check or replay with --data-dir writes one.`;
  expect(await linesOf('hosts', 'search', ...dataDir)).toEqual([none]);
  expect(await linesOf('hosts', 'show', '10.0.0.7', ...dataDir)).toEqual([none]);
  await writePast(
    folder.path,
    settings,
    [],
    [
      { fromMs: startMs, flows: [flow('10.0.0.7', '192.0.2.1', 1_200), flow('192.0.2.1', '10.0.0.7', 340)] },
      { fromMs: startMs + 3_000, flows: [flow('10.0.0.8', '192.0.2.9', 5)] },
      { fromMs: startMs + 900_000, flows: [flow('10.0.0.7', '192.0.2.2', 9)] },
    ],
  );
  expect((await linesOf('hosts', 'search', '0.0.7', ...dataDir))[1]).toMatch(
    /^10\.0\.0\.7 +1\.18 KiB +340 B +2026-01-31 08:00:00 +/,
  );
  const found = await linesOf(
    'hosts',
    'search',
    '192.0.2.0/24',
    '--count',
    '1',
    '--format',
    'json',
    ...dataDir,
  );
  expect(found.map((line) => JSON.parse(line) as object)).toEqual([
    {
      ...{ type: 'host', address: '192.0.2.1', sent: 340, received: 1_200 },
      ...{ first: '2026-01-31T08:00:00.000Z', last: '2026-01-31T09:00:00.000Z' },
    },
    { type: 'host-search', matching: 3, isWhole: true },
  ]);
  const range = ['--from', '2026-01-31', '--to', '2026-02-01'];
  const shown = await linesOf('hosts', 'show', '10.0.0.7', ...range, ...dataDir);
  expect(shown[1]).toMatch(/^2026-01-31 00:00:00 +1\.17 KiB +340 B +1\.50 KiB +exact$/);
  expect(shown.slice(2)).toEqual([
    'seen from 2026-01-31 08:00:00 to 2026-01-31 08:05:00',
    '1 peer',
    expect.stringMatching(/^peer/),
    expect.stringMatching(/^192\.0\.2\.1 +1\.17 KiB +340 B$/),
  ]);
  const [line] = await linesOf('hosts', 'show', '10.0.0.7', ...range, '--format', 'json', ...dataDir);
  expect(JSON.parse(line!)).toMatchObject({
    ...{ type: 'host-history', host: '10.0.0.7', peer: null, isWhole: true, arePeersAll: true },
    seen: { from: '2026-01-31T08:00:00.000Z', to: '2026-01-31T08:05:00.000Z' },
    days: [{ sent: 1_200, received: 340, bytes: 1_540, unknown: 0, exact: true }],
    peers: [{ address: '192.0.2.1', sent: 1_200, received: 340 }],
  });
});

it('says that a search did not go through all traffic', async () => {
  using folder = new TemporaryFolder();
  const dataDir = ['--data-dir', folder.path];
  const flows = [flow('10.0.0.7', '192.0.2.1', 1)];
  const dayMs = 86_400_000;
  await writePast(
    folder.path,
    settings,
    [],
    [
      { fromMs: startMs - 2 * dayMs, flows },
      { fromMs: startMs, flows },
    ],
  );
  expect(await linesOf('hosts', 'search', '10.0.0.9', ...dataDir)).toEqual([
    'No such host is listed.',
    'Some traffic is not listed yet, or hosts found no room, or their list was damaged.',
  ]);
  const [line] = await linesOf('hosts', 'search', '10.0.0.9', '--format', 'json', ...dataDir);
  expect(JSON.parse(line!)).toEqual({ type: 'host-search', matching: 0, isWhole: false });
});

it('shows all times in the time zone of the periods, whatever that of the machine is', async () => {
  using folder = new TemporaryFolder();
  const limit: Limit = {
    ...{ name: 'max', value: 1_000, effectiveMs: epochMs(0) },
    ...{ source: null, destination: null, windowSeconds: null },
  };
  const past = [{ fromMs: startMs, flows: [flow('10.0.0.7', '192.0.2.1', 1_200)] }];
  await writePast(folder.path, { ...settings, timeZone: 'Asia/Tokyo' }, [limit], past);
  const dataDir = ['--data-dir', folder.path];
  const shown = async (...asked: string[]): Promise<string> =>
    (await linesOf(...asked, ...dataDir)).join('\n');
  const window = '2026-01-31 17:00:00 – 17:05:00';
  expect(await shown('windows', 'list')).toContain(window);
  expect(await shown('hosts', 'search', '10.0.0.7')).toContain('2026-01-31 17:00:00');
  expect(await shown('alerts', 'list')).toContain(window);
  const [alert] = await linesOf('alerts', 'list', '--format', 'json', ...dataDir);
  const { id } = JSON.parse(alert!) as { id: string };
  const told = await shown('alerts', 'show', id);
  expect(told).toContain(window);
  expect(told).not.toContain('08:0');
  expect(await shown('alerts', 'ack', id)).toContain(window);
});
