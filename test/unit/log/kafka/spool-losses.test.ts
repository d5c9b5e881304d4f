import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src-main/common/units.ts';
import type { InterfaceCoverage, Mark } from '../../../../src-main/engine/flow-records/mark.ts';
import { messageOf, Spool } from '../../../../src-main/engine/log/kafka/spool.ts';
import type { LogMessage } from '../../../../src-main/engine/log/message-log.ts';
import { type Connection, openDatabase } from '../../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../../src-main/engine/store/migrations.ts';
import { TemporaryFolder } from '../../../support/process/command-line.ts';
import { FakeClock } from '../../../support/process/fake-clock.ts';
import { batchOf, flow } from '../../../support/records/flows.ts';
import { random } from '../../../support/process/random.ts';

let folder: TemporaryFolder;
let connection: Connection;
beforeEach(() => {
  folder = new TemporaryFolder();
  connection = openDatabase(folder.file('spool.db'), migrations);
});
afterEach(() => {
  connection.close();
  folder[Symbol.dispose]();
});

/** Opens the spool, as after a kill. */
const open = (maxBytes = 1_000): Spool =>
  new Spool(new LogRepository(connection, 'spool'), { maxBytes, maxAgeMs: 1e12 }, new FakeClock(100_000));

/** One record of 24 bytes. */
const record = (sequence: number, fromMs: number, packets = 2): LogMessage => ({
  ...{ kind: 'records', agent: 'a', epoch: 1, firstSequence: sequence },
  batch: batchOf(fromMs, [flow('10.0.0.1', '10.0.0.2', 1, packets)]),
});

const mark = (sequence: number, reachedMs: number, interfaces: InterfaceCoverage[] = []): LogMessage => ({
  kind: 'mark',
  mark: {
    ...{ agent: 'a', epoch: 1, sequence, reachedMs: epochMs(reachedMs), interfaces },
    ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell: false },
  },
});

const span = (fromMs: number, kernelDropped: number): InterfaceCoverage => ({
  ...{ name: 'eth0', fromMs: epochMs(fromMs), toMs: epochMs(fromMs + 1_000) },
  ...{ received: 9, kernelDropped, interfaceDropped: 0, queueDropped: 0, dropsKnown: true },
});

const marksIn = (spool: Spool): Mark[] =>
  spool
    .read(0, 10_000, 3)
    .map(messageOf)
    .flatMap((one) => (typeof one !== 'string' && one.kind === 'mark' ? [one.mark] : []));

const queueDropped = (marks: readonly Mark[]): number =>
  marks.flatMap(({ interfaces }) => interfaces).reduce((sum, one) => sum + one.queueDropped, 0);

/** Appends seconds of one record and a mark until some fell off. */
function overflow(spool: Spool): void {
  const hasLost = (): boolean => spool.status.droppedPackets > 0;
  for (let second = 0; !hasLost(); second++) {
    const fromMs = 1_000 * second;
    spool.append([record(2 * second, fromMs)]);
    if (!hasLost()) spool.append([mark(2 * second + 1, fromMs + 1_000)]);
  }
}

describe('what the spool lost', () => {
  it('is told after a kill, by the first mark, once', () => {
    const before = open();
    overflow(before);
    const lost = before.status.droppedPackets;
    const after = open(2_000);
    after.append([mark(900, 90_000)]);
    after.append([mark(901, 91_000)]);
    expect(marksIn(after).slice(-2)).toMatchObject([
      { lost: { spool: lost }, interfaces: [{ name: 'eth0', fromMs: 0, queueDropped: lost }] },
      { lost: { spool: 0 }, interfaces: [] },
    ]);
  });

  it('is told by another mark where the one that told it falls off, with what the capture dropped', () => {
    const spool = open();
    spool.append([record(0, 0), mark(1, 1_000, [span(0, 5)])]);
    overflow(spool);
    spool.append([mark(900, 90_000)]);
    const fallen = marksIn(spool).at(-1)!;
    expect(fallen.interfaces).toMatchObject([{ name: 'eth0', fromMs: 0, kernelDropped: 5, queueDropped: 4 }]);
    // That one falls off, too.
    for (let i = 0; marksIn(spool).some(({ sequence }) => sequence === 900); i++)
      spool.append([record(1_000 + i, 100_000 + 1_000 * i)]);
    const lost = spool.status.droppedPackets;
    spool.append([mark(9_000, 900_000)]);
    const told = marksIn(spool).at(-1)!;
    expect(told.lost).toEqual({ spool: lost });
    expect(queueDropped([told])).toBe(lost);
    expect(told.interfaces.reduce((sum, { kernelDropped }) => sum + kernelDropped, 0)).toBe(5);
  });

  it('is not told again where a mark falls off that has come to a partition', () => {
    const spool = open();
    spool.append([record(0, 0), mark(1, 1_000, [span(0, 5)])]);
    spool.use = () => ({ busyUntil: 0, sentUntil: 2, toldUntil: 2, unsent: ({ packets }) => packets / 2 });
    overflow(spool);
    spool.append([mark(900, 90_000)]);
    expect(marksIn(spool).at(-1)!.interfaces).toMatchObject([{ kernelDropped: 0, queueDropped: 3 }]);
  });

  it('keeps times apart between which nothing was lost', () => {
    const spool = open();
    spool.refuse('a|1|1', { interface: 'eth0', fromMs: 1_000, toMs: 2_000, packets: 1 });
    spool.refuse('a|1|2', { interface: 'eth0', fromMs: 2_000, toMs: 3_000, packets: 1 });
    spool.refuse('a|1|3', { interface: 'eth0', fromMs: 9_000, toMs: 9_500, packets: 1 });
    spool.append([mark(4, 10_000)]);
    expect(marksIn(spool)[0]!.interfaces.map((one) => [one.fromMs, one.toMs, one.queueDropped])).toEqual([
      [1_000, 3_000, 2],
      [9_000, 9_500, 1],
    ]);
  });

  it('counts a record once that is refused again, until it has left', () => {
    const spool = open();
    const lost = { interface: 'eth0', fromMs: 1_000, toMs: 2_000, packets: 3 };
    spool.append([record(1, 1_000, 3)]);
    spool.refuse('a|1|1', lost);
    open().refuse('a|1|1', lost);
    expect(spool.status.droppedPackets).toBe(3);
    spool.append([mark(2, 2_000)]);
    expect(queueDropped(marksIn(spool))).toBe(3);
    spool.release(10);
    expect(connection.prepare('SELECT count(*) FROM spool_refused').pluck().get()).toBe(0);
  });

  it('is still to be told where the mark that would have could not be stored', () => {
    const spool = open();
    overflow(spool);
    connection.exec(
      "CREATE TRIGGER full BEFORE INSERT ON log_batches BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    expect(() => spool.append([mark(900, 90_000)])).toThrow('full');
    connection.exec('DROP TRIGGER full');
    spool.append([mark(900, 90_000)]);
    expect(marksIn(spool).at(-1)!.lost.spool).toBe(spool.status.droppedPackets);
  });

  it.each([1, 2, 3, 4])('is told once in all, whatever falls off, leaves, or is killed (%i)', (seed) => {
    const pick = random(seed);
    let [spool, sequence, offered, arrived] = [open(), 0, 0, 0];
    const arrivedMarks: Mark[] = [];
    const leave = (rows: number): void => {
      const leaving = spool.read(0, rows, 3);
      for (const row of leaving) {
        const message = messageOf(row);
        if (typeof message === 'string') throw new Error(message);
        if (message.kind === 'mark') arrivedMarks.push(message.mark);
        else arrived += message.batch.packets;
      }
      if (leaving.length > 0) spool.release(leaving.at(-1)!.offset + 1);
    };
    for (let second = 0; second < 400; second++) {
      for (let i = pick(5); i > 0; i--) {
        const packets = 1 + pick(9);
        offered += packets;
        spool.append([record(sequence++, 1_000 * second, packets)]);
      }
      if (pick(3) > 0) spool.append([mark(sequence++, 1_000 * (second + 1))]);
      if (pick(20) === 0) spool = open();
      if (pick(30) === 0) leave(1 + pick(30));
    }
    spool.append([mark(sequence, 1_000_000)]);
    leave(10_000);
    expect(queueDropped(arrivedMarks)).toBeGreaterThan(0);
    expect(arrived + queueDropped(arrivedMarks)).toBe(offered);
    expect(arrivedMarks.reduce((sum, { lost }) => sum + lost.spool, 0)).toBe(queueDropped(arrivedMarks));
  });
});

it('the file shrinks after a flood, as what comes leaves again', () => {
  const spool = open(1e12);
  const flows = Array.from({ length: 2_000 }, (_, i) => flow(`10.0.${i >> 8}.${i & 255}`, '10.0.0.2', 1, 1));
  const batch = batchOf(0, flows);
  const size = (): number => {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    return statSync(folder.file('spool.db')).size;
  };
  for (let i = 0; i < 1_500; i++)
    spool.append([{ ...{ kind: 'records', agent: 'a', epoch: 1, firstSequence: 2_000 * i }, batch }]);
  expect(size()).toBeGreaterThan(60e6);
  spool.release(Infinity);
  for (let i = 0; i < 3; i++) {
    spool.append([record(5_000_000 + i, 1_000)]);
    spool.release(Infinity);
  }
  expect(size()).toBeLessThan(20e6);
});
