import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { CaptureTracker } from '../../../src-main/engine/capture/capture-tracker.ts';
import { CaptureForwarder } from '../../../src-main/engine/log/capture-forwarder.ts';
import { EmbeddedLog, type LogTable } from '../../../src-main/engine/log/embedded-log.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { batchOf, flow } from '../../support/records/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** A log that can't be written. */
const fullDisk = {
  append: () => {
    throw new Error('disk full');
  },
  nextSequence: () => 0,
} as unknown as LogTable;

async function pumped(messages: readonly CaptureMessage[], table = fullDisk): Promise<CaptureTracker> {
  const source = {
    messages: async function* () {
      yield* messages;
      await Promise.resolve();
    },
  };
  const tracker = new CaptureTracker(systemClock);
  const publisher = await RecordPublisher.continuing(new EmbeddedLog(table), 'agent', 1);
  const forwarder = new CaptureForwarder({ source, publisher, tracker, waitsForLog: true });
  await forwarder.run(new AbortController().signal, () => Promise.resolve());
  return tracker;
}

const covered = { fromMs: epochMs(0), toMs: epochMs(5), monotonicMs: 5, bootMs: 5, dropsKnown: true };

/** Records that were appended at a time; `fails` says whether the log can't be written. */
async function appendedOf(messages: readonly CaptureMessage[], fails = false): Promise<number[]> {
  const appended: number[] = [];
  const table = {
    ...fullDisk,
    append: (rows: readonly { count: number }[]) => {
      appended.push(rows.reduce((sum, { count }) => sum + count, 0));
      if (fails) throw new Error('disk full');
    },
  } as unknown as LogTable;
  await pumped(messages, table);
  return appended;
}

const many = (count: number): CaptureMessage => ({
  kind: 'flows',
  batch: batchOf(
    1_000,
    Array.from({ length: count }, (_, i) => flow(`10.0.${i >> 8}.${i & 255}`, '10.0.0.2', 100)),
  ),
});

it('appends what a flood brings without waiting for the flush', async () => {
  const flood = Array.from({ length: 9 }, () => many(10_000));
  expect(await appendedOf([...flood, { kind: 'flushed' }])).toEqual([40_000, 40_000, 10_000]);
});

it('tries a log that can’t be written once a flush, whatever waits', async () => {
  const flood = Array.from({ length: 9 }, () => many(10_000));
  const messages: CaptureMessage[] = [...flood, { kind: 'flushed' }, ...flood, { kind: 'flushed' }];
  expect(await appendedOf(messages, true)).toEqual([40_000, 90_000, 180_000, 180_000]);
});

it('counts what the kernel and the interface counted', async () => {
  const counts = { records: 1, ip: 1, nonIp: 0, malformed: 0, unsupportedLink: 0 };
  const drops = { kernelReceived: 4, kernelDropped: 2, interfaceDropped: 3 };
  const counters = { interface: 'eth0', atMs: epochMs(5), ...counts, ...drops, ...covered };
  const quiet = { ...counters, interface: 'lo', kernelReceived: 2, kernelDropped: 0, interfaceDropped: 0 };
  const tracker = await pumped([
    { kind: 'counters', counters },
    { kind: 'counters', counters: quiet },
  ]);
  expect(tracker.status.totals).toMatchObject({ records: 2, ...drops, kernelReceived: 6 });
});

it('counts what found no room while the log could not be written, on its interface', async () => {
  const small = batchOf(1_000, [flow('10.0.0.1', '10.0.0.2', 100, 4)]);
  const large = { ...small, flows: new Uint8Array(40 << 20) };
  const tracker = await pumped([
    { kind: 'flows', batch: large },
    { kind: 'flows', batch: large },
    { kind: 'flushed' },
  ]);
  expect(tracker.status.interfaces).toMatchObject([{ name: small.interface, queueDropped: 4 }]);
});
