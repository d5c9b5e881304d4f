import { describe, expect, it } from 'vitest';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { CaptureTracker } from '../../../src-main/engine/capture/capture-tracker.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

const opened = (name: string): CaptureMessage => ({ kind: 'opened', interface: { name, linkType: 1 } });
const failed = { code: 'capture/failed', message: 'eth0: the interface is down', retriable: true } as const;
const gone = {
  code: 'capture/no-interface',
  message: 'eth0: the interface is gone',
  retriable: true,
} as const;
const flushed: CaptureMessage = { kind: 'flushed' };
const problem = (data: typeof failed | typeof gone): CaptureMessage => ({
  kind: 'problem',
  problem: data,
  interface: 'eth0',
});

describe('what a capture tells of itself', () => {
  const clock = new FakeClock();

  const after = (...messages: CaptureMessage[]): CaptureTracker => {
    const tracker = new CaptureTracker(clock);
    for (const message of messages) tracker.take(message);
    return tracker;
  };

  it('keeps a problem of an interface until it is open again', () => {
    const tracker = after(opened('eth0'), opened('lo'), problem(failed));
    clock.advance(3_600_000);
    tracker.take(flushed);
    expect(tracker.status).toMatchObject({ state: 'capturing', problem: failed });
    tracker.take(opened('eth0'));
    expect(tracker.status.problem).toBeNull();
  });

  it('forgets what was wrong with a part of a run that failed as a whole', () => {
    const tracker = after(problem(failed));
    tracker.ended(gone);
    tracker.take(opened('lo'));
    expect(tracker.status).toMatchObject({ state: 'capturing', problem: null });
    const restarted = after(opened('lo'), problem(failed), { kind: 'problem', problem: gone }, opened('lo'));
    expect(restarted.status.problem).toBeNull();
  });

  it('leaves the silence before the first packets out of their rate', () => {
    const tracker = after(opened('lo'), flushed);
    const flows = (packets: number): CaptureMessage => {
      const bytes = 100 * packets;
      const span = {
        fromMs: epochMs(Math.floor(clock.now() / 1_000) * 1_000),
        intervalMs: durationMs(1_000),
      };
      const batch = {
        ...span,
        interface: 'lo',
        family: 4 as const,
        count: 1,
        packets,
        bytes,
        flows: new Uint8Array(24),
      };
      return { kind: 'flows', batch } as const;
    };
    clock.advance(1_000);
    tracker.take(flushed);
    clock.advance(2_000);
    for (const message of [flows(100), flushed]) tracker.take(message);
    expect(tracker.status).toMatchObject({ packetsPerSecond: 100, bytesPerSecond: 10_000 });
    // Nor is it within.
    clock.advance(2_000);
    for (const message of [flows(100), flows(100), flushed]) tracker.take(message);
    expect(tracker.status.packetsPerSecond).toBe(200);
  });

  it('lists an interface that is gone for ten minutes, and keeps what it brought', () => {
    const counters = { ip: 7, nonIp: 0, malformed: 0, unsupportedLink: 0, kernelReceived: 9 };
    const tracker = after();
    const come = (name: string): void => {
      tracker.take(opened(name));
      const drops = { kernelDropped: 2, interfaceDropped: 0 };
      const times = { fromMs: epochMs(0), toMs: epochMs(1), atMs: epochMs(1), monotonicMs: 1, bootMs: 1 };
      const span = { interface: name, records: 7, dropsKnown: true, ...times };
      tracker.take({ kind: 'counters', counters: { ...counters, ...drops, ...span } });
    };
    const leave = (name: string): void =>
      tracker.take({ kind: 'problem', problem: gone, interface: name, departed: true });
    const names = (): string[] => tracker.status.interfaces.map(({ name }) => name);
    for (const name of ['lo', 'veth1', 'veth2']) come(name);
    leave('veth1');
    leave('veth2');
    clock.advance(599_999);
    come('veth2');
    expect(names()).toEqual(['lo', 'veth1', 'veth2']);
    clock.advance(1);
    expect([names(), tracker.status.unlisted.count, tracker.status.unlisted.records]).toEqual([
      ...[['lo', 'veth2'], 1, 7],
    ]);
    come('veth1');
    expect(tracker.status.totals).toMatchObject({ records: 35, kernelDropped: 10 });
    expect(names()).toEqual(['lo', 'veth2', 'veth1']);
  });

  it('shows for a moment that an interface does not belong to it any more', () => {
    const tracker = after(opened('eth0'), opened('lo'), {
      ...problem(gone),
      departed: true,
    } as CaptureMessage);
    expect(tracker.status).toMatchObject({ state: 'capturing', problem: gone });
    clock.advance(10_001);
    tracker.take(flushed);
    expect(tracker.status.problem).toBeNull();
  });

  it('forgets the problem of an interface that departs', () => {
    const departure = { ...problem(gone), departed: true } as CaptureMessage;
    const tracker = after(opened('eth0'), problem(failed), departure);
    clock.advance(10_001);
    tracker.take(flushed);
    expect(tracker.status.problem).toBeNull();
  });

  it('is silent when nothing was reported for some seconds, until something is', () => {
    const tracker = after(opened('lo'));
    clock.advance(4_000);
    tracker.take(flushed);
    clock.advance(4_900);
    expect(tracker.status).toMatchObject({ state: 'capturing', problem: null });
    clock.advance(100);
    expect(tracker.status).toMatchObject({ state: 'silent', problem: { code: 'capture/silent' } });
    tracker.take(flushed);
    expect(tracker.status).toMatchObject({ state: 'capturing', problem: null });
  });
});
