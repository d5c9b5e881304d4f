import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.runIf(mayCapture)('alerts of a running monitor', () => {
  it('are followed, repeated, acknowledged, snoozed and muted from another process', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const data = ['--data-dir', folder.file('data')];
    const limits = folder.file('limits.json');
    const row = { limit_name: 'max', limit_value: 5_000, effective_date: '2020-01-01' };
    writeFileSync(limits, JSON.stringify([row]));
    const filter = ['--interface', 'lo', '--filter', traffic.filter];
    const run = new CommandLine([
      ...['monitor', ...filter, ...data, '--limits', limits, '--window', '1h', '--format', 'json'],
      ...['--alert-repeat', '1s'],
    ]);
    const watch = new CommandLine(['alerts', 'watch', ...data]);
    await watch.until(() => watch.errors.includes('follows'));
    await untilCapturing(run);
    await traffic.send(10, 972);
    await run.until(() => run.alerts().length === 1);
    const watched = (): string[] => watch.lines.map((line) => line.split(':')[0]!);
    await watch.until(() => watched().filter((word) => word === 'still firing').length === 2);

    const id = run.alerts()[0]!.id.slice(0, 8);
    const snoozed = await runCli('alerts', 'snooze', id, '1h', ...data, '--format', 'json');
    expect(snoozed.errors).toBe('');
    expect(JSON.parse(snoozed.lines[0]!)).toMatchObject({
      type: 'handling',
      acknowledged: null,
      muted: false,
    });
    await runCli('alerts', 'snooze', id, '0', ...data);
    const muted = await runCli('alerts', 'mute', '--limit', 'max', '--for', '1h', ...data);
    expect(muted.lines[1]).toMatch(/^\s*1\s+max\s+any\s+any\s+any\s+—\s+\d{4}-/);
    const acknowledged = await runCli('alerts', 'ack', id, '--comment', 'a backup', ...data);
    expect(acknowledged.lines[0]).toMatch(/^ALERT: .*; acknowledged by .*: a backup; muted$/);
    const reminders = watch.lines.length;
    await runCli('alerts', 'unmute', '1', ...data);
    expect((await runCli('alerts', 'mutes', ...data)).lines).toEqual(['No mutes.']);
    await sleep(1_500);
    expect(watch.lines).toHaveLength(reminders);

    watch.kill('SIGINT');
    run.kill('SIGINT');
    expect([await watch.end(), await run.end()]).toEqual([0, 0]);
    expect(watched()[0]).toBe('ALERT');
    expect(run.alerts().map(({ state }) => state)).toEqual(['firing']);
  });
});
