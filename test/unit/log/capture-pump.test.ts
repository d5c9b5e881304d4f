import { expect, it } from 'vitest';
import { noCounts } from '../../../src-main/common/loss.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { CaptureTracker } from '../../../src-main/engine/capture/capture-tracker.ts';
import { CapturePump } from '../../../src-main/engine/log/capture-pump.ts';
import { EmbeddedLog, type LogTable } from '../../../src-main/engine/log/embedded-log.ts';
import { type LinkReport, RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { batchOf, flow } from '../../helpers/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** A log that can't be written. */
const fullDisk = {
  append: () => {
    throw new Error('disk full');
  },
  nextSequence: () => 0,
} as unknown as LogTable;

async function lossesOf(
  messages: readonly CaptureMessage[],
): Promise<{ losses: LinkReport[]; tracker: CaptureTracker }> {
  const source = {
    messages: async function* () {
      yield* messages;
      await Promise.resolve();
    },
  };
  const tracker = new CaptureTracker(systemClock);
  const publisher = await RecordPublisher.continuing(new EmbeddedLog(fullDisk), 'agent', 1);
  const pump = new CapturePump({ source, publisher, tracker, waitsForLog: true });
  const losses: LinkReport[] = [];
  pump.onCounted((loss) => losses.push(loss));
  await pump.run(new AbortController().signal, () => Promise.resolve());
  return { losses, tracker };
}

const covered = { fromMs: epochMs(0), toMs: epochMs(5), monotonicMs: 5, bootMs: 5, dropsKnown: true };

it('tells what the kernel and the interface counted, by interface and time', async () => {
  const counts = { records: 1, ip: 1, nonIp: 0, malformed: 0, unsupportedLink: 0 };
  const drops = { kernelReceived: 4, kernelDropped: 2, interfaceDropped: 3 };
  const counters = { interface: 'eth0', atMs: epochMs(5), ...counts, ...drops, ...covered };
  const quiet = { ...counters, interface: 'lo', kernelReceived: 2, kernelDropped: 0, interfaceDropped: 0 };
  const { losses, tracker } = await lossesOf([
    { kind: 'counters', counters },
    { kind: 'counters', counters: quiet },
  ]);
  expect(losses).toEqual([
    { ...noCounts, interface: 'eth0', atMs: 5, ...drops },
    { ...noCounts, interface: 'lo', atMs: 5, kernelReceived: 2 },
  ]);
  expect(tracker.status.totals).toMatchObject({ records: 2, ...drops, kernelReceived: 6 });
});

it('counts for the time since the report before, unless that was long ago or the interface was away', async () => {
  const counts = { records: 1, ip: 1, nonIp: 0, malformed: 0, unsupportedLink: 0 };
  const reportAt = (ms: number): CaptureMessage => ({
    kind: 'counters',
    counters: { interface: 'eth0', atMs: epochMs(ms), ...counts, ...noCounts, ...covered, kernelReceived: 1 },
  });
  const opened: CaptureMessage = { kind: 'opened', interface: { name: 'eth0', linkType: 1 } };
  const { losses } = await lossesOf([
    ...[opened, reportAt(4_500), reportAt(5_001), reportAt(9_000)],
    ...[opened, reportAt(9_500)],
  ]);
  expect(losses.map(({ atMs }) => atMs)).toEqual([4_500, 4_500, 8_000, 9_500]);
});

it('tells what found no room while the log could not be written, and counts it on its interface', async () => {
  const small = batchOf(1_000, [flow('10.0.0.1', '10.0.0.2', 100, 4)]);
  const large = { ...small, flows: new Uint8Array(40 << 20) };
  const { losses, tracker } = await lossesOf([
    { kind: 'flows', batch: large },
    { kind: 'flows', batch: large },
    { kind: 'flushed' },
  ]);
  expect(losses).toEqual([{ ...noCounts, interface: small.interface, atMs: 1_000, queueDropped: 4 }]);
  expect(tracker.status.interfaces).toMatchObject([{ name: small.interface, queueDropped: 4 }]);
});
