import { expect, it } from 'vitest';
import type { AlertAnswer } from '../../../src-main/common/model/alert-answer.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import {
  alertSentences,
  alertTextOf,
  whatHappened,
} from '../../../src-renderer/features/alerts/alert-sentences.ts';
import { nowMs, sampleAlert, sampleLimit } from './samples.ts';

const label = (address: string): string => address;
const pair = (source: string, bytes: number, usual: number) => ({
  ...{ source, destination: '192.0.2.2', bytes, usual },
});
const answer: AlertAnswer = {
  peak: { closed: true, exact: true, lacks: [] },
  who: [pair('192.0.2.1', 3072, 0), pair('192.0.2.3', 3072, 1024)],
  changed: [pair('192.0.2.1', 3072, 0), pair('192.0.2.3', 3072, 1024)],
  comparedWith: { startMs: epochMs(nowMs - 900_000), endMs: nowMs },
  comparedWindows: 3,
  versions: [],
  captureFilter: 'src host 192.0.2.1',
};
const said = (changes: Partial<AlertAnswer> = {}) =>
  alertSentences(sampleAlert(), { ...answer, ...changes }, label, nowMs);

it('says of the peak whether it is exact, grows, is a lower bound, or is not known', () => {
  const of = (peak: AlertAnswer['peak']): string => said({ peak }).what.at(-2)!;
  expect(of({ closed: true, exact: true, lacks: [] })).toBe('That total is exact.');
  expect(of({ closed: false, exact: false, lacks: [{ reason: 'not-over' }] })).toBe(
    'That total is exact so far.',
  );
  expect(of({ closed: true, exact: false, lacks: [{ reason: 'kernel-dropped', packets: 5 }] })).toBe(
    'That total is a lower bound: 5 packets dropped by the kernel.',
  );
  expect(of(null)).toBe('Whether that total is exact is no longer known.');
});

it('names who made it against what is usual, and does not guess where that is not known', () => {
  expect(said().who).toBe(
    '192.0.2.1 → 192.0.2.2 made 50 % of it; in the windows before, it usually had nothing.',
  );
  expect(said().changed).toMatch(/^When it began, 1 pair was new and 1 pair had grown\. Usual is the middle/);
  expect(said({ changed: [] }).changed).toMatch(/^When it began, no pair was new or had grown\./);
  const unknown = said({ comparedWith: null, comparedWindows: 0 });
  expect(unknown.who).toBe('192.0.2.1 → 192.0.2.2 made 50 % of it.');
  expect(unknown.changed).toContain('What is usual is not known');
  expect(said({ who: [] }).who).toBe('Which pairs made it is not known.');
});

it('is a text to hand on, with its comments', () => {
  const comments = [{ by: 'kim', atMs: nowMs, text: 'the backup' }];
  const text = alertTextOf({ alert: sampleAlert(), answer, comments }, label, nowMs);
  expect(text).toMatch(/^Traffic above max\nAll traffic has been above the maximum of /);
  expect(text).toContain('- 192.0.2.3 → 192.0.2.2: 3.00 KiB (usual: 1.00 KiB)');
  expect(text).toContain('Capture filter:\nsrc host 192.0.2.1');
  expect(text).toMatch(/Comments:\n.*, kim: the backup$/);
});

it('says of an agent since when it does not report, and nothing of traffic', () => {
  const alert = sampleAlert({ subject: { kind: 'agent', agent: 'office' }, topPairs: [], observed: 0 });
  const { what, who, changed } = alertSentences(alert, null, label, nowMs);
  expect(what[0]).toMatch(/^Agent office does not report: .*so far\)\.$/);
  expect([who, changed]).toEqual(['', '']);
});

it('has in lists the name that people gave its limit before the sentence', () => {
  const said = (title: object) => {
    const subject = { kind: 'limit', limit: sampleLimit(title) } as const;
    return whatHappened(sampleAlert({ subject }), label, nowMs);
  };
  expect(said({})[0]).toMatch(/^All traffic has been above the maximum of /);
  expect(said({ title: 'Backup' })[0]).toMatch(/^Backup: All traffic has been above the maximum of /);
  expect(said({ title: 'Backup' })[1]).toBe(said({})[1]);
  expect(said({ title: 'Backup', note: 'nightly' })).toHaveLength(2);
});
