import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { notificationBound } from '../../../src-main/engine/notify/outbox.ts';
import type { Connection } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { OutboxRepository } from '../../../src-main/engine/store/outbox-repository.ts';
import { notification } from '../notify/notifications.ts';

let connection: Connection;
let outbox: OutboxRepository;
beforeEach(() => {
  connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  outbox = new OutboxRepository(connection);
});
afterEach(() => connection.close());

const begin = (...names: string[]): void => outbox.begin(names.map((name) => ({ name, takesQuiet: false })));
const waiting = (channel: string, notBeforeMs = 0, count = 100): string[] =>
  outbox.next(channel, epochMs(notBeforeMs), count).map(({ id }) => id);
const stored = (): unknown => connection.prepare('SELECT count(*) FROM announcements').pluck().get();

describe('the outbox', () => {
  it('hands out what was added, in order, as it was added', () => {
    begin('desktop');
    outbox.add(notification('a'));
    outbox.add(notification('b'));
    expect(outbox.next('desktop', epochMs(0), 1)).toEqual([{ ...notification('a'), sequence: 1 }]);
    expect(waiting('desktop')).toEqual(['a', 'b']);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 2, lost: 0 });
  });

  it('has a mark for each channel, which only moves on', () => {
    begin('desktop', 'webhook');
    for (const id of ['a', 'b', 'c']) outbox.add(notification(id));
    outbox.take('desktop', 2);
    outbox.take('desktop', 1);
    expect(waiting('desktop')).toEqual(['c']);
    expect(waiting('webhook')).toEqual(['a', 'b', 'c']);
  });

  it('lets a channel of the next run go on, begins with a new one at the end, and forgets the others', () => {
    begin('desktop', 'webhook');
    outbox.add(notification('a'));
    begin('desktop', 'syslog');
    outbox.add(notification('b'));
    expect([waiting('desktop'), waiting('syslog'), waiting('webhook')]).toEqual([['a', 'b'], ['b'], []]);
    begin('webhook');
    expect([waiting('desktop'), waiting('webhook')]).toEqual([[], []]);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 0, lost: 0 });
  });

  it('passes what is too old, and counts it as lost', () => {
    begin('desktop');
    for (const [id, atMs] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      outbox.add(notification(id, atMs));
    expect(waiting('desktop', 3)).toEqual(['c']);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 1, lost: 2 });
    expect(waiting('desktop', 4)).toEqual([]);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 0, lost: 3 });
  });

  it('lets go of what all have taken and of what is too old', () => {
    begin('desktop', 'webhook');
    for (const [id, atMs] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      outbox.add(notification(id, atMs));
    outbox.take('desktop', 3);
    outbox.take('webhook', 1);
    outbox.trim(epochMs(0));
    expect(stored()).toBe(2);
    outbox.trim(epochMs(3));
    expect(stored()).toBe(1);
    expect(waiting('webhook')).toEqual(['c']);
    expect(outbox.backlog('webhook')).toEqual({ waiting: 1, lost: 1 });
    outbox.take('webhook', 3);
    outbox.trim(epochMs(0));
    expect(stored()).toBe(0);
    outbox.add(notification('d'));
    expect(outbox.next('webhook', epochMs(0), 9)).toMatchObject([{ id: 'd', sequence: 4 }]);
  });

  it('is bounded: beyond, the oldest are lost to those that have not taken them', () => {
    begin('desktop', 'webhook');
    connection.transaction(() => {
      for (let i = 0; i < notificationBound + 3; i += 1) outbox.add(notification(`${i}`));
    })();
    outbox.take('desktop', 2);
    expect(stored()).toBe(notificationBound);
    expect(waiting('webhook', 0, 1)).toEqual(['3']);
    expect(outbox.backlog('webhook')).toEqual({ waiting: notificationBound, lost: 3 });
    expect(waiting('desktop', 0, 1)).toEqual(['3']);
    expect(outbox.backlog('desktop')).toEqual({ waiting: notificationBound, lost: 1 });
  });

  it('keeps what is quiet from people, and gives it to those that keep a record', () => {
    outbox.begin([
      { name: 'desktop', takesQuiet: false },
      { name: 'record', takesQuiet: true },
    ]);
    outbox.add(notification('a'));
    outbox.add({ ...notification('b'), suppressed: 'muted' });
    outbox.add({ ...notification('c'), suppressed: 'muted' });
    expect([waiting('desktop'), waiting('record')]).toEqual([['a'], ['a', 'b', 'c']]);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 1, lost: 0 });
    outbox.take('desktop', 1);
    outbox.take('record', 3);
    expect(waiting('desktop')).toEqual([]);
    outbox.trim(epochMs(0));
    expect(stored()).toBe(0);
    expect(waiting('desktop', 1_000)).toEqual([]);
    expect(outbox.backlog('desktop')).toEqual({ waiting: 0, lost: 0 });
  });

  it('can be looked into from outside, without a mark', () => {
    expect(outbox.newest()).toBe(0);
    for (const id of ['a', 'b', 'c']) outbox.add(notification(id));
    expect(outbox.since(1, 9).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(outbox.newest()).toBe(3);
  });

  it('holds nothing of a transaction that was rolled back', () => {
    begin('desktop');
    const failing = connection.transaction(() => {
      outbox.add(notification('a'));
      throw new Error('disk full');
    });
    expect(failing).toThrow('disk full');
    outbox.add(notification('b'));
    expect(outbox.next('desktop', epochMs(0), 9)).toMatchObject([{ id: 'b', sequence: 1 }]);
  });
});
