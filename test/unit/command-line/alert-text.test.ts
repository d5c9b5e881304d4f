import { describe, expect, it } from 'vitest';
import { alertText, formatSpan, notificationText } from '../../../src-main/common/report/alert-prose.ts';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { catalogues } from '../../../src-main/common/phrases/sentences.ts';
import { render } from '../../../src-main/common/phrases/phrase.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { limitIn, ofAgent, ofLimit } from '../../support/store/episodes.ts';
import { sampleAlert, windowMs } from '../renderer/samples.ts';

describe('an agent that fell silent, in a line', () => {
  const silent = sampleAlert({ subject: ofAgent('office'), observed: 0, topPairs: [] });

  it('is named, with the window since which it has said nothing', () => {
    expect(inEnglish(notificationText('firing', silent))).toMatch(
      /^ALERT: no report from agent office since the window 2026-03-05 .* – \d\d:\d\d:\d\d \(seen 2026-03-05 .*\)$/,
    );
    expect(inEnglish(alertText({ ...silent, muted: true }))).toMatch(/; muted$/);
  });

  it('says at its end how many windows lack it, and what ended it', () => {
    const { startMs, endMs } = silent.window;
    const last = { startMs: epochMs(startMs + 2 * windowMs), endMs: epochMs(endMs + 2 * windowMs) };
    const over = { ...silent, latest: { window: last, observed: 0 }, windows: 3 } as const;
    expect(inEnglish(notificationText('resolved', { ...over, resolveReason: 'agent-back' }))).toMatch(
      /^resolved: no report from agent office since the window .*, for 3 windows in 15 min; ended, as it reports again \(/,
    );
    expect(inEnglish(notificationText('resolved', { ...over, resolveReason: 'agent-forgotten' }))).toContain(
      '; ended, as it was forgotten (',
    );
  });

  it('has no control characters for a terminal', () => {
    const subject = ofAgent('of\u001b[2Jfice\u009b1m');
    expect(inEnglish(notificationText('firing', { ...silent, subject }))).toContain(
      'agent of?[2Jfice?1m since',
    );
  });
});

it('stands in one line of a terminal, whatever people wrote about an alert', () => {
  const acknowledged = { by: 'ann', comment: 'known\u001b[2J\nALERT: \u202enot', atMs: epochMs(0) };
  expect(inEnglish(alertText(sampleAlert({ acknowledged })))).toMatch(
    /; acknowledged by ann: known\?\[2J ALERT: \?not$/,
  );
});

it('tells windows of less than a second apart', () => {
  const [startMs, endMs] = [Date.UTC(2026, 0, 31, 8), Date.UTC(2026, 0, 31, 8) + 500];
  expect(formatSpan({ startMs, endMs }, 'UTC')).toBe('2026-01-31 08:00:00.000 – 08:00:00.500');
  expect(formatSpan({ startMs, endMs: endMs + 500 }, 'UTC')).toBe('2026-01-31 08:00:00 – 08:00:01');
});

describe('an alert of a minimum, in a line', () => {
  const limit = { ...limitIn(sampleAlert()), name: 'min', value: 1_000_000 } as const;
  const line = (observed: number): string =>
    inEnglish(notificationText('firing', sampleAlert({ subject: ofLimit(limit), observed })));

  it.each([
    [500_000, /^ALERT: 500,000 bytes against min 1,000,000 bytes/],
    [272, /^ALERT: silent but for 272 bytes, against min 1,000,000 bytes/],
    [0, /^ALERT: no traffic against min 1,000,000 bytes/],
  ])('says of %d bytes what they amount to', (observed, text) => {
    expect(line(observed)).toMatch(text);
  });
});

it('says an alert in the language of whoever reads it, with numbers as there', () => {
  const limit = { ...limitIn(sampleAlert()), value: 1_000_000, source: '10.0.0.1', period: 'day' };
  const said = alertText(sampleAlert({ subject: ofLimit(limit), observed: 2_500_000 }));
  expect(render(catalogues.de, said)).toMatch(
    /^ALARM: 2\.500\.000 Bytes gegen max 1\.000\.000 Bytes für 10\.0\.0\.1 → alle, je Tag im Fenster 2026-03-05 /,
  );
  expect(render(catalogues.fr, said)).toMatch(
    /^ALERTE\s: 2\s500\s000 octets face à max 1\s000\s000 octets pour 10/,
  );
});
