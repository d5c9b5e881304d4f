import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe.runIf(mayCapture)('a monitor that stands still for longer than it waits for records', () => {
  it('closes no window as empty meanwhile, fires no minimum, and loses no byte', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open('127.0.0.4', '127.0.0.5');
    const limits = folder.file('limits.json');
    writeFileSync(
      limits,
      JSON.stringify([{ limit_name: 'min', limit_value: 1_000, effective_date: '2020-01-01' }]),
    );
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--data-dir', folder.file('data')],
      ...['--format', 'json', '--window', '2s', '--lateness', '1s', '--limits', limits],
    ]);
    await untilCapturing(run);
    const halfASecond = async (): Promise<void> => {
      await traffic.send(20, 972);
      await pause(500);
    };
    const goOnUntilClosed = async (windows: number): Promise<void> => {
      while (run.windows().length < windows && run.isRunning()) await halfASecond();
    };
    await goOnUntilClosed(1);
    run.kill('SIGSTOP');
    for (let i = 0; i < 16; i++) await halfASecond();
    run.kill('SIGCONT');
    await goOnUntilClosed(run.windows().length + 5);
    run.kill('SIGTERM');
    expect(await run.end(), run.errors).toBe(0);
    const last = new Map(run.windows().map((window) => [window.start, window]));
    expect(sum([...last.values()].map(({ bytes }) => bytes))).toBe(traffic.bytes);
    expect(run.alerts()).toEqual([]);
    // But for those that the run began and ended in.
    const whole = [...last.values()].slice(1).filter(({ lacks }) => lacks.length === 0);
    expect(whole.length).toBeGreaterThan(3);
    expect(whole.filter(({ status }) => status !== 'within')).toEqual([]);
  });
});
