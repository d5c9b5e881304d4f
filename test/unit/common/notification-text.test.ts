import { describe, expect, it } from 'vitest';
import { AlertWords } from '../../../src-main/common/alert-words.ts';
import type { NotificationGroup } from '../../../src-main/common/model/alerts.ts';
import { groupNotificationOf, notificationOf } from '../../../src-main/common/notification-text.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { ofAgent, ofLimit } from '../../support/store/episodes.ts';
import { sampleAlert, sampleLimit } from '../renderer/samples.ts';

const words = new AlertWords();
const german = new AlertWords({ units: 'iec', language: 'de' });

describe('a notification', () => {
  it('says what was seen, against which limit, when, and from whom', () => {
    const { title, body, tag } = notificationOf('firing', sampleAlert(), words);
    expect(title).toBe('Traffic above max, mostly from 192.0.2.1');
    expect(body).toContain('6,144 bytes (6.00 KiB), max 4.88 KiB');
    expect(body).toMatch(/Window \d\d:\d\d–\d\d:\d\d/);
    expect(body).toContain('192.0.2.1 → 192.0.2.2, 4.00 KiB');
    expect(tag).toBe('alert-1/firing');
  });

  it('has in its title the host, network or pair of the limit, or the host that sent most of a total', () => {
    const titleOf = (alert: Parameters<typeof notificationOf>[1], of = words): string =>
      notificationOf('firing', alert, of).title;
    const on = (source: string | null, destination: string | null) =>
      sampleAlert({ subject: ofLimit(sampleLimit({ source, destination })) });
    expect(titleOf(on('10.0.0.9', null))).toBe('Traffic above max: 10.0.0.9');
    expect(titleOf(on(null, '10.0.0.0/8'))).toBe('Traffic above max: 10.0.0.0/8');
    expect(titleOf(on('10.0.0.9', '10.0.0.1'))).toBe('Traffic above max: 10.0.0.9 → 10.0.0.1');
    const named = new AlertWords(undefined, (address) => `nas (${address})`);
    expect(titleOf(on('10.0.0.9', null), named)).toBe('Traffic above max: nas (10.0.0.9)');
    expect(titleOf(sampleAlert(), german)).toBe('Verkehr über max, vor allem von 192.0.2.1');
    // Half of it is not most of it.
    expect(titleOf(sampleAlert({ observed: 8_192 }))).toBe('Traffic above max');
  });

  it('has the name that people gave the limit in place of a general title', () => {
    const named = (parts: object, of: object = {}) =>
      sampleAlert({ subject: ofLimit(sampleLimit({ title: 'Backup', ...parts })), ...of });
    const titleOf = (kind: 'firing' | 'resolved' | 'reminder' | 'warning', alert = named({}), of = words) =>
      notificationOf(kind, alert, of).title;
    expect(titleOf('firing')).toBe('Backup: above max, mostly from 192.0.2.1');
    expect(titleOf('firing', named({ source: '10.0.0.9' }))).toBe('Backup: above max');
    expect(titleOf('resolved', named({ source: '10.0.0.9' }))).toBe('Resolved: Backup: above max');
    expect(titleOf('reminder', named({ source: '10.0.0.9' }), german)).toBe('Noch immer: Backup: über max');
    expect(titleOf('warning', named({ source: '10.0.0.9' }))).toBe('Backup: near max');
    const minimum = { name: 'min', value: 1_000_000, source: '10.0.0.9' };
    expect(titleOf('firing', named(minimum, { observed: 0 }))).toBe('Backup: no traffic');
    expect(titleOf('firing', named(minimum, { observed: 272 }))).toBe('Backup: silent but for 272 bytes');
    expect(titleOf('firing', named(minimum, { observed: 500_000 }))).toBe('Backup: below min');
  });

  it('names the traffic a limit is for', () => {
    const limit = sampleLimit({ source: '10.0.0.0/8' });
    expect(notificationOf('firing', sampleAlert({ subject: ofLimit(limit) }), words).body).toContain(
      '10.0.0.0/8 → any',
    );
  });

  it('of silence has no largest pair', () => {
    const alert = sampleAlert({ subject: ofLimit(sampleLimit({ name: 'min' })), observed: 0, topPairs: [] });
    expect(notificationOf('firing', alert, words).title).toBe('No traffic');
    expect(notificationOf('firing', alert, words).body).not.toContain('→');
  });

  it('of next to nothing says so, in lists, too, and in German', () => {
    const minimum = sampleLimit({ name: 'min', value: 1_000_000 });
    const alert = { ...sampleAlert({ subject: ofLimit(minimum), observed: 272 }), state: 'firing' } as const;
    const { title, body } = notificationOf('firing', alert, words);
    expect(title).toBe('Silent but for 272 bytes');
    expect(body).toContain('272 bytes (272 B), min 977 KiB');
    expect(notificationOf('resolved', alert, words).title).toBe('Resolved: silent but for 272 bytes');
    expect(words.title('firing', { ...alert, observed: 500_000 })).toBe('Traffic below min');
    expect(german.title('firing', alert)).toBe('Still bis auf 272 Bytes');
    expect(german.title('firing', { ...alert, observed: 0 })).toBe('Kein Verkehr');
  });

  it('names the largest pairs, three at most', () => {
    const topPairs = [1, 2, 3, 4].map((last) => ({
      ...{ source: `192.0.2.${last}`, destination: '192.0.2.9', bytes: 100, packets: 1 },
    }));
    expect(notificationOf('firing', sampleAlert({ topPairs }), words).body.match(/→/g)).toHaveLength(3);
  });

  it('tells the end of a breach under a tag of its own', () => {
    const { title, tag } = notificationOf('resolved', sampleAlert(), words);
    expect(title).toBe('Resolved: traffic above max, mostly from 192.0.2.1');
    expect(tag).toBe('alert-1/resolved');
  });

  const later = (minutes: number) => {
    const { window } = sampleAlert();
    const startMs = epochMs(window.startMs + minutes * 60_000);
    return { startMs, endMs: epochMs(startMs + 300_000) };
  };
  const long = { windows: 3, latest: { window: later(10), observed: 5_500 } };

  it('of an end says the peak, how long it lasted, and what ended it', () => {
    const resolvedBy = { window: later(15), observed: 1_024 };
    const { body } = notificationOf(
      'resolved',
      sampleAlert({ ...long, state: 'resolved', resolvedBy, resolveReason: 'within' }),
      words,
    );
    expect(body).toContain('Peak: 6,144 bytes (6.00 KiB), max 4.88 KiB');
    expect(body).toMatch(/Lasted 15 min, 3 windows\. Then 1\.00 KiB in the window \d\d:\d\d–\d\d:\d\d/);
    const removed = sampleAlert({ ...long, state: 'resolved', resolveReason: 'limit-removed' });
    expect(notificationOf('resolved', removed, words).body).toContain('3 windows. The limit was removed');
  });

  it('of a reminder says how long it has been so, and of a minimum its lowest total', () => {
    const alert = sampleAlert({ ...long, subject: ofLimit(sampleLimit({ name: 'min' })), observed: 12 });
    expect(notificationOf('reminder', alert, words).body).toContain('Lowest: 12 bytes');
    expect(notificationOf('reminder', alert, words).body).toContain('For 15 min, 3 windows so far');
  });

  it('of an agent says since when it is missing, and for how long it was', () => {
    const silent = sampleAlert({ subject: ofAgent('office'), observed: 0, topPairs: [] });
    const firing = notificationOf('firing', silent, words);
    expect(firing.title).toBe('No report from agent office');
    expect(firing.body).toMatch(
      /^Since the window \d\d:\d\d–\d\d:\d\d\nWindows lack what it captures meanwhile$/,
    );
    expect(notificationOf('reminder', { ...silent, ...long }, words).body).toContain(
      'For 15 min, 3 windows so far',
    );
    const back = sampleAlert({ ...silent, ...long, state: 'resolved', resolveReason: 'agent-back' });
    expect(words.title('resolved', back)).toBe('Resolved: no report from agent office');
    expect(notificationOf('resolved', back, words).body).toContain(
      'Lasted 15 min, 3 windows. It reports again',
    );
    expect(notificationOf('resolved', back, german)).toMatchObject({
      title: 'Behoben: Keine Meldung von Agent office',
      body: expect.stringContaining('Er meldet sich wieder') as string,
    });
  });

  it('of many agents says how many, and names some', () => {
    const alert = sampleAlert({ subject: ofAgent('office') });
    const one = { ...alert, kind: 'firing', sequence: 7, suppressed: null } as const;
    const group: NotificationGroup = {
      ...{ sequence: 100, kind: 'firing', subject: { kind: 'agent' }, count: 100 },
      ...{ window: alert.window, atMs: alert.atMs, largest: [one] },
    };
    const { title, body, tag } = groupNotificationOf(group, words);
    expect([title, tag]).toEqual(['100 agents not reporting', 'agents/100/firing']);
    expect(body).toContain('No report from agent office');
    expect(words.groupTitle({ ...group, kind: 'resolved' })).toBe('Resolved: 100 agents not reporting');
  });

  it.each([
    [words, 'hosts', '12,345 hosts above max'],
    [german, 'hosts', '12.345 Rechner über max'],
    [german, 'pairs', '12.345 Paare über max'],
    [german, 'totals', '12.345 Summen über max'],
  ] as const)('of many writes their number as the language does: %#', (language, scope, title) => {
    const subject = { kind: 'limit', scope, limitName: 'max' } as const;
    expect(language.groupTitle({ kind: 'firing', subject, count: 12_345 } as NotificationGroup)).toBe(title);
  });

  it('says the same in German', () => {
    const resolved = sampleAlert({ ...long, state: 'resolved', resolveReason: 'series-left' });
    const { body } = notificationOf('resolved', resolved, german);
    expect(body).toContain('Spitze: 6.144 Bytes');
    expect(body).toContain('Dauerte 15 min, 3 Fenster. Die Einstellungen sind andere');
  });

  it('of a reminder says that the alert is still firing', () => {
    expect(notificationOf('reminder', sampleAlert(), words).title).toBe(
      'Still firing: traffic above max, mostly from 192.0.2.1',
    );
  });
});
