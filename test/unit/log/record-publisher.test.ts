import { noCounts } from '../../../src-main/common/loss.ts';
import { describe, expect, it } from 'vitest';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { batchOf, flow, MemoryLog } from '../../support/records/flows.ts';

const batch = (records: number, fromMs = 0) =>
  batchOf(
    fromMs,
    Array.from({ length: records }, (_, i) => flow('10.0.0.1', '10.0.0.2', i, 2)),
  );
const sequences = ({ deliveries }: MemoryLog): [number, number][] =>
  deliveries.flatMap((one) =>
    one.kind === 'records' ? [[one.origin!.firstSequence, one.batch.count] as [number, number]] : [],
  );

describe('a publisher of a live source', () => {
  it('numbers records one after the other and appends them at the flush', async () => {
    const log = new MemoryLog();
    const publisher = await RecordPublisher.continuing(log, 'a', 1);
    publisher.offer(batch(3));
    publisher.offer(batch(2));
    expect(sequences(log)).toEqual([]);
    await publisher.flush();
    publisher.offer(batch(1));
    await publisher.flush();
    await publisher.flush();
    expect(sequences(log)).toEqual([
      [0, 3],
      [3, 2],
      [5, 1],
    ]);
  });

  it('goes on where its agent was, whatever others published', async () => {
    const log = new MemoryLog();
    await log.append([
      { kind: 'records', agent: 'a', epoch: 1, firstSequence: 5, batch: batch(3) },
      { kind: 'records', agent: 'b', epoch: 1, firstSequence: 90, batch: batch(1) },
    ]);
    const publisher = await RecordPublisher.continuing(log, 'a', 1);
    publisher.offer(batch(1));
    await publisher.flush();
    expect(sequences(log).at(-1)).toEqual([8, 1]);
  });

  it('keeps what the log could not take, in order, until it can', async () => {
    const log = new MemoryLog();
    const publisher = await RecordPublisher.continuing(log, 'a', 1);
    log.failure = new Error('disk full');
    publisher.offer(batch(1));
    await expect(publisher.flush()).rejects.toThrow('disk full');
    publisher.offer(batch(2));
    await expect(publisher.flush()).rejects.toThrow('disk full');
    log.failure = undefined;
    await publisher.flush();
    expect(sequences(log)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(publisher.takeDropped()).toEqual([]);
  });

  it('loses nothing that is offered while an append is on its way', async () => {
    const log = new MemoryLog();
    const publisher = await RecordPublisher.continuing(log, 'a', 1);
    publisher.offer(batch(1));
    const flushing = publisher.flush();
    publisher.offer(batch(2));
    await flushing;
    await publisher.flush();
    expect(sequences(log)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('holds at most 64 MiB; what is beyond is dropped, counted and never given to the log', async () => {
    const log = new MemoryLog();
    log.failure = new Error('disk full');
    const publisher = await RecordPublisher.continuing(log, 'a', 1);
    const records = (16 * 1024 * 1024) / 24;
    const count = Math.floor(records);
    const large = { ...batch(0), count, packets: 1_000, flows: new Uint8Array(count * 24) };
    for (const fromMs of [0, 1_000, 2_000, 3_000, 4_000, 5_000])
      publisher.offer({ ...large, fromMs: batch(0, fromMs).fromMs });
    expect(publisher.takeDropped()).toEqual([
      { ...noCounts, interface: 'eth0', atMs: 4_000, queueDropped: 1_000 },
      { ...noCounts, interface: 'eth0', atMs: 5_000, queueDropped: 1_000 },
    ]);
    expect(publisher.takeDropped()).toEqual([]);
    log.failure = undefined;
    await publisher.flush();
    publisher.offer(batch(1));
    await publisher.flush();
    expect(sequences(log).map(([first]) => first)).toEqual([0, count, 2 * count, 3 * count, 6 * count]);
  });
});

describe('a publisher of a source that is read from its start each time', () => {
  it('passes over what the log has already', async () => {
    const log = new MemoryLog();
    const messages: LogMessage[] = [
      { kind: 'records', agent: 'file-0', epoch: 1, firstSequence: 0, batch: batch(3) },
      { kind: 'records', agent: 'file-0', epoch: 1, firstSequence: 3, batch: batch(1) },
    ];
    await log.append(messages);
    const publisher = await RecordPublisher.fromStart(log, 'file-0');
    for (const records of [3, 1, 4]) publisher.offer(batch(records));
    await publisher.flush();
    expect(sequences(log)).toEqual([
      [0, 3],
      [3, 1],
      [4, 4],
    ]);
  });

  it('refuses a source that is cut otherwise now', async () => {
    const log = new MemoryLog();
    await log.append([{ kind: 'records', agent: 'file-0', epoch: 1, firstSequence: 0, batch: batch(3) }]);
    const publisher = await RecordPublisher.fromStart(log, 'file-0');
    publisher.offer(batch(2));
    expect(() => publisher.offer(batch(2))).toThrow(expect.objectContaining({ code: 'capture/bad-file' }));
  });
});
