import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { limitOf } from '../../support/records/flows.ts';
import { takeTurns } from '../../../src-main/engine/limits/cancellable.ts';
import { clock, FakeSource, goOn, minute, stopTime, syncOf } from './fake-source.ts';

beforeEach(stopTime);
afterEach(goOn);

it('previews what is new, changed, gone and unchanged, and changes nothing', async () => {
  const { sync, changes } = syncOf({ mode: 'manual' });
  await sync.follow(new FakeSource('a').has(1, 2, 3));
  const other = new FakeSource('b').has(1, 9);
  other.rows = { ...other.rows, limits: [...other.rows.limits, limitOf('min', 4)] };
  const preview = await sync.preview(other);
  const values = (limits: readonly Limit[]): number[] => limits.map(({ value }) => value);
  expect([preview.added, preview.unchanged, preview.removed].map(values)).toEqual([[4], [1], [3]]);
  expect(preview.changed.map(({ before, after }) => [before.value, after.value])).toEqual([[2, 9]]);
  expect(preview).toMatchObject({
    ...{ origin: 'b', badRows: [], badRowCount: 0 },
    counts: { added: 1, changed: 1, removed: 1, unchanged: 1 },
  });
  expect(changes()).toHaveLength(1);
});

describe('an import', () => {
  it('is applied at once, and its source followed from then on and over restarts', async () => {
    const { repository, sync, values } = syncOf();
    const [first, second] = [new FakeSource('a').has(1), new FakeSource('b').has(2)];
    await sync.follow(first);
    await sync.import(second);
    expect([values(), sync.status.source, repository.followed()]).toEqual([[2], 'b', 'b']);
    await vi.advanceTimersByTimeAsync(0);
    second.has(3).changed.fire();
    await vi.advanceTimersByTimeAsync(50);
    expect([values(), first.disposed]).toEqual([[3], true]);
  });

  it('with a bad row changes nothing, and leaves the followed source', async () => {
    const { repository, sync, values } = syncOf();
    await sync.follow(new FakeSource('a').has(1));
    const bad = new FakeSource('b').has(2);
    bad.rows = { ...bad.rows, badRows: [{ row: 2, reason: 'bad' }] };
    await expect(sync.import(bad)).rejects.toMatchObject({ code: 'limits/bad-rows' });
    expect([values(), sync.status.source, repository.followed()]).toEqual([[1], 'a', null]);
  });

  it.each([
    ['before it begins', 0],
    ['while its source is read', 30],
  ])('that is cancelled %s changes nothing, and leaves the followed source', async (_, atMs) => {
    const { repository, sync, values } = syncOf();
    await sync.follow(new FakeSource('a').has(1));
    const slow = new FakeSource('b').has(2);
    slow.readMs = 60_000;
    const controller = new AbortController();
    if (atMs === 0) controller.abort();
    const outcome = expect(sync.import(slow, controller.signal)).rejects.toMatchObject({
      code: 'request/cancelled',
    });
    await vi.advanceTimersByTimeAsync(atMs);
    controller.abort();
    await outcome;
    expect([values(), sync.status.source, repository.followed()]).toEqual([[1], 'a', null]);
    await vi.advanceTimersByTimeAsync(minute);
    expect(values()).toEqual([1]);
  });

  it('is undone to the limits and the source before it, however often that one was synced since', async () => {
    const [first, second] = [new FakeSource('a').has(1), new FakeSource('b').has(2)];
    const again = new FakeSource('a').has(1);
    const { repository, sync, values } = syncOf(undefined, [again]);
    await sync.import(first);
    await sync.import(second);
    second.has(3);
    await sync.sync();
    expect([values(), sync.status.undoable?.origin]).toEqual([[3], 'b']);
    const change = await sync.undo();
    expect([values(), sync.status.source, repository.followed()]).toEqual([[1], 'a', 'a']);
    expect(change).toMatchObject({ kind: 'undo', origin: 'b', counts: { changed: 1 } });
    expect(sync.limits[0]).toMatchObject({ value: 1, origin: 'a' });
    expect(sync.status.undoable?.origin).toBe('a');
  });

  it('of the source that was followed already is undone for good: nothing is followed then', async () => {
    const { sync, values } = syncOf();
    await sync.import(new FakeSource('a').has(1));
    await sync.import(new FakeSource('a').has(2));
    await sync.undo();
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect([values(), sync.status.source]).toEqual([[1], null]);
    await sync.undo();
    expect(values()).toEqual([]);
    await expect(sync.undo()).rejects.toMatchObject({ code: 'limits/nothing-to-undo' });
  });

  it('that another process undid is noticed, and its source left', async () => {
    const { repository, sync, values } = syncOf();
    await sync.import(new FakeSource('a').has(1));
    await repository.undo(clock.now(), takeTurns);
    sync.reload();
    await vi.advanceTimersByTimeAsync(0);
    expect([values(), sync.status.source]).toEqual([[], null]);
  });
});
