import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

describe.runIf(mayCapture)('without a broker', () => {
  it('what is captured waits in the spool; what falls off it is counted, and the end says both', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const options = ['--interface', 'lo', '--filter', traffic.filter, '--data-dir', folder.path];
    const capture = new CommandLine(['capture', '--brokers', '127.0.0.1:1', ...options], {
      // Room for the flows and marks of some intervals.
      env: { STREAMCHECKER_KAFKA_SPOOL_BYTES: '1200' },
    });
    // It goes on until the end: what was captured last is what waits.
    const isTold = (): boolean => capture.errors.includes('No brokers at 127.0.0.1:1');
    for (let sent = 0; (!isTold() && sent < 600) || sent < 120; sent += 1) {
      await traffic.send(1, 100);
      await new Promise((wake) => setTimeout(wake, 50));
    }
    expect(isTold()).toBe(true);
    capture.kill('SIGTERM');
    expect(await capture.end()).toBe(0);
    const count = (label: string): number => {
      const line = capture.lines.findLast((one) => one.trim().startsWith(label));
      return Number(/[\d,]+$/.exec(line!)![0].replaceAll(',', ''));
    };
    const [captured, dropped] = [count('IP'), count('dropped in the queue')];
    expect(dropped).toBeGreaterThan(0);
    expect(dropped).toBeLessThan(captured);
    expect(capture.errors).toMatch(/\d+ records? waits? in the spool: 127\.0\.0\.1:1 did not take/);
  });
});
