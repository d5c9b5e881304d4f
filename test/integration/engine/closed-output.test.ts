import { writeFileSync } from 'node:fs';
import { setTimeout as pace } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const maxOfOne = JSON.stringify([{ limit_name: 'max', limit_value: 1, effective_date: '2020-01-01' }]);

/** Sends twenty packets a second until the condition holds, or the run is over. */
async function sendUntil(run: CommandLine, traffic: UdpTraffic, condition: () => boolean): Promise<void> {
  while (run.isRunning() && !condition()) {
    await traffic.send(1, 100);
    await pace(50);
  }
}

describe.runIf(mayCapture)('a reader that goes away', () => {
  it('from standard error leaves the run to go on to its end, whatever there is to warn of', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    writeFileSync(folder.file('limits.json'), maxOfOne);
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--window', '1s', '--format', 'json'],
      ...['--limits', folder.file('limits.json'), '--webhook', 'http://127.0.0.1:1/nobody'],
      ...['--data-dir', folder.file('data'), '--duration', '8s'],
    ]);
    run.process.stderr!.destroy();
    await sendUntil(run, traffic, () => false);
    expect(await run.end()).toBe(0);
    expect(run.summary().records).toBeGreaterThan(0);
    expect(run.alerts().length).toBeGreaterThan(0);
  });

  it('from standard output ends the run in order, with status 0 and without a word', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--window', '1s', '--format', 'json'],
      ...['--lateness', '0s', '--data-dir', folder.file('data'), '--duration', '40s'],
    ]);
    await sendUntil(run, traffic, () => run.lines.length > 0);
    run.process.stdout!.destroy();
    await sendUntil(run, traffic, () => false);
    expect(await run.end()).toBe(0);
    expect(run.errors).toBe('');
    // In order: all that was captured was stored.
    const stored = await runCli('windows', 'list', '--data-dir', folder.file('data'), '--format', 'json');
    const packets = stored.windows().reduce((sum, window) => sum + window.packets, 0);
    expect(packets).toBeGreaterThanOrEqual(run.windows().reduce((sum, window) => sum + window.packets, 0));
  });

  it('before the first word leaves a listing to end with status 0', async () => {
    const run = new CommandLine(['limits', 'list', '--help']);
    run.process.stdout!.destroy();
    run.process.stderr!.destroy();
    expect(await run.end()).toBe(0);
  });
});
