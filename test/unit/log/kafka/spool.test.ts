import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import { messageOf, Spool, type SpoolUse } from '../../../../src-main/engine/log/kafka/spool.ts';
import type { LogMessage } from '../../../../src-main/engine/log/message-log.ts';
import { type Connection, openDatabase } from '../../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../../src-main/engine/store/migrations.ts';
import { TemporaryFolder } from '../../../support/process/command-line.ts';
import { FakeClock } from '../../../support/process/fake-clock.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';

let folder: TemporaryFolder;
let connection: Connection;
const clock = new FakeClock(100_000);
beforeEach(() => {
  folder = new TemporaryFolder();
  connection = openDatabase(folder.file('spool.db'), migrations);
});
afterEach(() => {
  connection.close();
  folder[Symbol.dispose]();
});

const open = (settings = { maxBytes: 1_000_000, maxAgeMs: 60_000 }): Spool =>
  new Spool(new LogRepository(connection, 'spool'), settings, clock);
/** One record of 24 bytes, of two packets. */
const message = (firstSequence: number, fromMs = 90_000): LogMessage => ({
  ...{ kind: 'records', agent: 'a', epoch: 1, firstSequence },
  batch: batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1, 2)]),
});
/** A mark behind such records. */
const mark = (sequence: number, reachedMs: number): LogMessage => ({
  kind: 'mark',
  mark: {
    ...{ agent: 'a', epoch: 1, sequence, reachedMs: epochMs(reachedMs), interfaces: [] },
    ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell: false },
  },
});
const sequences = (spool: Spool, from = 0, atOnce = 9): number[] =>
  spool.read(from, atOnce, 3).map(({ firstSequence }) => firstSequence);

describe('the spool', () => {
  it('gives what was appended in order, again and again until it is released', () => {
    const spool = open();
    spool.append([message(0), message(1)]);
    spool.append([message(2)]);
    expect(sequences(spool, 0, 2)).toEqual([0, 1]);
    expect(sequences(spool, 0, 2)).toEqual([0, 1]);
    spool.release(2);
    expect(sequences(spool)).toEqual([2]);
    spool.release(3);
    expect(sequences(spool)).toEqual([]);
    expect(spool.status).toMatchObject({ records: 0, bytes: 0, oldestMs: null });
  });

  it('has after a crash what was not released, and goes on with the sequences', () => {
    const before = open();
    before.append([message(0), message(1)]);
    before.release(1);
    const after = open();
    expect(sequences(after)).toEqual([1]);
    expect([after.nextSequence('a'), after.status.records, after.status.bytes]).toEqual([2, 1, 24]);
  });

  it('keeps of how many partitions one was chosen for a record, also where the topic grows', () => {
    const spool = open();
    spool.append([message(0)]);
    expect(spool.read(0, 9, 3).map(({ partitions }) => partitions)).toEqual([3]);
    spool.append([message(1)]);
    expect(spool.read(0, 9, 6).map(({ partitions }) => partitions)).toEqual([3, 3]);
    spool.append([message(2)]);
    expect(
      open()
        .read(0, 9, 12)
        .map(({ partitions }) => partitions),
    ).toEqual([3, 3, 6]);
  });

  it('keeps within its bound by dropping the oldest, and says how many packets that were', () => {
    const spool = open({ maxBytes: 3 * 24, maxAgeMs: 60_000 });
    const dropped: unknown[] = [];
    spool.onDropped((lost) => dropped.push(lost));
    for (let i = 0; i < 5; i++) spool.append([message(i, 90_000 + i)]);
    expect(sequences(spool)).toEqual([2, 3, 4]);
    expect(dropped).toMatchObject([
      { atMs: 90_000, interface: 'eth0', queueDropped: 2 },
      { atMs: 90_001, interface: 'eth0', queueDropped: 2 },
    ]);
    expect(spool.status).toEqual({ records: 3, bytes: 72, oldestMs: 90_002, droppedPackets: 4 });
  });

  it('drops an interval as a whole, with the mark behind it, and tells it by the next mark', () => {
    const spool = open({ maxBytes: 600, maxAgeMs: 60_000 });
    spool.append([message(0, 90_000), message(1, 90_000), mark(2, 91_000)]);
    spool.append([message(3, 91_000), mark(4, 92_000)]);
    while (spool.status.droppedPackets === 0) spool.append([message(5, 92_000)]);
    expect(sequences(spool, 0, 1)).toEqual([3]);
    spool.append([mark(90, 93_000)]);
    const told = spool.read(0, 99, 3).map(messageOf).at(-1);
    expect(told).toMatchObject({
      kind: 'mark',
      mark: {
        lost: { spool: 4 },
        interfaces: [{ name: 'eth0', fromMs: 90_000, toMs: 91_000, queueDropped: 4, received: 0 }],
      },
    });
    spool.release(10_000);
    spool.append([mark(91, 94_000)]);
    expect(spool.read(0, 99, 3).map(messageOf).at(-1)).toMatchObject({ mark: { lost: { spool: 0 } } });
  });

  it('does not drop what is on its way', () => {
    const spool = open({ maxBytes: 2 * 24, maxAgeMs: 60_000 });
    spool.append([message(0), message(1, 90_001)]);
    const use: SpoolUse = { busyUntil: 1, sentUntil: 0, toldUntil: 0, unsent: ({ packets }) => packets };
    spool.use = () => use;
    spool.append([message(2, 90_002)]);
    expect(spool.status.droppedPackets).toBe(2);
    spool.release(1);
    expect(sequences(spool)).toEqual([2]);
  });

  it('counts of rows that were sent in part only what is left of them', () => {
    const spool = open({ maxBytes: 2 * 24, maxAgeMs: 60_000 });
    spool.append([message(0), message(1, 90_001)]);
    spool.use = () => ({ busyUntil: 0, sentUntil: 1, toldUntil: 1, unsent: () => 1 });
    spool.append([message(2, 90_002), message(3, 90_003)]);
    expect(spool.status.droppedPackets).toBe(1 + 2);
  });

  it('drops what is too old', () => {
    const spool = open();
    spool.append([message(0, 39_999), message(1, 40_001)]);
    spool.append([message(2, 40_001)]);
    expect(sequences(spool)).toEqual([1, 2]);
  });

  it('goes on behind what was acknowledged, also where the disk is too full to note it', () => {
    const spool = open();
    spool.append([message(0), message(1)]);
    connection.exec(
      "CREATE TRIGGER full BEFORE DELETE ON log_batches BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    expect(() => spool.release(1)).toThrow('full');
    expect(sequences(spool, 1)).toEqual([1]);
    connection.exec('DROP TRIGGER full');
    spool.release(2);
    expect(spool.status).toMatchObject({ records: 0, bytes: 0 });
    expect(connection.prepare('SELECT count(*) FROM log_batches').pluck().get()).toBe(0);
  });
});
