import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { Welcome } from '../../../src-renderer/features/welcome/welcome.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';
import { sampleLimit } from './samples.ts';

const memoryOf = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

it('opens by itself at the first start, and never again unasked', () => {
  const client = createClient(new FakeBridge({ suggestLimits: () => [] }));
  const memory = memoryOf();
  const first = new Welcome({ ...client, memory });
  expect(first.isOpen).toBe(false);
  first.meet(0);
  expect(first.isOpen).toBe(true);
  first.close();
  first.meet(0);
  expect(first.isOpen).toBe(false);
  const second = new Welcome({ ...client, memory });
  second.meet(0);
  expect(second.isOpen).toBe(false);
});

it('gives way to what a person asks for at the first start, but not where they opened it', async () => {
  const client = createClient(new FakeBridge({ suggestLimits: () => [] }));
  for (const isEarly of [true, false]) {
    const welcome = new Welcome({ ...client, memory: memoryOf() });
    if (isEarly) welcome.giveWay();
    welcome.meet(0);
    if (!isEarly) welcome.giveWay();
    expect(welcome.isOpen).toBe(false);
    await welcome.open();
    welcome.giveWay();
    expect(welcome.isOpen).toBe(true);
  }
});

it('is not shown to who has limits, not even when they are gone', () => {
  const memory = memoryOf();
  const client = createClient(new FakeBridge({ suggestLimits: () => [] }));
  new Welcome({ ...client, memory }).meet(3);
  const later = new Welcome({ ...client, memory });
  later.meet(0);
  expect(later.isOpen).toBe(false);
});

it('suggests a first limit where there is enough of the past, and says nothing of it where not', async () => {
  const [min, max] = (['min', 'max'] as const).map((name) => ({
    ...{ limit: sampleLimit({ name }), percentile: 99, usual: 4, windows: 40, breaches: 1 },
  }));
  const bridge = new FakeBridge({ suggestLimits: () => [min, max] });
  const welcome = new Welcome({ ...createClient(bridge), memory: memoryOf() });
  await welcome.open();
  expect(welcome.suggested).toEqual(max);
  bridge.answer('suggestLimits', () => []);
  await welcome.open();
  expect(welcome.suggested).toBeNull();
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
  const bridge = new FakeBridge({ testNotification: () => 'refused', suggestLimits: () => [] });
  const welcome = new Welcome({ ...createClient(bridge), memory: memoryOf() });
  await welcome.test();
  expect(welcome.outcome).toBe('refused');
  void welcome.open();
  expect(welcome.outcome).toBeNull();
});
