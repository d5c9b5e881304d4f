import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { AlertNotification, NotificationGroup } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { alertBound, sortAlerts, withAlert, withFiring } from '../../../src-renderer/state/alert-list.ts';
import {
  AlertNotifier,
  groupNotificationOf,
  notificationOf,
} from '../../../src-renderer/state/alert-notifier.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { useNumberStyle } from '../../../src-renderer/texts/number-style.svelte.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { nowMs, sampleAlert, sampleLimit } from './samples.ts';
import { alertTitle, groupTitle } from '../../../src-renderer/words.ts';
import { ofAgent, ofLimit } from '../../helpers/episodes.ts';

describe('a notification', () => {
  test('says what was seen, against which limit, when, and from whom', () => {
    const { title, body, tag } = notificationOf('firing', sampleAlert());
    expect(title).toBe('Traffic above max');
    expect(body).toContain('6,144 bytes (6.00 KiB), max 4.88 KiB');
    expect(body).toMatch(/Window \d\d:\d\d–\d\d:\d\d/);
    expect(body).toContain('192.0.2.1 → 192.0.2.2, 4.00 KiB');
    expect(tag).toBe('alert-1/firing');
  });

  test('names the traffic a limit is for', () => {
    const limit = sampleLimit({ source: '10.0.0.0/8' });
    expect(notificationOf('firing', sampleAlert({ subject: ofLimit(limit) })).body).toContain(
      '10.0.0.0/8 → any',
    );
  });

  test('of silence has no largest pair', () => {
    const alert = sampleAlert({ subject: ofLimit(sampleLimit({ name: 'min' })), observed: 0, topPairs: [] });
    expect(notificationOf('firing', alert).title).toBe('No traffic');
    expect(notificationOf('firing', alert).body).not.toContain('→');
  });

  test('of next to nothing says so, in lists, too, and in German', () => {
    const minimum = sampleLimit({ name: 'min', value: 1_000_000 });
    const alert = { ...sampleAlert({ subject: ofLimit(minimum), observed: 272 }), state: 'firing' } as const;
    const { title, body } = notificationOf('firing', alert);
    expect(title).toBe('Silent but for 272 bytes');
    expect(body).toContain('272 bytes (272 B), min 977 KiB');
    expect(notificationOf('resolved', alert).title).toBe('Resolved: silent but for 272 bytes');
    expect(alertTitle({ ...alert, observed: 500_000 })).toBe('Traffic below min');
    useNumberStyle({ units: 'iec', language: 'de' });
    expect(alertTitle(alert)).toBe('Still bis auf 272 Bytes');
    expect(alertTitle({ ...alert, observed: 0 })).toBe('Kein Verkehr');
    useNumberStyle({ units: 'iec', language: 'en' });
  });

  test('names the largest pairs, three at most', () => {
    const topPairs = [1, 2, 3, 4].map((last) => ({
      ...{ source: `192.0.2.${last}`, destination: '192.0.2.9', bytes: 100, packets: 1 },
    }));
    expect(notificationOf('firing', sampleAlert({ topPairs })).body.match(/→/g)).toHaveLength(3);
  });

  test('tells the end of a breach under a tag of its own', () => {
    const { title, tag } = notificationOf('resolved', sampleAlert());
    expect(title).toBe('Resolved: traffic above max');
    expect(tag).toBe('alert-1/resolved');
  });

  const later = (minutes: number) => {
    const { window } = sampleAlert();
    const startMs = epochMs(window.startMs + minutes * 60_000);
    return { startMs, endMs: epochMs(startMs + 300_000) };
  };
  const long = { windows: 3, latest: { window: later(10), observed: 5_500 } };

  test('of an end says the peak, how long it lasted, and what ended it', () => {
    const resolvedBy = { window: later(15), observed: 1_024 };
    const { body } = notificationOf(
      'resolved',
      sampleAlert({ ...long, state: 'resolved', resolvedBy, resolveReason: 'within' }),
    );
    expect(body).toContain('Peak: 6,144 bytes (6.00 KiB), max 4.88 KiB');
    expect(body).toMatch(/Lasted 15 min, 3 windows\. Then 1\.00 KiB in the window \d\d:\d\d–\d\d:\d\d/);
    const removed = sampleAlert({ ...long, state: 'resolved', resolveReason: 'limit-removed' });
    expect(notificationOf('resolved', removed).body).toContain('3 windows. The limit was removed');
  });

  test('of a reminder says how long it has been so, and of a minimum its lowest total', () => {
    const alert = sampleAlert({ ...long, subject: ofLimit(sampleLimit({ name: 'min' })), observed: 12 });
    expect(notificationOf('reminder', alert).body).toContain('Lowest: 12 bytes');
    expect(notificationOf('reminder', alert).body).toContain('For 15 min, 3 windows so far');
  });

  test('of an agent says since when it is missing, and for how long it was', () => {
    const silent = sampleAlert({ subject: ofAgent('office'), observed: 0, topPairs: [] });
    const firing = notificationOf('firing', silent);
    expect(firing.title).toBe('No report from agent office');
    expect(firing.body).toMatch(
      /^Since the window \d\d:\d\d–\d\d:\d\d\nWindows lack what it captures meanwhile$/,
    );
    expect(notificationOf('reminder', { ...silent, ...long }).body).toContain('For 15 min, 3 windows so far');
    const back = sampleAlert({ ...silent, ...long, state: 'resolved', resolveReason: 'agent-back' });
    expect(alertTitle(back)).toBe('Resolved: no report from agent office');
    expect(notificationOf('resolved', back).body).toContain('Lasted 15 min, 3 windows. It reports again');
    useNumberStyle({ units: 'iec', language: 'de' });
    expect(notificationOf('resolved', back)).toMatchObject({
      title: 'Behoben: Keine Meldung von Agent office',
      body: expect.stringContaining('Er meldet sich wieder') as string,
    });
    useNumberStyle({ units: 'iec', language: 'en' });
  });

  test('of many agents says how many, and names some', () => {
    const alert = sampleAlert({ subject: ofAgent('office') });
    const one = { ...alert, kind: 'firing', sequence: 7, suppressed: null } as const;
    const group: NotificationGroup = {
      ...{ sequence: 100, kind: 'firing', subject: { kind: 'agent' }, count: 100 },
      ...{ window: alert.window, atMs: alert.atMs, largest: [one] },
    };
    const { title, body, tag } = groupNotificationOf(group);
    expect([title, tag]).toEqual(['100 agents not reporting', 'agents/100/firing']);
    expect(body).toContain('No report from agent office');
    expect(groupTitle({ ...group, kind: 'resolved' })).toBe('Resolved: 100 agents not reporting');
  });

  test('says the same in German', () => {
    useNumberStyle({ units: 'iec', language: 'de' });
    const resolved = sampleAlert({ ...long, state: 'resolved', resolveReason: 'series-left' });
    const { body } = notificationOf('resolved', resolved);
    expect(body).toContain('Spitze: 6.144 Bytes');
    expect(body).toContain('Dauerte 15 min, 3 Fenster. Die Einstellungen sind andere');
    useNumberStyle({ units: 'iec', language: 'en' });
  });

  test('of a reminder says that the alert is still firing', () => {
    expect(notificationOf('reminder', sampleAlert()).title).toBe('Still firing: traffic above max');
  });
});

describe('the notifier', () => {
  class FakeNotification extends EventTarget {
    static readonly raised: FakeNotification[] = [];
    readonly title: string;

    constructor(title: string) {
      super();
      this.title = title;
      FakeNotification.raised.push(this);
    }
  }

  beforeEach(() => {
    FakeNotification.raised.length = 0;
    vi.stubGlobal('Notification', FakeNotification);
  });
  afterEach(() => vi.unstubAllGlobals());

  const firing: AlertNotification = { ...sampleAlert(), sequence: 1, kind: 'firing', suppressed: null };
  const resolved: AlertNotification = { ...firing, sequence: 2, kind: 'resolved' };

  /** A bridge to an engine whose outbox holds what the test puts into it. */
  function outbox(...waiting: AlertNotification[]): { bridge: FakeBridge; waiting: AlertNotification[] } {
    const bridge = new FakeBridge({
      pendingNotifications: () => [...waiting],
      notificationDelivered: (request) => {
        const { sequence } = request as { sequence: number };
        waiting.splice(0, waiting.findIndex((one) => one.sequence === sequence) + 1);
      },
    });
    return { bridge, waiting };
  }

  const plain = (address: string): string => address;
  const notifierOf = (
    bridge: FakeBridge,
    showWindow: (startMs: number) => void = () => {},
    mayNotify = true,
  ): AlertNotifier =>
    new AlertNotifier({
      ...createClient(bridge),
      ...{ showWindow, showAlerts: () => {}, mayNotify: () => mayNotify, label: plain },
    });
  const titles = (): string[] => FakeNotification.raised.map(({ title }) => title);

  test('raises one for each notification, and shows the window on a click', async () => {
    const { bridge, waiting } = outbox();
    const shown: number[] = [];
    const notifier = notifierOf(bridge, (startMs) => shown.push(startMs));
    await settle();
    waiting.push(firing, resolved);
    bridge.fire('notificationsAdded', null);
    bridge.fire('notificationsAdded', null);
    await settle();
    expect(titles()).toEqual(['Traffic above max', 'Resolved: traffic above max']);
    FakeNotification.raised[0]?.dispatchEvent(new Event('click'));
    expect(shown).toEqual([sampleAlert().window.startMs]);
    expect(bridge.requests('revealWindow')).toHaveLength(1);
    notifier.dispose();
    expect(bridge.listenerCount).toBe(0);
  });

  test('raises one for many alerts of one window, and shows the list on a click', async () => {
    const group: NotificationGroup = {
      ...{ sequence: 812, kind: 'firing', count: 812 },
      subject: { kind: 'limit', limitName: 'max', scope: 'hosts' },
      ...{ window: firing.window, atMs: firing.atMs, largest: [firing] },
    };
    const bridge: FakeBridge = new FakeBridge({
      pendingNotifications: () => (bridge.requests('notificationDelivered').length === 0 ? [group] : []),
      notificationDelivered: () => undefined,
    });
    let shown = 0;
    const options = {
      showWindow: () => {},
      showAlerts: () => (shown += 1),
      mayNotify: () => true,
      label: plain,
    };
    new AlertNotifier({ ...createClient(bridge), ...options }).dispose();
    await settle();
    expect(titles()).toEqual(['812 hosts above max']);
    FakeNotification.raised[0]?.dispatchEvent(new Event('click'));
    expect(shown).toBe(1);
    expect(bridge.requests('notificationDelivered')).toEqual([{ sequence: 812 }]);
    const pairs = { kind: 'limit', limitName: 'max', scope: 'pairs' } as const;
    expect(groupTitle({ ...group, kind: 'warning', subject: pairs })).toBe('812 pairs near max');
    const totals = { kind: 'limit', limitName: 'min', scope: 'totals' } as const;
    expect(groupTitle({ ...group, kind: 'resolved', subject: totals })).toBe(
      'Resolved: 812 totals below min',
    );
  });

  test('tells at its start what a killed process has left, once', async () => {
    const { bridge } = outbox(firing);
    notifierOf(bridge).dispose();
    await settle();
    notifierOf(bridge).dispose();
    await settle();
    expect(titles()).toEqual(['Traffic above max']);
    expect(bridge.requests('notificationDelivered')).toEqual([{ sequence: 1 }]);
  });

  test('raises none while the person does not want any, nor later', async () => {
    const { bridge } = outbox(firing);
    notifierOf(bridge, undefined, false).dispose();
    await settle();
    notifierOf(bridge).dispose();
    await settle();
    expect(titles()).toEqual([]);
  });

  test('tells what waits when the engine is back', async () => {
    const { bridge, waiting } = outbox();
    bridge.answer('pendingNotifications', () => {
      throw new MonitorError('engine/stopped', 'The engine is gone', { retriable: true });
    });
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const notifier = notifierOf(bridge);
    await settle();
    expect(warned).toHaveBeenCalledOnce();
    waiting.push(firing);
    bridge.answer('pendingNotifications', () => [...waiting]);
    bridge.fire('engineStateChanged', { state: 'running', problem: null });
    await settle();
    expect(titles()).toEqual(['Traffic above max']);
    notifier.dispose();
  });
});

describe('the list of alerts', () => {
  const older = sampleAlert({ id: 'older', state: 'resolved', atMs: epochMs(nowMs - 2) });
  const newer = sampleAlert({ id: 'newer', state: 'resolved', atMs: epochMs(nowMs - 1) });
  const firing = sampleAlert({ id: 'firing', atMs: epochMs(nowMs - 9) });

  test('has firing ones first, then the newest', () => {
    expect(sortAlerts([older, newer, firing])).toEqual([firing, newer, older]);
  });

  test('holds an alert once, in its newest state', () => {
    const resolved = { ...firing, state: 'resolved' as const, atMs: nowMs };
    expect(withAlert([firing, newer], resolved)).toEqual([resolved, newer]);
  });

  test('has alerts by their last window, whatever the clock said', () => {
    const window = { startMs: epochMs(nowMs), endMs: epochMs(nowMs + 300_000) };
    const last = sampleAlert({
      id: 'last',
      state: 'resolved',
      latest: { window, observed: 1 },
      atMs: epochMs(0),
    });
    expect(sortAlerts([newer, last])).toEqual([last, newer]);
  });

  test('has those that are firing as they are now, and is the same list where nothing went on', () => {
    const list = [firing, older];
    const grown = { ...firing, observed: 9_999, windows: 2 };
    expect(withFiring(list, [grown])).toEqual([grown, older]);
    expect(withFiring(list, [{ ...firing }, { ...older, state: 'firing', windows: 5 }])).toBe(list);
  });

  test('is bounded', () => {
    const many = Array.from({ length: alertBound + 5 }, (_, i) => sampleAlert({ id: String(i) }));
    expect(sortAlerts(many)).toHaveLength(alertBound);
  });
});
