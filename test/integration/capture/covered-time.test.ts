import { describe, expect, it } from 'vitest';
import type { CaptureCounters, CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { captureUntil, mayCapture } from '../../support/packets/pcap-live.ts';
import { totalsOf } from '../../support/packets/pcap-replay.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const reportsOf = (messages: readonly CaptureMessage[]): CaptureCounters[] =>
  messages.flatMap((message) => (message.kind === 'counters' ? [message.counters] : []));

/** Reports whose span doesn't begin where the one before ended. */
const breaksOf = (reports: readonly CaptureCounters[]): CaptureCounters[] =>
  reports.filter(({ fromMs }, i) => i > 0 && fromMs !== reports[i - 1]?.toMs);

const source = (filter: string, onStarted?: (pid: number) => void): HelperSource =>
  new HelperSource({
    clock: systemClock,
    helperPath: findHelper(),
    interfaces: ['lo'],
    filter,
    ...(onStarted === undefined ? {} : { onStarted }),
  });

describe.runIf(mayCapture)('the time that reports cover', () => {
  it('goes on from report to report, up to the end that was asked for', async () => {
    let askedMs = 0;
    const startedMs = Date.now();
    const messages = await captureUntil(source('udp port 9'), (_, all) => {
      askedMs = Date.now();
      return reportsOf(all).length === 4;
    });
    const reports = reportsOf(messages);
    expect(breaksOf(reports)).toEqual([]);
    expect(reports.every(({ fromMs, toMs, atMs }) => fromMs <= toMs && toMs <= atMs)).toBe(true);
    expect(reports[0]?.fromMs).toBeGreaterThanOrEqual(startedMs);
    expect(reports.at(-1)?.toMs).toBeGreaterThanOrEqual(askedMs);
    expect(reports.every(({ dropsKnown }) => dropsKnown)).toBe(true);
  });

  it('is told every two seconds while nothing comes, and what comes then as soon as ever', async () => {
    using traffic = await UdpTraffic.open();
    let sentMs = Infinity;
    let toldMs = 0;
    const messages = await captureUntil(source(traffic.filter), async (message, all) => {
      if (message.kind === 'flows') toldMs = performance.now();
      if (message.kind !== 'flushed') return false;
      if (sentMs !== Infinity) return totalsOf(all).ip >= traffic.packets;
      if (reportsOf(all).length < 5) return false;
      await systemClock.after(700);
      sentMs = performance.now();
      await traffic.send(1, 100);
      return false;
    });
    const reports = reportsOf(messages);
    const pauses = reports.slice(1).map(({ monotonicMs }, i) => monotonicMs - reports[i]!.monotonicMs);
    expect(Math.min(...pauses.slice(2, 4))).toBeGreaterThan(1_500);
    expect(toldMs - sentMs).toBeLessThan(1_000);
    expect(breaksOf(reports)).toEqual([]);
  });

  it('has no gap where the helper was stopped, and shows for how long it was', async () => {
    using traffic = await UdpTraffic.open();
    let pid = 0;
    let stopped = false;
    const messages = await captureUntil(
      source(traffic.filter, (started) => (pid = started)),
      async (message, all) => {
        if (message.kind !== 'flushed') return false;
        if (stopped) return totalsOf(all).ip >= traffic.packets;
        stopped = true;
        process.kill(pid, 'SIGSTOP');
        const stoppedMs = Date.now();
        await traffic.send(10_000, 100);
        await expect.poll(() => Date.now() - stoppedMs, { timeout: 5000 }).toBeGreaterThan(2000);
        process.kill(pid, 'SIGCONT');
        return false;
      },
    );
    const reports = reportsOf(messages);
    expect(totalsOf(messages).ip).toBe(traffic.packets);
    expect(breaksOf(reports)).toEqual([]);
    const pauses = reports.slice(1).map(({ monotonicMs }, i) => monotonicMs - (reports[i]?.monotonicMs ?? 0));
    expect(Math.max(...pauses)).toBeGreaterThan(1900);
    const suspended = reports.map(({ bootMs, monotonicMs }) => bootMs - monotonicMs);
    expect(Math.max(...suspended) - Math.min(...suspended)).toBeLessThan(100);
  });
});
