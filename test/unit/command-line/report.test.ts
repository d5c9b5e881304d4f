import { expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { reportBlocks } from '../../../src-main/common/report/report-blocks.ts';
import { htmlOf, markdownOf } from '../../../src-main/common/report/report-forms.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { HostIndex } from '../../../src-main/engine/history/host-index.ts';
import { reportOf as rangeReportOf } from '../../../src-main/engine/history/range-report.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { linesOf, TemporaryFolder } from '../../support/process/command-line.ts';
import { type PastSecond, writePast } from '../../support/desktop/desktop-history.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { flow } from '../../support/records/flows.ts';

const windowMs = 300_000;
const dayMs = 86_400_000;
const settings: CheckSettings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 0, intervalMs: 1_000 },
  ...{ filter: '', sources: [], destinations: [], rules: plainRules },
};
const startMs = Date.UTC(2026, 0, 30);
const limit: Limit = {
  ...{ name: 'max', value: 4_000, effectiveMs: epochMs(0) },
  ...{ source: null, destination: null, windowSeconds: null },
};

/** A window in each six hours of the last days of January and the first one of February. */
const past: PastSecond[] = Array.from({ length: 13 }, (_, i) => ({
  fromMs: startMs + (i * dayMs) / 4,
  flows: [flow('10.0.0.7', '192.0.2.1', 1_000), flow('10.0.0.8', '192.0.2.1', i === 2 ? 5_000 : 10)],
}));

const reportOf = async (dataDir: string, ...args: string[]): Promise<string> =>
  (await linesOf('report', '--from', '2026-01-15', ...args, '--data-dir', dataDir)).join('\n');

it('sums up a month: totals, hosts, alerts, and what is missing, listed or not', async () => {
  using folder = new TemporaryFolder();
  await writePast(folder.path, settings, [limit], past);
  const markdown = await reportOf(folder.path);
  expect(markdown).toContain('# Traffic per month, from 2026-01-01 00:00:00');
  expect(markdown).toContain('| 13,070 bytes |');
  expect(markdown).toContain('| 10.0.0.7 | 7.81 KiB | 0 B |');
  expect(markdown).toContain('| 192.0.2.1 | 0 B | 12.8 KiB |');
  expect(markdown).toContain('3 hosts in all.');
  expect(markdown).toContain('1 alert.');
  const data = DataFolder.share(folder.path);
  const index = HostIndex.of(data, data.series.newest()!, new Calendar('UTC'));
  while (await index.step(epochMs(startMs + 9 * dayMs)));
  data.dispose();
  expect(await reportOf(folder.path)).toBe(markdown);
  const html = await reportOf(folder.path, '--format', 'html');
  expect(html).toContain('<h1>Traffic per month, from 2026-01-01 00:00:00</h1>');
  expect(html).toContain('<td>10.0.0.7</td><td>7.81 KiB</td>');
});

it('says in the zone of its periods when it begins, and that it is not over or was not captured from its start', async () => {
  using folder = new TemporaryFolder();
  await writePast(folder.path, { ...settings, timeZone: 'Asia/Tokyo' }, [limit], past);
  const markdown = await reportOf(folder.path);
  expect(markdown).toContain('# Traffic per month, from 2026-01-01 00:00:00');
  expect(markdown).toContain('Until 2026-02-01 00:00:00; time zone Asia/Tokyo.');
  expect(markdown).toContain('| at least |');
  expect(markdown).toMatch(/It may have had more: .*not captured from start to end/);
  // It fired at noon in UTC.
  expect(markdown).toMatch(/\| 2026-01-30 21:00:01 \| .*2026-01-30 21:00:00 – 21:05:00/);
  const data = DataFolder.share(folder.path);
  const [series, clock] = [data.series.newest()!, new FakeClock(startMs)];
  const now = epochMs(startMs + 3 * dayMs);
  const report = await rangeReportOf(data, series, { period: 'month', at: now, now, hosts: 1 }, clock);
  data.dispose();
  expect(report.total).toMatchObject({ closed: false });
  expect(markdownOf(reportBlocks(report, 'en'))).toContain('It is not over yet.');
  expect(markdownOf(reportBlocks(report, 'fr'))).toMatch(/^# Trafic par mois, /);
});

it('names each time of a period that is not summed of which there are no windows', async () => {
  using folder = new TemporaryFolder();
  const seconds = [10, 15, 20].map((minutes) => ({
    fromMs: startMs + minutes * 60_000,
    flows: [flow('10.0.0.7', '192.0.2.1', 1_000)],
  }));
  await writePast(folder.path, settings, [limit], seconds);
  const data = DataFolder.share(folder.path);
  const [series, clock] = [data.series.newest()!, new FakeClock(startMs)];
  const request = { period: '30m', at: epochMs(startMs), now: epochMs(startMs + dayMs), hosts: 1 };
  const report = await rangeReportOf(data, series, request, clock);
  data.dispose();
  const missing = (from: number, to: number) => ({
    reason: 'not-captured',
    fromMs: startMs + from * 60_000,
    toMs: startMs + to * 60_000,
  });
  expect(report.total?.lacks).toEqual([missing(0, 10), missing(25, 30)]);
  const german = markdownOf(reportBlocks(report, 'de'));
  expect(german).toMatch(/^# Verkehr je 30m, ab 2026-01-30 /);
  expect(german).toContain('Es kann mehr gewesen sein: nicht durchgehend aufgezeichnet.');
  expect(german).toMatch(
    /\| nicht durchgehend aufgezeichnet \| 2026-01-30 ..:25:00 \| 2026-01-30 ..:30:00 \|/,
  );
});

it('writes what others have named as text', () => {
  const blocks = [{ kind: 'text', text: '<b>a|b</b> & "c"' }] as const;
  expect(markdownOf(blocks)).toBe(String.raw`\<b\>a\|b\</b\> & "c"`);
  expect(htmlOf(blocks, 'en')).toContain('<p>&lt;b&gt;a|b&lt;/b&gt; &amp; &quot;c&quot;</p>');
});
