import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { limitOf } from '../../support/records/flows.ts';
import { clock, FakeSource, goOn, minute, stopTime, syncOf } from './fake-source.ts';

const unreadable = new MonitorError('limits/unreadable', 'gone', { retriable: true });

beforeEach(stopTime);
afterEach(goOn);

describe('a followed source', () => {
  it('is read at once; its rows are stored with origin and time, and announced', async () => {
    const { sync, values, changes } = syncOf();
    const announced: number[] = [];
    sync.onChanged((limits) => announced.push(limits.length));
    await sync.follow(new FakeSource().has(1, 2));
    expect(values()).toEqual([1, 2]);
    expect(changes()).toEqual([['sync', 'limits.json', 1_000_000, 2]]);
    expect(announced).toEqual([2]);
    expect(sync.status).toMatchObject({
      source: 'limits.json',
      limitCount: 2,
      lastSyncMs: 1_000_000,
      problem: null,
    });
  });

  it('is read again 50 ms after it changed; changes close together are one', async () => {
    const { sync, values } = syncOf();
    const source = new FakeSource().has(1);
    await sync.follow(source);
    source.has(2).changed.fire();
    await vi.advanceTimersByTimeAsync(40);
    source.changed.fire();
    await vi.advanceTimersByTimeAsync(40);
    expect(source.reads).toBe(1);
    await vi.advanceTimersByTimeAsync(10);
    expect([source.reads, values()]).toEqual([2, [2]]);
  });

  it('is read every 20 minutes even where no change was announced', async () => {
    const { sync, values } = syncOf();
    const source = new FakeSource().has(1);
    await sync.follow(source);
    expect(sync.status.nextSyncMs).toBe(1_000_000 + 20 * minute);
    source.has(2);
    await vi.advanceTimersByTimeAsync(20 * minute - 1);
    expect(values()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(values()).toEqual([2]);
  });

  it('is stored only when its rows are others than before', async () => {
    const { sync, changes } = syncOf();
    const source = new FakeSource().has(1);
    await sync.follow(source);
    await sync.sync();
    source.has(2);
    await sync.sync();
    await sync.sync();
    expect(changes()).toHaveLength(2);
    expect(sync.status.lastChange).toMatchObject({
      kind: 'sync',
      counts: { added: 0, changed: 1, removed: 0, unchanged: 0 },
    });
  });

  it('is watched by one watch at a time, and by none after the end', async () => {
    const { sync } = syncOf();
    const source = new FakeSource();
    await sync.follow(source);
    await sync.sync();
    source.watches[0]!.alive = false;
    await sync.sync();
    await sync.sync();
    expect(source.watches.map(({ disposed }) => disposed)).toEqual([true, false]);
    sync.dispose();
    expect(source.watches.every(({ disposed }) => disposed)).toBe(true);
    expect(source.disposed).toBe(true);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(source.reads).toBe(4);
  });

  it('gives way to another', async () => {
    const { sync, values } = syncOf();
    const [first, second] = [new FakeSource('a').has(1), new FakeSource('b').has(2)];
    await sync.follow(first);
    await sync.follow(second);
    first.has(9).changed.fire();
    await vi.advanceTimersByTimeAsync(minute);
    expect([first.reads, values(), sync.status.source]).toEqual([1, [2], 'b']);
  });

  it('that answers after another was chosen changes nothing', async () => {
    const { sync, values, changes } = syncOf();
    const slow = new FakeSource('slow').has(1);
    slow.readMs = 1_000;
    const first = sync.follow(slow);
    await vi.advanceTimersByTimeAsync(10);
    const second = sync.follow(new FakeSource('b').has(2));
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all([first, second]);
    expect(values()).toEqual([2]);
    expect(changes()).toHaveLength(1);
  });

  it('is read by one at a time, however many ask', async () => {
    const { sync } = syncOf();
    const source = new FakeSource();
    source.readMs = 100;
    const all = [sync.follow(source), sync.sync(), sync.sync()];
    source.changed.fire();
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(all);
    expect(source.readingAtOnce).toBe(1);
  });
});

describe('a source that fails', () => {
  it('keeps the last good limits in force, is shown, and is tried again', async () => {
    const { sync, values, changes } = syncOf();
    const source = new FakeSource().has(1);
    await sync.follow(source);
    source.failure = unreadable;
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(values()).toEqual([1]);
    expect(sync.status).toMatchObject({
      problem: { code: 'limits/unreadable', message: 'gone' },
      limitCount: 1,
    });
    expect(sync.status.lastSyncMs).toBe(1_000_000);
    source.failure = undefined;
    source.has(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([values(), sync.status.problem]).toEqual([[2], null]);
    expect(changes()).toHaveLength(2);
  });

  it('is tried again after pauses that double up to 30 s, from the beginning once it was read', async () => {
    const { sync } = syncOf();
    const source = new FakeSource().has(1);
    source.failure = unreadable;
    await sync.follow(source);
    const pauses = [1, 2, 4, 8, 16, 30, 30];
    for (const [i, pause] of pauses.entries()) {
      await vi.advanceTimersByTimeAsync(pause * 1_000 - 1);
      expect(source.reads).toBe(i + 1);
      await vi.advanceTimersByTimeAsync(1);
    }
    source.failure = undefined;
    await sync.sync();
    source.failure = unreadable;
    await sync.sync();
    expect(sync.status.nextSyncMs).toBe(clock.now() + 1_000);
  });

  it('with bad rows applies none of them, and names each with its reason', async () => {
    const { sync, values } = syncOf();
    const source = new FakeSource().has(1);
    await sync.follow(source);
    const badRows = Array.from({ length: 22 }, (_, i) => ({ row: i + 2, reason: `bad ${i}` }));
    source.rows = { limits: [limitOf('max', 2)], badRows };
    await sync.sync();
    expect(values()).toEqual([1]);
    expect(sync.status.problem).toMatchObject({
      code: 'limits/bad-rows',
      message: expect.stringMatching(
        /^limits\.json: row 2: bad 0; row 3: bad 1; .*; row 21: bad 19 \(and 2 more\)$/,
      ) as string,
    });
  });

  it('to be watched is read all the same, and again soon', async () => {
    const { sync, values } = syncOf();
    const source = new FakeSource().has(1);
    source.unwatchable = new MonitorError('limits/unreadable', 'too many watches', { retriable: true });
    await sync.follow(source);
    expect([values(), sync.status.problem?.message]).toEqual([[1], 'too many watches']);
    source.has(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(values()).toEqual([2]);
  });

  it('from the start leaves the stored limits in force', async () => {
    const { sync } = syncOf();
    const source = new FakeSource();
    source.failure = unreadable;
    await expect(sync.follow(source)).resolves.toBeUndefined();
    expect(sync.status).toMatchObject({
      source: 'limits.json',
      lastSyncMs: null,
      problem: { message: 'gone' },
    });
  });
});

describe('the refresh', () => {
  it('by a period reads at each of its ends, and watches nothing', async () => {
    const { sync } = syncOf({ mode: 'every', periodMs: 10_000 });
    const source = new FakeSource();
    await sync.follow(source);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([source.reads, source.watches.length]).toEqual([4, 0]);
  });

  it('by a period longer than a timer can hold does not read without pause', async () => {
    const { sync } = syncOf({ mode: 'every', periodMs: 60 * 86_400_000 });
    const source = new FakeSource();
    await sync.follow(source);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(source.reads).toBe(1);
    expect(sync.status.nextSyncMs).toBeGreaterThan(1_000_000 + 20 * 86_400_000);
  });

  it('by hand reads only when told, after a failure too', async () => {
    const { sync } = syncOf({ mode: 'manual' });
    const source = new FakeSource();
    source.failure = unreadable;
    await sync.follow(source);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect([source.reads, sync.status.nextSyncMs]).toEqual([1, null]);
    await sync.sync();
    expect(source.reads).toBe(2);
  });
});

describe('a source that has no rows any more', () => {
  const sync0 = async () => {
    const parts = syncOf();
    const source = new FakeSource().has(1, 2);
    await parts.sync.follow(source);
    source.has().changed.fire();
    await vi.advanceTimersByTimeAsync(50);
    return { ...parts, source };
  };

  it('keeps the last good limits in force, also over a restart, until it has some', async () => {
    const { sync, values, source } = await sync0();
    const kept = { code: 'limits/unreadable', message: 'limits.json has no rows; 2 limits stay in force' };
    expect([values(), sync.status.problem]).toMatchObject([[1, 2], kept]);
    await sync.follow(new FakeSource().has());
    expect([values(), sync.status.problem]).toMatchObject([[1, 2], kept]);
    await sync.follow(source.has(3));
    expect([values(), sync.status.problem]).toEqual([[3], null]);
  });

  it('has none from when a person imports it, here or beside', async () => {
    const { sync, values } = await sync0();
    await sync.import(new FakeSource().has());
    expect([values(), sync.status.problem]).toEqual([[], null]);
    const beside = await sync0();
    beside.repository.replace([], { kind: 'import', origin: 'limits.json' }, epochMs(0));
    beside.sync.reload();
    await vi.advanceTimersByTimeAsync(0);
    expect([beside.values(), beside.sync.status.problem]).toEqual([[], null]);
  });
});

it('reads once more, however many changes come while it reads', async () => {
  const { sync } = syncOf();
  const source = new FakeSource().has(1);
  await sync.follow(source);
  source.readMs = 10_000;
  for (let i = 0; i < 100; i += 1) {
    source.changed.fire();
    await vi.advanceTimersByTimeAsync(80);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect([source.reads, source.readingAtOnce]).toEqual([3, 1]);
});

it('reads in time though changes never end', async () => {
  const { sync, values } = syncOf();
  const source = new FakeSource().has(1);
  await sync.follow(source);
  source.has(2);
  for (let ms = 0; ms < 1_100; ms += 20) {
    source.changed.fire();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect([source.reads, values()]).toEqual([2, [2]]);
});

it('loads no limits for what another process writes about other things', () => {
  const { repository, sync } = syncOf({ mode: 'manual' });
  const loads = vi.spyOn(repository, 'current');
  repository.replace([limitOf('max', 7)], { kind: 'import', origin: 'x' }, epochMs(0));
  for (let i = 0; i < 3; i += 1) sync.reload();
  expect(loads).toHaveBeenCalledTimes(1);
});

it('takes over what another process stored', () => {
  const { repository, sync, values } = syncOf({ mode: 'manual' });
  const announced: number[] = [];
  sync.onChanged((limits) => announced.push(...limits.map(({ value }) => value)));
  repository.replace([limitOf('max', 7)], { kind: 'import', origin: 'x' }, epochMs(0));
  expect(values()).toEqual([]);
  sync.reload();
  expect([values(), announced]).toEqual([[7], [7]]);
  expect(sync.status.lastChange).toMatchObject({ kind: 'import', origin: 'x' });
});
