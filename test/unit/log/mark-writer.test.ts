import { beforeEach, describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import type { CaptureCounters } from '../../../src-main/engine/capture/capture-source.ts';
import type { Mark } from '../../../src-main/engine/flow-records/mark.ts';
import { MarkWriter } from '../../../src-main/engine/log/mark-writer.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { batchOf, flow, MemoryLog } from '../../support/records/flows.ts';

const startMs = 1_700_000_000_000;
let clock: FakeClock;
let log: MemoryLog;
let publisher: RecordPublisher;
let writer: MarkWriter;
let epochs: number;
let reportedMs: number;

beforeEach(async () => {
  clock = new FakeClock(startMs);
  log = new MemoryLog();
  epochs = 1;
  reportedMs = startMs;
  publisher = await RecordPublisher.continuing(log, 'ada', 1);
  writer = new MarkWriter({
    ...{ clock, intervalMs: durationMs(1_000), selection: { filter: 'udp', publishWhen: '' } },
    beginEpoch: () => ++epochs,
  });
  writer.take({ kind: 'opened', interface: { name: 'eth0', linkType: 1 } });
});

/** What the helper reports at each flush: it covers the time up to 200 ms ago. */
function report(more: Partial<CaptureCounters> = {}): void {
  const toMs = Math.max(reportedMs, clock.now() - 200);
  const counts = { records: 1, ip: 1, nonIp: 0, malformed: 0, unsupportedLink: 0, kernelReceived: 1 };
  const counters: CaptureCounters = {
    ...{ interface: 'eth0', atMs: clock.now(), ...counts, kernelDropped: 0, interfaceDropped: 0 },
    ...{ dropsKnown: true, fromMs: epochMs(reportedMs), toMs: epochMs(toMs), monotonicMs: 0, bootMs: 0 },
    ...more,
  };
  reportedMs = counters.toMs;
  writer.take({ kind: 'counters', counters });
}

async function flush(ms: number, hasRecords = true): Promise<void> {
  clock.advance(ms);
  report();
  writer.write(publisher, hasRecords);
  await publisher.flush();
}

const marks = (): Mark[] => log.deliveries.flatMap((one) => (one.kind === 'mark' ? [one.mark] : []));
/** Each span as `from–to`, in ms since the start. */
const spans = (): string[][] =>
  marks().map(({ interfaces }) => interfaces.map((one) => `${one.fromMs - startMs}–${one.toMs - startMs}`));
const reached = (): number[] => marks().map(({ reachedMs }) => reachedMs - startMs);

describe('the marks of a capture', () => {
  it('stand behind its records, one a second, each where the one before ended', async () => {
    writer.write(publisher, false);
    for (let i = 0; i < 6; i++) {
      publisher.offer(batchOf(clock.now(), [flow('10.0.0.1', '10.0.0.2', 1)]));
      await flush(500);
    }
    expect(log.deliveries.map(({ kind }) => kind)).toEqual([
      'mark',
      'records',
      'records',
      'records',
      'mark',
      'records',
      'records',
      'mark',
      'records',
    ]);
    expect(spans()).toEqual([['0–0'], ['0–1300'], ['1300–2300']]);
    expect(reached()).toEqual([0, 1_000, 2_000]);
    expect(marks()[1]).toMatchObject({
      agent: 'ada',
      epoch: 1,
      selection: { filter: 'udp' },
      farewell: false,
    });
  });

  it('are written every two seconds where nothing passes', async () => {
    for (let i = 0; i < 20; i++) await flush(500, false);
    expect(reached().map((ms, i, all) => ms - (all[i - 1] ?? ms - 2_000))).toEqual([
      2_000, 2_000, 2_000, 2_000, 2_000,
    ]);
  });

  it('say what was received and dropped, each once', async () => {
    await flush(1_500);
    clock.advance(500);
    report({ kernelReceived: 9, kernelDropped: 4, interfaceDropped: 2 });
    await flush(500);
    await flush(1_000);
    expect(
      marks().map(({ interfaces: [one] }) => [one?.received, one?.kernelDropped, one?.interfaceDropped]),
    ).toEqual([
      [1, 0, 0],
      [10, 4, 2],
      [1, 0, 0],
    ]);
  });

  it('tell what was lost on its way with the lost records’ own times', async () => {
    await flush(1_500);
    writer.lost({ ...lost, queueDropped: 7 });
    await flush(1_000);
    expect(spans()[1]).toEqual(['-60000–-59000', '1300–2300']);
    expect(marks()[1]).toMatchObject({ interfaces: [{ queueDropped: 7 }, {}] });
  });

  it('leave a hole where the capture was interrupted, and time goes on', async () => {
    await flush(1_500);
    writer.interrupted();
    for (let i = 0; i < 6; i++) {
      clock.advance(1_000);
      writer.write(publisher, false);
      await publisher.flush();
    }
    expect(spans().slice(1)).toEqual([['1300–1300'], ['1300–1300'], ['1300–1300']]);
    expect(reached()).toEqual([1_000, 3_000, 5_000, 7_000]);
    writer.take({ kind: 'opened', interface: { name: 'eth0', linkType: 1 } });
    reportedMs = clock.now();
    await flush(1_500);
    expect(spans().at(-1)).toEqual(['7500–8800']);
  });

  it('name an interface no more that is not to be captured any more', async () => {
    writer.take({ kind: 'opened', interface: { name: 'veth7', linkType: 1 } });
    await flush(1_500);
    const problem = { code: 'capture/no-interface', message: 'gone', retriable: true } as const;
    writer.take({ kind: 'problem', problem, interface: 'veth7', departed: true });
    await flush(1_000);
    expect(marks().map(({ interfaces }) => interfaces.map(({ name }) => name))).toEqual([
      ['eth0', 'veth7'],
      ['eth0'],
    ]);
  });

  it('count what an interface brought before it went, and miss nothing of it since', async () => {
    writer.take({ kind: 'opened', interface: { name: 'veth7', linkType: 1 } });
    await flush(1_500);
    clock.advance(1_000);
    const before = reportedMs;
    report({ interface: 'veth7', kernelReceived: 5, kernelDropped: 2 });
    reportedMs = before;
    const problem = { code: 'capture/no-interface', message: 'gone', retriable: true } as const;
    writer.take({ kind: 'problem', problem, interface: 'veth7', departed: true });
    await flush(1_500);
    await flush(1_000);
    const [, last, next] = marks();
    expect(last!.interfaces[0]).toMatchObject({ name: 'veth7', received: 5, kernelDropped: 2 });
    expect(last!.interfaces[0]!.toMs).toBeGreaterThanOrEqual(last!.reachedMs);
    expect(next!.interfaces.map(({ name }) => name)).toEqual(['eth0']);
  });

  it('end with a farewell', async () => {
    await flush(1_500);
    writer.farewell(publisher);
    await publisher.flush();
    expect(marks().at(-1)).toMatchObject({ farewell: true });
  });

  it('that wait for a log that can not be written become one', async () => {
    log.failure = new Error('disk full');
    for (let i = 0; i < 10; i++) await flush(1_000).catch(() => {});
    log.failure = undefined;
    await flush(1_000);
    expect(spans()).toEqual([['0–10800']]);
    expect(marks()[0]!.interfaces[0]!.received).toBe(11);
  });
});

const lost = {
  ...{ atMs: epochMs(startMs - 60_000), interface: 'eth0' },
  ...{ kernelReceived: 0, kernelDropped: 0, interfaceDropped: 0 },
};

describe('a wall clock that steps', () => {
  it('for a moment writes no mark, and leaves a hole for the moment', async () => {
    await flush(1_500);
    clock.set(startMs + 3_600_000);
    await flush(500);
    clock.set(startMs + 2_500);
    await flush(0);
    reportedMs = clock.now();
    await flush(1_000);
    expect(reached()).toEqual([1_000, 2_000, 3_000]);
    expect(spans().slice(1)).toEqual([['2500–2500'], ['2500–3300']]);
    expect(epochs).toBe(1);
  });

  it.each([3_600_000, -172_800_000])(
    'by %i ms for good is believed after ten seconds, as another life',
    async (by) => {
      await flush(1_500);
      clock.set(clock.now() + by);
      for (let i = 0; i < 9; i++) await flush(1_000);
      expect(reached()).toEqual([1_000]);
      for (let i = 0; i < 3; i++) await flush(1_000);
      expect(epochs).toBe(2);
      expect(marks()[1]).toMatchObject({ epoch: 2 });
      expect(marks()[1]!.interfaces[0]!.fromMs).toBeGreaterThan(startMs + by);
    },
  );

  it.each([
    [3_600_000, 'runs'],
    [3_600_000, 'has ended'],
    [-3_600_000, 'runs'],
  ])('by %i ms just before a farewell covers nothing, where the capture %s', async (by, state) => {
    await flush(1_500);
    clock.set(clock.now() + by);
    await flush(500);
    if (state === 'has ended') writer.interrupted();
    writer.farewell(publisher);
    await publisher.flush();
    const last = marks().at(-1)!;
    expect(last).toMatchObject({ farewell: true, interfaces: [{ received: 1 }] });
    for (const { fromMs, toMs } of last.interfaces)
      expect([fromMs, toMs]).toEqual([clock.now(), clock.now()]);
  });

  it('is not what a process has seen that stood still', async () => {
    await flush(1_500);
    await flush(600_000);
    expect(spans()[1]).toEqual(['1300–601300']);
    expect(epochs).toBe(1);
  });
});
