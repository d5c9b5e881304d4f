import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../helpers/command-line.ts';
import { mayCapture } from '../../helpers/pcap-live.ts';
import { UdpTraffic } from '../../helpers/udp-traffic.ts';

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
    // Until it captures, nothing that it prints says so.
    await pause(2_000);
    const second = async (): Promise<void> => {
      await traffic.send(20, 972);
      await pause(500);
    };
    for (let i = 0; i < 8; i++) await second();
    await expect.poll(() => run.windows().length, { timeout: 10_000 }).toBeGreaterThan(0);
    run.kill('SIGSTOP');
    for (let i = 0; i < 16; i++) await second();
    run.kill('SIGCONT');
    for (let i = 0; i < 8; i++) await second();
    const told = run.windows().length;
    await expect.poll(() => run.windows().length, { timeout: 10_000 }).toBeGreaterThan(told);
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
