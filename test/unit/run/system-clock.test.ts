import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

it.each([
  ['the system', () => systemClock],
  ['a fake', () => new FakeClock()],
])('%s: a wait ends with its signal, and at once where it has ended before', async (_name, clockOf) => {
  const clock = clockOf();
  const abort = new AbortController();
  const waiting = clock.after(60_000, abort.signal);
  abort.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(clock.after(60_000, abort.signal)).resolves.toBeUndefined();
});

it('waits longer than a timer of the runtime can', () => {
  vi.useFakeTimers();
  const ended = vi.fn();
  systemClock.once(2 ** 31 + 1_000, ended);
  vi.advanceTimersByTime(2 ** 31 - 1);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_001);
  expect(ended).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

it('leaves no timer behind when it is disposed of', () => {
  vi.useFakeTimers();
  const [once, every] = [systemClock.once(10, () => {}), systemClock.every(10, () => {})];
  once.dispose();
  every.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it('a fake runs what is due in its order, each at its own time', () => {
  const clock = new FakeClock(1_000);
  const seen: string[] = [];
  clock.every(40, () => seen.push(`every ${clock.now()}`));
  clock.once(50, () => seen.push(`once ${clock.now()}`));
  clock.advance(85);
  expect(seen).toEqual(['every 1040', 'once 1050', 'every 1080']);
});
