import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { AlertNotification, NotificationGroup } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { alertBound, sortAlerts, withAlert } from '../../../src-renderer/state/alert-list.ts';
import { AlertNotifier, notificationOf } from '../../../src-renderer/state/alert-notifier.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { nowMs, sampleAlert, sampleLimit } from './samples.ts';
import { groupTitle } from '../../../src-renderer/words.ts';

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
    expect(notificationOf('firing', sampleAlert({ limit })).body).toContain('10.0.0.0/8 → any');
  });

  test('of silence has no largest pair', () => {
    const alert = sampleAlert({ limit: sampleLimit({ name: 'min' }), observed: 0, topPairs: [] });
    expect(notificationOf('firing', alert).title).toBe('Traffic below min');
    expect(notificationOf('firing', alert).body).not.toContain('→');
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

  const notifierOf = (
    bridge: FakeBridge,
    showWindow: (startMs: number) => void = () => {},
    mayNotify = true,
  ): AlertNotifier =>
    new AlertNotifier({
      ...createClient(bridge),
      ...{ showWindow, showAlerts: () => {}, mayNotify: () => mayNotify },
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
      ...{ sequence: 812, kind: 'firing', limitName: 'max', subject: 'hosts', count: 812 },
      ...{ window: firing.window, atMs: firing.atMs, largest: [firing] },
    };
    const bridge: FakeBridge = new FakeBridge({
      pendingNotifications: () => (bridge.requests('notificationDelivered').length === 0 ? [group] : []),
      notificationDelivered: () => undefined,
    });
    let shown = 0;
    const options = { showWindow: () => {}, showAlerts: () => (shown += 1), mayNotify: () => true };
    new AlertNotifier({ ...createClient(bridge), ...options }).dispose();
    await settle();
    expect(titles()).toEqual(['812 hosts above max']);
    FakeNotification.raised[0]?.dispatchEvent(new Event('click'));
    expect(shown).toBe(1);
    expect(bridge.requests('notificationDelivered')).toEqual([{ sequence: 812 }]);
    expect(groupTitle({ ...group, kind: 'warning', subject: 'pairs' })).toBe('812 pairs near max');
    expect(groupTitle({ ...group, kind: 'resolved', limitName: 'min', subject: 'totals' })).toBe(
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

  test('is bounded', () => {
    const many = Array.from({ length: alertBound + 5 }, (_, i) => sampleAlert({ id: String(i) }));
    expect(sortAlerts(many)).toHaveLength(alertBound);
  });
});
