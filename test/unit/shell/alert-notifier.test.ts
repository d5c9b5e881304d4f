import { describe, expect, it, vi } from 'vitest';
import { AlertWords } from '../../../src-main/common/alert-words.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import type {
  AlertNotification,
  NotificationGroup,
  NotificationMessage,
} from '../../../src-main/common/model/alerts.ts';
import { monitorContract } from '../../../src-main/common/contract/monitor.ts';
import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { EngineState } from '../../../src-main/common/model/shell.ts';
import { type Caller, clientOf } from '../../../src-main/common/rpc/client.ts';
import { type Announced, listenTo } from '../../../src-main/common/rpc/connect.ts';
import type { Answer } from '../../../src-main/common/rpc/messages.ts';
import { refusal } from '../../../src-main/rpc/serve.ts';
import { AlertNotifier } from '../../../src-main/shell/alert-notifier.ts';
import type { NoticeAction } from '../../../src-main/shell/session/notification-server.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { sampleAlert } from '../renderer/samples.ts';

const firing: AlertNotification = { ...sampleAlert(), sequence: 1, kind: 'firing', suppressed: null };
const resolved: AlertNotification = { ...firing, sequence: 2, kind: 'resolved' };

/** An engine whose outbox holds what the test puts into it. */
class Outbox implements Caller {
  readonly waiting: NotificationMessage[];
  readonly delivered: number[] = [];
  /** How often it was asked what waits. */
  asked = 0;
  readonly handled: [string, unknown][] = [];
  isAway = false;
  /** Whether what waits can't be read just now. */
  isBusy = false;
  /** Answers what is delivered, instead of it. */
  held: Promise<Answer> | null = null;
  readonly #events = new Emitter<Announced>();
  readonly #states = new Emitter<EngineState>();
  readonly onStateChanged = this.#states.event;

  constructor(...waiting: NotificationMessage[]) {
    this.waiting = waiting;
  }

  on(name: string, listener: (payload: unknown) => void): Disposable {
    return listenTo(this.#events.event, name, listener);
  }

  call(name: string, request?: unknown): Promise<Answer> {
    if (this.isAway)
      return Promise.resolve(refusal(new MonitorError('engine/stopped', 'The engine is gone')));
    if (name === 'pendingNotifications') this.asked += 1;
    if (name === 'pendingNotifications' && this.isBusy)
      return Promise.resolve(refusal(new MonitorError('internal', 'The disk is slow', { retriable: true })));
    if (name === 'pendingNotifications') return Promise.resolve({ ok: true, value: [...this.waiting] });
    if (name !== 'notificationDelivered') {
      this.handled.push([name, request]);
      return Promise.resolve({ ok: true, value: undefined });
    }
    if (this.held !== null) return this.held;
    const { sequence } = request as { sequence: number };
    this.delivered.push(sequence);
    this.waiting.splice(0, this.waiting.findIndex((one) => one.sequence === sequence) + 1);
    return Promise.resolve({ ok: true, value: undefined });
  }

  add(...messages: NotificationMessage[]): void {
    this.waiting.push(...messages);
    this.announce();
  }

  /** Says again what waits. */
  announce(): void {
    this.#events.fire({ name: 'notificationsAdded', payload: [...this.waiting] });
  }

  /** What waits can't be read now. */
  announceNothing(): void {
    this.#events.fire({ name: 'notificationsAdded', payload: [] });
  }

  run(state: EngineState['state'] = 'running'): void {
    this.#states.fire({ state, problem: null });
  }
}

const aboveMax = 'Traffic above max, mostly from 192.0.2.1';

function notifierOf(host: Outbox, mayNotify = true) {
  const titles: string[] = [];
  const clicks: (() => void)[] = [];
  const actions: (readonly NoticeAction[])[] = [];
  const shown: (number | string)[] = [];
  const clock = new FakeClock(1_000);
  const notifier = new AlertNotifier({
    ...{ host, engine: clientOf(monitorContract, host) },
    words: () => new AlertWords(),
    mayNotify: () => mayNotify,
    raise: ({ title }, options) => {
      titles.push(title);
      clicks.push(options.onClick);
      actions.push(options.actions ?? []);
    },
    clock,
    showAlert: (id) => shown.push(id),
    showWindow: (startMs) => shown.push(startMs),
    showAlerts: () => shown.push('alerts'),
  });
  return { notifier, titles, clicks, actions, shown, clock };
}

describe('the notifier', () => {
  it('raises one for each notification, and shows the alert on a click; the window of one that is near', async () => {
    const host = new Outbox();
    const { notifier, titles, clicks, shown } = notifierOf(host);
    host.add(firing, resolved);
    host.add();
    await notifier.tell();
    expect(titles).toEqual([aboveMax, 'Resolved: traffic above max, mostly from 192.0.2.1']);
    clicks[0]!();
    expect(shown).toEqual([firing.id]);
    host.add({ ...firing, sequence: 3, kind: 'warning' });
    await notifier.tell();
    clicks[2]!();
    expect(shown).toEqual([firing.id, firing.window.startMs]);
    notifier.dispose();
    host.add(firing);
    await Promise.resolve();
    expect(host.delivered).toEqual([1, 2, 3]);
  });

  it('has buttons on one that fires: they acknowledge and snooze for an hour, or show it where that fails', async () => {
    const host = new Outbox();
    const { notifier, actions, shown } = notifierOf(host);
    host.add(firing, resolved);
    await notifier.tell();
    const [[acknowledge, snooze] = [], none] = actions;
    expect([acknowledge?.text, snooze?.text, none]).toEqual(['Acknowledge', 'Snooze for an Hour', []]);
    acknowledge!.run();
    snooze!.run();
    const { id } = firing;
    expect(host.handled).toEqual([
      ['acknowledgeAlert', { id, comment: '' }],
      ['snoozeAlert', { id, untilMs: 3_601_000 }],
    ]);
    host.isAway = true;
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    acknowledge!.run();
    await vi.waitFor(() => expect(shown).toEqual([id]));
    warned.mockRestore();
  });

  it('raises one for many alerts of one window, and shows the list on a click', async () => {
    const group: NotificationGroup = {
      ...{ sequence: 812, kind: 'firing', count: 812 },
      subject: { kind: 'limit', limitName: 'max', scope: 'hosts' },
      ...{ window: firing.window, atMs: firing.atMs, largest: [firing] },
    };
    const host = new Outbox(group);
    const { notifier, titles, clicks, shown } = notifierOf(host);
    await notifier.tell();
    expect(titles).toEqual(['812 hosts above max']);
    clicks[0]!();
    expect(shown).toEqual(['alerts']);
    expect(host.delivered).toEqual([812]);
    const words = new AlertWords();
    const pairs = { kind: 'limit', limitName: 'max', scope: 'pairs' } as const;
    expect(words.groupTitle({ ...group, kind: 'warning', subject: pairs })).toBe('812 pairs near max');
    const totals = { kind: 'limit', limitName: 'min', scope: 'totals' } as const;
    expect(words.groupTitle({ ...group, kind: 'resolved', subject: totals })).toBe(
      'Resolved: 812 totals below min',
    );
  });

  it('tells what a killed process has left when the engine runs, once', async () => {
    const host = new Outbox(firing);
    const { notifier, titles } = notifierOf(host);
    host.run();
    await notifier.tell();
    host.run();
    await notifier.tell();
    expect(titles).toEqual([aboveMax]);
    expect(host.delivered).toEqual([1]);
  });

  it('raises none while the person does not want any, nor later', async () => {
    const host = new Outbox(firing);
    const unwanted = notifierOf(host, false);
    await unwanted.notifier.tell();
    const wanted = notifierOf(host);
    await wanted.notifier.tell();
    expect([...unwanted.titles, ...wanted.titles]).toEqual([]);
  });

  it('tells what waits when the engine is back', async () => {
    const host = new Outbox();
    host.isAway = true;
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { notifier, titles } = notifierOf(host);
    await notifier.tell();
    expect(warned).toHaveBeenCalledOnce();
    host.waiting.push(firing);
    host.isAway = false;
    host.run();
    await notifier.tell();
    expect(titles).toEqual([aboveMax]);
  });

  it('asks a running engine again after a while where it could not say what waits, until it can', async () => {
    const host = new Outbox(firing);
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    host.isBusy = true;
    const { notifier, titles, clock } = notifierOf(host);
    host.run();
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1));
    clock.advance(10_000);
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(2));
    expect(titles).toEqual([]);
    host.isBusy = false;
    clock.advance(10_000);
    await vi.waitFor(() => expect(titles).toEqual([aboveMax]));
    await vi.waitFor(() => expect(host.waiting).toEqual([]));
    host.isBusy = true;
    await notifier.tell();
    expect(clock.timers).toBe(1);
    notifier.dispose();
    expect(clock.timers).toBe(0);
    warned.mockRestore();
  });

  it('raises what another run of the engine announces by the number of what the one before took with it', async () => {
    const host = new Outbox();
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { titles } = notifierOf(host);
    host.run();
    await vi.waitFor(() => expect(host.asked).toBe(1));
    // Neither is stored, and the engine ends before it answers that the first one is delivered.
    const held = Promise.withResolvers<Answer>();
    host.held = held.promise;
    host.add({ ...firing, sequence: -1 });
    await vi.waitFor(() => expect(titles).toEqual([aboveMax]));
    host.add({ ...firing, sequence: -2 });
    held.resolve(refusal(new MonitorError('engine/stopped', 'The engine is gone')));
    await vi.waitFor(() => expect(warned).toHaveBeenCalled());
    host.run('restarting');
    host.waiting.splice(0);
    host.held = null;
    host.run();
    await vi.waitFor(() => expect(host.asked).toBe(2));
    host.add({ ...resolved, sequence: -1 }, { ...resolved, sequence: -2 });
    await vi.waitFor(() => expect(host.waiting).toEqual([]));
    const isOver = 'Resolved: traffic above max, mostly from 192.0.2.1';
    expect(titles).toEqual([aboveMax, isOver, isOver]);
    warned.mockRestore();
  });

  it('raises nothing again of an engine that was silent for a while', async () => {
    const host = new Outbox();
    const { notifier, titles } = notifierOf(host);
    host.run();
    host.add({ ...firing, sequence: -1 });
    await vi.waitFor(() => expect(host.waiting).toEqual([]));
    host.run('silent');
    host.run();
    // What was under way while it was silent.
    host.add({ ...firing, sequence: -1 });
    await notifier.tell();
    expect(titles).toEqual([aboveMax]);
  });

  it('raises what is announced without asking again, each once however often it is announced', async () => {
    const host = new Outbox();
    const { titles } = notifierOf(host);
    host.add(firing);
    host.announce();
    host.announce();
    await vi.waitFor(() => expect(host.waiting).toEqual([]));
    await new Promise((resolve) => setImmediate(resolve));
    expect([titles, host.asked]).toEqual([[aboveMax], 0]);
  });

  it('asks for more where as many are announced as there is room for, or none could be read', async () => {
    const host = new Outbox();
    const { titles } = notifierOf(host);
    host.waiting.push(firing);
    const many = Array.from({ length: 20 }, (_, i) => ({ ...firing, sequence: 100 + i }));
    host.add(...many);
    await vi.waitFor(() => expect(titles).toHaveLength(21));
    expect(host.asked).toBeGreaterThan(0);
    host.waiting.push({ ...firing, sequence: 200 });
    host.announceNothing();
    await vi.waitFor(() => expect(titles).toHaveLength(22));
  });
});
