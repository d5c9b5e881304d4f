import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { dayMs } from '../../../src-renderer/instants.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { ReportExport } from '../../../src-renderer/features/history/report-export.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';

function exporting() {
  const bridge = new FakeBridge();
  const saved: string[] = [];
  const toasts = { show: (text: string): void => void saved.push(text) };
  return { bridge, saved, report: new ReportExport({ ...createClient(bridge), toasts }) };
}

it('reads a day as a local one, and takes nothing else for a day', () => {
  expect(dayMs('  ')).toBeNull();
  expect(dayMs('2026-02-28')).toBe(new Date(2026, 1, 28, 12).getTime());
  for (const text of ['2026-02-30', '2026-13-01', '28.2.2026', '1e400', 'yesterday', '2026-1-1'])
    expect(dayMs(text), text).toBeUndefined();
});

it('says what is no day or no period, keeps what was written, and saves what is right', async () => {
  const { bridge, saved, report } = exporting();
  report.begin();
  report.change({ period: ' month@15 ', day: '2026-02-31', form: 'html' });
  await report.save();
  expect([report.badDay, bridge.calls]).toEqual(['2026-02-31', []]);
  report.change({ day: '2026-02-28' });
  bridge.answer('saveReport', () => {
    throw new MonitorError('settings/invalid', '"fortnight" is not a valid period');
  });
  await report.save();
  expect(report.problem).toMatchObject({ code: 'settings/invalid' });
  bridge.answer('saveReport', () => null);
  await report.save();
  // The person cancelled the dialog of the system: theirs stays open.
  expect([report.choice?.day, report.problem, saved]).toEqual(['2026-02-28', null, []]);
  bridge.answer('saveReport', () => '/x.html');
  await report.save();
  const atMs = new Date(2026, 1, 28, 12).getTime();
  expect(bridge.requests('saveReport').at(-1)).toEqual({ period: 'month@15', atMs, form: 'html' });
  expect([report.choice, saved]).toEqual([null, ['Saved as /x.html.']]);
  report.begin();
  expect(report.choice).toEqual({ period: ' month@15 ', day: '', form: 'html' });
});
