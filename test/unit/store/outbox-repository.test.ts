import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
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

const begin = (...names: string[]): void => outbox.begin(names.map((name) => ({ name, isRecord: false })));
const waiting = (receiver: string): string[] =>
  outbox.after(receiver, outbox.mark(receiver).taken, 99).map(({ id }) => id);
const stored = (): unknown => connection.prepare('SELECT count(*) FROM announcements').pluck().get();

describe('the outbox', () => {
  it('hands out what was added, in order, as it was added', () => {
    begin('desktop');
    outbox.add(notification('a'));
    outbox.add(notification('b'));
    expect(outbox.after('desktop', 0, 1)).toEqual([{ ...notification('a'), sequence: 1 }]);
    expect(waiting('desktop')).toEqual(['a', 'b']);
    expect(outbox.waiting('desktop', 0)).toBe(2);
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
    expect(outbox.mark('desktop')).toEqual({ taken: 0, lost: 0, refused: 0 });
  });

  it('says from which one on they are no older than an instant', () => {
    expect(outbox.oldestSince(epochMs(0))).toBe(1);
    for (const atMs of [1, 2, 3]) outbox.add(notification('a', atMs));
    expect([0, 2, 3, 4].map((ms) => outbox.oldestSince(epochMs(ms)))).toEqual([1, 2, 3, 4]);
  });

  it('counts what a receiver lost and refused', () => {
    begin('desktop');
    outbox.lose('desktop', 2);
    outbox.lose('desktop', 3);
    outbox.refuse('desktop', 1);
    expect(outbox.mark('desktop')).toEqual({ taken: 0, lost: 5, refused: 1 });
  });

  it('lets go of what all have taken, and of nothing else, however much there is', () => {
    begin('desktop', 'webhook');
    connection.transaction(() => {
      for (let i = 0; i < 25_000; i += 1) outbox.add(notification(`${i}`));
    })();
    outbox.take('desktop', 25_000);
    expect(outbox.trim()).toBe(false);
    expect(stored()).toBe(25_000);
    outbox.take('webhook', 24_999);
    expect([outbox.trim(), outbox.trim(), outbox.trim()]).toEqual([true, true, false]);
    expect(stored()).toBe(1);
    outbox.take('webhook', 25_000);
    outbox.trim();
    expect(stored()).toBe(0);
    outbox.add(notification('d'));
    expect(outbox.after('webhook', 25_000, 9)).toMatchObject([{ id: 'd', sequence: 25_001 }]);
  });

  it('keeps what is suppressed from people, and gives it to those that keep a record', () => {
    outbox.begin([
      { name: 'desktop', isRecord: false },
      { name: 'record', isRecord: true },
    ]);
    outbox.add(notification('a'));
    outbox.add({ ...notification('b'), suppressed: 'muted' });
    outbox.add({ ...notification('c'), suppressed: 'snoozed' });
    expect([waiting('desktop'), waiting('record')]).toEqual([['a'], ['a', 'b', 'c']]);
    expect([
      outbox.waiting('desktop', 0),
      outbox.waiting('record', 0),
      outbox.waiting('record', 0, 3),
    ]).toEqual([1, 3, 2]);
  });

  it('reads what an older version has left', () => {
    begin('desktop');
    const { suppressed: _, ...facts } = notification('a');
    connection
      .prepare('INSERT INTO announcements (at_ms, announcement, quiet) VALUES (1, ?, 0)')
      .run(JSON.stringify({ ...facts, quiet: false }));
    expect(outbox.after('desktop', 0, 9)).toEqual([{ ...notification('a'), sequence: 1 }]);
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
    expect(outbox.after('desktop', 0, 9)).toMatchObject([{ id: 'b', sequence: 1 }]);
  });
});
