import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { Welcome } from '../../../src-renderer/features/welcome/welcome.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';

const memoryOf = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

it('is offered until it was opened or put away, and never again', () => {
  const client = createClient(new FakeBridge());
  for (const end of ['open', 'dismiss'] as const) {
    const memory = memoryOf();
    const first = new Welcome({ ...client, memory });
    first.meet(0);
    expect([first.isNew, new Welcome({ ...client, memory }).isNew]).toEqual([true, true]);
    first[end]();
    expect([first.isNew, first.isOpen]).toEqual([false, end === 'open']);
    expect(new Welcome({ ...client, memory }).isNew).toBe(false);
  }
});

it('is not offered to who has limits, not even when they are gone', () => {
  const memory = memoryOf();
  const client = createClient(new FakeBridge());
  new Welcome({ ...client, memory }).meet(3);
  const later = new Welcome({ ...client, memory });
  later.meet(0);
  expect(later.isNew).toBe(false);
});

it('says why the test notification could not be sent, and can send another one', async () => {
  const bridge = new FakeBridge({
    testNotification: () => {
      throw new MonitorError('internal', 'No image for it');
    },
  });
  const welcome = new Welcome({ ...createClient(bridge), memory: memoryOf() });
  await welcome.test();
  expect(welcome).toMatchObject({ outcome: null, isTesting: false, problem: { message: 'No image for it' } });
  bridge.answer('testNotification', () => 'taken');
  await welcome.test();
  expect(welcome).toMatchObject({ outcome: 'taken', problem: null });
});

it('says what became of the test notification', async () => {
  const bridge = new FakeBridge({ testNotification: () => 'refused' });
  const welcome = new Welcome({ ...createClient(bridge), memory: memoryOf() });
  await welcome.test();
  expect(welcome.outcome).toBe('refused');
  welcome.open();
  expect(welcome.outcome).toBeNull();
});
