import type { Message } from 'dbus-native';
import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../src-main/common/event.ts';
import { NotificationServer } from '../../../src-main/shell/session/notification-server.ts';
import type { BusTarget, TypedValues } from '../../../src-main/shell/session/session-bus.ts';

/** A bus with a server of some abilities, which numbers notifications from 1 on and keeps what it was asked. */
function busWith(...abilities: string[]) {
  const signals = new Emitter<Message>();
  const calls: { readonly member: string; readonly values: readonly unknown[] }[] = [];
  const answers: Readonly<Record<string, () => unknown>> = {
    GetCapabilities: () => abilities,
    Notify: () => calls.filter(({ member }) => member === 'Notify').length,
    CloseNotification: () => undefined,
  };
  const call = <T>(_target: BusTarget, member: string, [, values]: TypedValues = ['', []]): Promise<T> => {
    calls.push({ member, values });
    return Promise.resolve(answers[member]!() as T);
  };
  return { bus: { call, onSignal: signals.event }, calls, say: (m: Message) => signals.fire(m) };
}

const text = { title: 'Traffic above max', body: 'a & <b>b</b>', tag: 'x' };

/** Shows a notification with a button, and tells what is done by it. */
async function shownOn({ bus, calls, say }: ReturnType<typeof busWith>) {
  const done: string[] = [];
  const server = new NotificationServer(bus);
  const act = (name: string) => ({ text: name, run: () => void done.push(name) });
  const notice = await server.show(text, { click: act('Show'), buttons: [act('Acknowledge')] });
  const notify = calls.find(({ member }) => member === 'Notify');
  const [key] = ((notify?.values[5] ?? []) as string[]).slice(2);
  const press = (id: number, name: string): void => say({ member: 'ActionInvoked', body: [id, name] });
  return { done, notice, notify, key: key!, press };
}

describe('a notification with buttons', () => {
  it('is none where the desktop has no buttons', async () => {
    const plain = busWith('body');
    expect((await shownOn(plain)).notice).toBe(undefined);
    expect(plain.calls.map(({ member }) => member)).toEqual(['GetCapabilities']);
  });

  it('runs what is pressed, by a key that no other notification has', async () => {
    const { done, key, press } = await shownOn(busWith('actions'));
    const { key: another } = await shownOn(busWith('actions'));
    press(1, another);
    press(2, key);
    expect(done).toEqual([]);
    press(1, 'default');
    press(1, key);
    expect(done).toEqual(['Show', 'Acknowledge']);
  });

  it('can be acted on after its time was over, and not when a person has closed it', async () => {
    const bus = busWith('actions');
    const { done, key, press } = await shownOn(bus);
    bus.say({ member: 'NotificationClosed', body: [1, 1] });
    press(1, key);
    bus.say({ member: 'NotificationClosed', body: [1, 2] });
    press(1, key);
    expect(done).toEqual(['Acknowledge']);
  });

  it('has its text as it is, also where the server reads markup', async () => {
    expect((await shownOn(busWith('actions'))).notify?.values[4]).toBe('a & <b>b</b>');
    const read = (await shownOn(busWith('actions', 'body-markup'))).notify?.values[4];
    expect(read).toBe('a &amp; &lt;b&gt;b&lt;/b&gt;');
  });

  it('is closed by its number', async () => {
    const bus = busWith('actions');
    (await shownOn(bus)).notice?.close();
    expect(bus.calls.at(-1)).toEqual({ member: 'CloseNotification', values: [1] });
  });
});
