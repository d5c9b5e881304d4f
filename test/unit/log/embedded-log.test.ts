import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Mark } from '../../../src-main/engine/flow-records/mark.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import type { Delivery, RecordsMessage } from '../../../src-main/engine/log/message-log.ts';
import { type Connection, openDatabase } from '../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { batchOf, flow } from '../../support/records/flows.ts';

let folder: string;
let connection: Connection;
let log: EmbeddedLog;
const open = (): void => {
  connection = openDatabase(join(folder, 'log.db'), migrations);
  log = new EmbeddedLog(new LogRepository(connection, 'traffic'));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-log-'));
  open();
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A message of `records` records, numbered by its sequence. */
const message = (firstSequence: number, records: number, agent = 'a', fromMs = 0): RecordsMessage => ({
  kind: 'records',
  agent,
  epoch: 1,
  firstSequence,
  batch: batchOf(
    fromMs,
    Array.from({ length: records }, (_, i) => flow('10.0.0.1', '2.2.2.2', firstSequence + i, 1)),
  ),
});
const at = (offset: number): ReadonlyMap<number, number> => new Map([[0, offset]]);
const read = (offset: number, most = 1_000): Promise<readonly Delivery[]> => log.read(at(offset), most);
const ranges = (deliveries: readonly Delivery[]): (string | number)[][] =>
  deliveries.map((one) => [
    one.kind,
    one.nextOffset,
    one.kind === 'records' ? one.origin!.firstSequence : 'offset' in one ? one.offset : -1,
  ]);

describe('the embedded log', () => {
  it('hands out what was appended, in order, as it was', async () => {
    const six = batchOf(-5_000, [flow('2001:db8::1', '::1', 2 ** 40, 3)], { interface: 'wlan0' });
    await log.append([
      message(0, 2),
      { kind: 'records', agent: 'b', epoch: 1, firstSequence: 7, batch: six },
    ]);
    const [first, second, ...more] = await read(0);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      kind: 'records',
      partition: 0,
      nextOffset: 2,
      origin: { agent: 'a', epoch: 1, firstSequence: 0, lastSequence: 1 },
    });
    expect(second).toMatchObject({
      kind: 'records',
      nextOffset: 3,
      origin: { agent: 'b', epoch: 1, firstSequence: 7 },
    });
    expect(second?.kind === 'records' && second.batch).toEqual(six);
  });

  it('is read on from any offset that it handed out, and from its start without one', async () => {
    await log.append([message(0, 3), message(3, 2), message(5, 4)]);
    expect(ranges(await log.read(new Map(), 1_000))).toEqual(ranges(await read(0)));
    expect(ranges(await read(3))).toEqual([
      ['records', 5, 3],
      ['records', 9, 5],
    ]);
    expect(await read(9)).toEqual([]);
  });

  it('hands out about as many records as are wanted, and at least one batch', async () => {
    await log.append([message(0, 3), message(3, 2), message(5, 4)]);
    expect(await read(0, 1)).toHaveLength(1);
    expect(await read(0, 4)).toHaveLength(2);
  });

  it('appends all or nothing', async () => {
    await log.append([message(0, 1)]);
    const broken = { ...message(3, 1), agent: null as unknown as string };
    expect(() => log.append([message(1, 2), broken])).toThrow(/NOT NULL/);
    expect(ranges(await read(0))).toEqual([['records', 1, 0]]);
    expect([await log.nextSequence('a'), log.ends()]).toEqual([1, at(1)]);
  });

  it('survives its process, with the sequence of each agent', async () => {
    await log.append([message(0, 3), message(10, 2, 'b'), message(3, 1)]);
    connection.close();
    open();
    expect([await log.nextSequence('a'), await log.nextSequence('b'), await log.nextSequence('c')]).toEqual([
      4, 12, 0,
    ]);
    expect(await read(0)).toHaveLength(3);
  });

  it('announces what was appended', async () => {
    let heard = 0;
    const listening = log.onAppended(() => (heard += 1));
    await log.append([message(0, 1), message(1, 1)]);
    expect(heard).toBe(1);
    listening.dispose();
  });

  it('stores flows as they are where packing them is not worth it', async () => {
    const kept = new EmbeddedLog(new LogRepository(connection, 'kept'));
    const passing = new EmbeddedLog(new LogRepository(connection, 'passing'), { isPacked: false });
    const rowSize = connection.prepare('SELECT length(flows) FROM log_batches WHERE topic = ?').pluck();
    for (const one of [kept, passing]) await one.append([message(0, 1_000)]);
    expect(rowSize.get('passing')).toBe(24_000);
    expect(rowSize.get('kept')).toBeLessThan(12_000);
    for (const one of [kept, passing]) {
      const [delivery] = await one.read(at(0), 1);
      const flows = delivery?.kind === 'records' ? delivery.batch.flows : [];
      expect([...flows]).toEqual([...message(0, 1_000).batch.flows]);
    }
  });

  it('keeps topics apart', async () => {
    const other = new EmbeddedLog(new LogRepository(connection, 'replay-1'));
    await log.append([message(0, 3)]);
    await other.append([message(0, 1)]);
    expect([log.ends(), other.ends(), await other.nextSequence('a')]).toEqual([at(3), at(1), 1]);
    other.trim(at(100), Infinity);
    expect([(await read(0)).length, (await other.read(at(0), 9)).length]).toEqual([1, 0]);
  });
});

describe('trimming', () => {
  it('lets go only of what was read and is old enough, and never moves an offset or a sequence', async () => {
    await log.append([message(0, 2, 'a', 1_000), message(2, 2, 'a', 9_000), message(4, 2, 'a', 2_000)]);
    log.trim(at(4), 5_000);
    expect(ranges(await read(2))).toEqual([
      ['records', 4, 2],
      ['records', 6, 4],
    ]);
    log.trim(at(6), Infinity);
    expect(await read(0)).toEqual([]);
    expect([await log.nextSequence('a'), log.ends()]).toEqual([6, at(6)]);
    await log.append([message(6, 1)]);
    expect(ranges(await read(6))).toEqual([['records', 7, 6]]);
  });

  it('keeps what was not read, whatever its age', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(9)), { maxLength: 10 }),
        fc.nat(30),
        fc.nat(10),
        async (sizes, position, before) => {
          const topic = new EmbeddedLog(new LogRepository(connection, `topic-${trial++}`));
          let sequence = 0;
          for (const [records, fromMs] of sizes) {
            await topic.append([message(sequence, records, 'a', fromMs)]);
            sequence += records;
          }
          const all = await topic.read(at(0), 1_000);
          topic.trim(at(position), before);
          const left = all.filter(
            (one) => one.nextOffset > position || (one.kind === 'records' && one.batch.fromMs >= before),
          );
          const held = (await topic.read(new Map(), 1_000)).filter(({ kind }) => kind !== 'lost');
          expect(ranges(held)).toEqual(ranges(left));
        },
      ),
      { numRuns: 50 },
    );
  });
  let trial = 0;
});

describe('a batch that was damaged', () => {
  const damaged = async (change: string): Promise<readonly Delivery[]> => {
    await log.append([message(0, 2), message(2, 3), message(5, 1)]);
    connection.exec(`UPDATE log_batches SET ${change} WHERE offset = 2`);
    return read(0);
  };
  const overwritten = `flows = CAST(substr(flows, 1, 9) || x'ff' || substr(flows, 11) AS BLOB)`;

  it.each([
    [overwritten, 'checksum differs'],
    ['checksum = checksum + 1', 'checksum differs'],
    ['flows = substr(flows, 1, 71)', '71 bytes do not hold 3 records'],
    ['family = 6', '72 bytes do not hold 3 records'],
    ['family = 5', 'unknown address family 5'],
  ])('(%s) is handed out as lost, with the reason; the others are not touched', async (change, reason) => {
    const [first, second, third] = await damaged(change);
    expect([first?.kind, third?.kind]).toEqual(['records', 'records']);
    expect(second).toEqual({ kind: 'lost', partition: 0, offset: 2, nextOffset: 5, reason });
  });
});

describe('records that were deleted before they were read', () => {
  beforeEach(() => log.append([message(0, 2), message(2, 3), message(5, 1)]));

  it('are handed out as lost, with their offsets', async () => {
    connection.exec('DELETE FROM log_batches WHERE offset = 2');
    expect(await read(2)).toMatchObject([
      { kind: 'lost', offset: 2, nextOffset: 5, reason: '3 records were deleted before they were read' },
      { kind: 'records', nextOffset: 6 },
    ]);
    expect((await read(0)).map(({ kind }) => kind)).toEqual(['records', 'lost', 'records']);
  });

  it('are nothing to a reader that has no place yet', async () => {
    connection.exec('DELETE FROM log_batches WHERE offset < 5');
    expect((await log.read(new Map(), 100)).map(({ kind }) => kind)).toEqual(['records']);
  });
});

describe('a mark in the log', () => {
  const mark: Mark = {
    ...{ agent: 'a', epoch: 7, sequence: 2, reachedMs: epochMs(5_000), lost: { spool: 3 }, farewell: true },
    interfaces: [],
    selection: { filter: 'udp', publishWhen: '' },
  };

  it('is a row like any other: it stands behind what it covers, and takes an offset and a sequence', async () => {
    await log.append([message(0, 2), { kind: 'mark', mark }, message(3, 1)]);
    expect(await read(0)).toMatchObject([
      { kind: 'records', nextOffset: 2, origin: { agent: 'a', epoch: 1 } },
      { kind: 'mark', nextOffset: 3, mark },
      { kind: 'records', nextOffset: 4 },
    ]);
    expect(await log.nextSequence('a')).toBe(4);
    expect(await read(2)).toMatchObject([{ kind: 'mark', mark }, { kind: 'records' }]);
  });

  it('that was damaged is lost, and nothing else is', async () => {
    await log.append([{ kind: 'mark', mark }, message(3, 1)]);
    connection
      .prepare("UPDATE log_batches SET flows = x'7b7d', checksum = ? WHERE family = 0")
      .run(crc32('{}'));
    expect(await read(0)).toMatchObject([
      { kind: 'lost', offset: 0, nextOffset: 1, reason: expect.stringContaining('the mark') as string },
      { kind: 'records', nextOffset: 2 },
    ]);
  });
});
