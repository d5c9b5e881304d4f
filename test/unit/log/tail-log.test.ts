import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import type { Delivery, LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { TailLog } from '../../../src-main/engine/log/tail-log.ts';
import { type Connection, openDatabase } from '../../../src-main/engine/store/database.ts';
import { LogRepository } from '../../../src-main/engine/store/log-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { batchOf, flow } from '../../support/records/flows.ts';

let folder: string;
let connection: Connection;
let table: LogRepository;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-tail-'));
  connection = openDatabase(join(folder, 'log.db'), migrations);
  table = new LogRepository(connection, 'traffic');
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const records = (firstSequence: number, count: number): LogMessage => ({
  kind: 'records',
  agent: 'a',
  epoch: 1,
  firstSequence,
  batch: batchOf(
    1_000,
    Array.from({ length: count }, (_, i) => flow(`10.0.${i >> 8}.${i & 255}`, '2.2.2.2', i * 40, i)),
  ),
});
const mark = (sequence: number): LogMessage => ({
  kind: 'mark',
  mark: {
    ...{ agent: 'a', epoch: 1, sequence, reachedMs: epochMs(5_000), lost: { spool: 0 }, interfaces: [] },
    ...{ selection: { filter: '', publishWhen: '' }, farewell: false },
  },
});

/** Deliveries as data: an origin's function is what its numbers say. */
const asData = (deliveries: readonly Delivery[]): unknown =>
  deliveries.map((one) => {
    if (one.kind !== 'records') return one;
    const { flows, ...batch } = one.batch;
    return {
      ...one,
      batch: { ...batch, flows: Buffer.from(flows).toString('hex') },
      origin: { ...one.origin, countBelow: null },
    };
  });

const at = (offset: number): ReadonlyMap<number, number> => new Map([[0, offset]]);

describe('the tail of the log', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        sizes: fc.array(fc.nat(120), { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('read' as const), most: fc.integer({ min: 1, max: 200 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('rewind' as const, 'restart' as const) }) },
  );

  it('is what the log itself hands out, whatever is appended, read, read again and restarted', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        table = new LogRepository(connection, `topic ${++run}`);
        const stored = new EmbeddedLog(table);
        let log = new TailLog(stored);
        let [sequence, position, committed] = [0, 0, 0];
        for (const one of steps) {
          if (one.kind === 'append') {
            const messages = one.sizes.map((size) => {
              const message = size === 0 ? mark(sequence) : records(sequence, size);
              sequence += Math.max(1, size);
              return message;
            });
            await log.append(messages);
          } else if (one.kind === 'read') {
            const deliveries = await log.read(at(position), one.most);
            const all = await stored.read(at(position), 1_000_000);
            expect(asData(deliveries)).toEqual(asData(all.slice(0, deliveries.length)));
            expect(deliveries.length > 0).toBe(all.length > 0);
            committed = position;
            position = deliveries.at(-1)?.nextOffset ?? position;
          } else {
            if (one.kind === 'restart') log = new TailLog(stored);
            position = committed;
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each([10, 100, 5_000])('is what the log itself hands out of a batch of %i records', async (count) => {
    const stored = new EmbeddedLog(table);
    const log = new TailLog(stored);
    await log.append([records(0, count)]);
    const deliveries = await log.read(at(0), 10_000);
    expect(deliveries).toHaveLength(1);
    expect(asData(deliveries)).toEqual(asData(await stored.read(at(0), 10_000)));
  });

  it('is not kept for a reader that is far behind', async () => {
    const log = new TailLog(new EmbeddedLog(table));
    for (let i = 0; i < 5; i += 1) await log.append([records(i * 60_000, 60_000)]);
    connection.exec('DELETE FROM log_batches WHERE offset = 0');
    const [first] = await log.read(at(0), 50_000);
    expect(first).toMatchObject({ kind: 'lost', nextOffset: 60_000 });
  });

  it('is not what an append that failed would have added', async () => {
    const log = new TailLog(new EmbeddedLog(table));
    await log.append([records(0, 2)]);
    const broken = { ...records(2, 1), agent: null } as unknown as LogMessage;
    expect(() => log.append([broken])).toThrow(/NOT NULL/);
    await log.append([records(2, 3)]);
    expect((await log.read(at(0), 100)).map(({ nextOffset }) => nextOffset)).toEqual([2, 5]);
  });

  it('knows its end without asking the log, but for once', async () => {
    const stored = new EmbeddedLog(table);
    const asked = vi.spyOn(stored, 'ends');
    const log = new TailLog(stored);
    for (let i = 0; i < 5; i += 1) {
      await log.append([records(i * 2, 2)]);
      expect(log.ends()).toEqual(at((i + 1) * 2));
    }
    expect(asked).toHaveBeenCalledTimes(1);
    expect(new TailLog(stored).ends()).toEqual(at(10));
  });

  it('is announced when it can be read', async () => {
    const log = new TailLog(new EmbeddedLog(table));
    const seen: Promise<readonly Delivery[]>[] = [];
    log.onAppended(() => seen.push(log.read(at(0), 100)));
    await log.append([records(0, 2)]);
    expect((await Promise.all(seen)).flat()).toHaveLength(1);
  });
});
