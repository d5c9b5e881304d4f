import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../../../src-main/engine/log/kafka/spool.ts';
import type { LogMessage } from '../../../../src-main/engine/log/message-log.ts';
import { type Connection, openDatabase } from '../../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../../src-main/engine/store/migrations.ts';
import { TemporaryFolder } from '../../../helpers/command-line.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { batchOf, flow } from '../../../helpers/flows.ts';

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
const sequences = (loaded: readonly LogMessage[] | undefined): number[] | undefined =>
  loaded?.map((one) => (one.kind === 'records' ? one.firstSequence : one.mark.sequence));

describe('the spool', () => {
  it('gives what was appended in order, again and again until it is acknowledged', () => {
    const spool = open();
    spool.append([message(0), message(1)]);
    spool.append([message(2)]);
    expect(sequences(spool.next(2))).toEqual([0, 1]);
    expect(sequences(spool.next(2))).toEqual([0, 1]);
    spool.acknowledge();
    expect(sequences(spool.next(2))).toEqual([2]);
    spool.acknowledge();
    expect(spool.next(2)).toBeUndefined();
  });

  it('has after a crash what was not acknowledged, and goes on with the sequences', () => {
    const before = open();
    before.append([message(0), message(1)]);
    before.next(1);
    before.acknowledge();
    before.next(1);
    const after = open();
    expect(sequences(after.next(9))).toEqual([1]);
    expect([after.nextSequence('a'), after.status.records, after.status.bytes]).toEqual([2, 1, 24]);
  });

  it('keeps within its bound by dropping the oldest, and says how many packets that were', () => {
    const spool = open({ maxBytes: 3 * 24, maxAgeMs: 60_000 });
    const dropped: unknown[] = [];
    spool.onDropped((lost) => dropped.push(lost));
    for (let i = 0; i < 5; i++) spool.append([message(i, 90_000 + i)]);
    expect(sequences(spool.next(9))).toEqual([2, 3, 4]);
    expect(dropped).toMatchObject([
      { atMs: 90_000, interface: 'eth0', queueDropped: 2 },
      { atMs: 90_001, interface: 'eth0', queueDropped: 2 },
    ]);
    expect(spool.status).toEqual({ records: 3, bytes: 72, oldestMs: 90_002, droppedPackets: 4 });
  });

  it('does not drop what is on its way', () => {
    const spool = open({ maxBytes: 2 * 24, maxAgeMs: 60_000 });
    spool.append([message(0), message(1)]);
    expect(sequences(spool.next(1))).toEqual([0]);
    spool.append([message(2)]);
    expect(spool.status.droppedPackets).toBe(2);
    spool.acknowledge();
    expect(sequences(spool.next(9))).toEqual([2]);
  });

  it('drops what is too old', () => {
    const spool = open();
    spool.append([message(0, 39_999), message(1, 40_001)]);
    expect(sequences(spool.next(9))).toEqual([1]);
  });

  it('passes over a row that was damaged, and counts it', () => {
    const spool = open();
    spool.append([message(0), message(1)]);
    connection.exec('UPDATE log_batches SET flows = zeroblob(24) WHERE offset = 0');
    expect(sequences(spool.next(9))).toEqual([1]);
    spool.acknowledge();
    expect(spool.status).toMatchObject({ records: 0, droppedPackets: 2 });
  });

  it('goes on behind what was acknowledged, also where the disk is too full to note it', () => {
    const spool = open();
    spool.append([message(0), message(1)]);
    spool.next(1);
    connection.exec(
      "CREATE TRIGGER full BEFORE DELETE ON log_batches BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    expect(() => spool.acknowledge()).toThrow('full');
    expect(sequences(spool.next(9))).toEqual([1]);
    connection.exec('DROP TRIGGER full');
    spool.acknowledge();
    expect(connection.prepare('SELECT count(*) FROM log_batches').pluck().get()).toBe(0);
  });
});
