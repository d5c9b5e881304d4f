import { renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const limitsJson = (rows: readonly (readonly [string, number])[]): string =>
  JSON.stringify(
    rows.map(([limit_name, limit_value]) => ({ limit_name, limit_value, effective_date: '2020-01-01' })),
  );

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Starts `monitor` on the loopback for one kind of traffic, and waits until it captures. */
async function monitor(
  traffic: UdpTraffic,
  folder: TemporaryFolder,
  ...more: string[]
): Promise<CommandLine> {
  const run = new CommandLine([
    'monitor',
    ...[
      '--interface',
      'lo',
      '--filter',
      traffic.filter,
      '--data-dir',
      folder.file('data'),
      '--format',
      'json',
    ],
    ...more,
  ]);
  await untilCapturing(run);
  return run;
}

describe.runIf(mayCapture)('monitor on a terminal', () => {
  /** What `monitor` writes to a terminal of its own for some seconds. */
  const onTerminal = async (TERM: string): Promise<string> => {
    using folder = new TemporaryFolder();
    const monitor = `${process.execPath} dist/main/cli.js monitor --interface lo --duration 4s`;
    const run = new CommandLine([], {
      program: ['script', '-qefc', `${monitor} --data-dir ${folder.file('data')}`, '/dev/null'],
      env: { TERM },
    });
    expect(await run.end()).toBe(0);
    return run.lines.join('\n');
  };

  it('draws a table, and lines where the terminal calls itself dumb', async () => {
    expect(await onTerminal('xterm')).toContain('\x1b[2J');
    const lines = await onTerminal('dumb');
    expect(lines).not.toContain('\x1b');
    expect(lines).toMatch(/capturing on lo/);
  });
});

describe.runIf(mayCapture)('monitor on lo', () => {
  it('sums what was sent, to the byte, and ends by itself', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open('127.0.0.2', '127.0.0.3');
    const run = await monitor(traffic, folder, '--window', '2s', '--duration', '7s', '--pairs', 'all');
    for (let i = 0; i < 40; i += 1) {
      await traffic.send(100, 20 + i * 30);
      await sleep(50);
    }
    expect(await run.end(), run.errors).toBe(0);
    expect(sum(run.windows().map(({ bytes }) => bytes))).toBe(traffic.bytes);
    expect(sum(run.windows().map(({ packets }) => packets))).toBe(traffic.packets);
    expect(run.summary()).toMatchObject({
      records: traffic.packets,
      ip: traffic.packets,
      kernelDropped: 0,
      late: 0,
    });
    const pairs = run.windows().flatMap((window) => window.pairs);
    expect(new Set(pairs.map((pair) => `${pair.source} ${pair.destination}`))).toEqual(
      new Set(['127.0.0.2 127.0.0.3']),
    );
  });

  it('tells a max breach within a second of the crossing, once, and its end', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const limits = folder.file('limits.json');
    writeFileSync(limits, limitsJson([['max', 10_000]]));
    const run = await monitor(
      traffic,
      folder,
      '--window',
      '3s',
      '--lateness',
      '1s',
      '--limits',
      limits,
      '--fail-on-breach',
    );
    await traffic.send(9, 972);
    await sleep(1_200);
    expect(run.alerts()).toEqual([]);
    while (Date.now() % 3000 > 500) await sleep(10);
    const before = Date.now();
    await traffic.send(11, 972);
    await run.until(() => run.alerts().length > 0, 3_000);
    expect(run.alerts()[0]).toMatchObject({
      state: 'firing',
      observed: 11_000,
      limit: { name: 'max', value: 10_000 },
    });
    expect(Date.now() - before).toBeLessThan(2_000);
    await run.until(() => run.alerts().length > 1);
    expect(run.alerts()[1]).toMatchObject({ id: run.alerts()[0]!.id, state: 'resolved' });
    run.kill('SIGINT');
    expect(await run.end()).toBe(3);
    expect(run.alerts()).toHaveLength(2);
  });

  it('fires a min limit on silence, for whole windows only', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const limits = folder.file('limits.json');
    writeFileSync(limits, limitsJson([['min', 1]]));
    const run = await monitor(traffic, folder, '--window', '2s', '--lateness', '1s', '--limits', limits);
    await run.until(() => run.alerts().length > 0, 10_000);
    run.kill('SIGTERM');
    expect(await run.end()).toBe(0);
    const [first, ...rest] = run.windows();
    expect(first!.status).toBe('unchecked');
    expect(rest.some(({ status, bytes }) => status === 'below' && bytes === 0)).toBe(true);
    expect(run.alerts()).toHaveLength(1);
    expect(run.alerts()[0]).toMatchObject({ state: 'firing', observed: 0, limit: { name: 'min' } });
  });

  it('follows its limits file through rename-and-replace; a bad file leaves the last good limits in force', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const limits = folder.file('limits.json');
    writeFileSync(limits, limitsJson([['max', 1_000_000]]));
    const run = await monitor(traffic, folder, '--window', '1h', '--limits', limits);
    await traffic.send(10, 972);
    writeFileSync(limits, '[{"limit_name":"max","limit_value":-1,"effective_date":"2020-01-01"}]');
    await run.until(() => run.errors.includes('row 1'));
    expect(run.errors).toMatch(/limit_value must not be below 0/);
    expect(run.alerts()).toEqual([]);
    writeFileSync(folder.file('new.json'), limitsJson([['max', 5_000]]));
    renameSync(folder.file('new.json'), limits);
    await run.until(() => run.alerts().length === 1, 3_000);
    run.kill('SIGINT');
    expect(await run.end()).toBe(0);
    expect(run.windows().at(-1)).toMatchObject({ status: 'above', limits: { min: null, max: 5_000 } });
  });

  it('takes up limits that another process imports into its data folder', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const limits = folder.file('limits.json');
    writeFileSync(limits, limitsJson([['max', 5_000]]));
    const run = await monitor(traffic, folder, '--window', '1h');
    await traffic.send(10, 972);
    const imported = await runCli('limits', 'import', limits, '--data-dir', folder.file('data'));
    expect(imported.status, imported.errors).toBe(0);
    await run.until(() => run.alerts().length === 1, 5_000);
    const second = await runCli('monitor', '--data-dir', folder.file('data'), '--duration', '1s');
    expect(second.status).toBe(1);
    expect(second.errors).toMatch(new RegExp(`in use by process ${run.process.pid!}`));
    const listed = await runCli('windows', 'list', '--data-dir', folder.file('data'), '--format', 'json');
    expect(listed.windows().at(-1)!.bytes).toBe(traffic.bytes);
    const alerts = await runCli('alerts', 'list', '--data-dir', folder.file('data'), '--format', 'json');
    expect(alerts.alerts()[0]).toMatchObject({ id: run.alerts()[0]!.id, state: 'firing' });
    run.kill('SIGINT');
    expect(await run.end()).toBe(0);
  });

  it.each([
    ['all traffic', null, 'above'],
    ['one host', '127.0.0.0/8', 'unchecked'],
  ])(
    'goes on in the same window after a restart, and tells no breach twice: of %s',
    async (_, source, status) => {
      using folder = new TemporaryFolder();
      using traffic = await UdpTraffic.open();
      const limits = folder.file('limits.json');
      const row = { limit_name: 'max', limit_value: 5_000, effective_date: '2020-01-01', source };
      writeFileSync(limits, JSON.stringify([row]));
      const first = await monitor(traffic, folder, '--window', '1h', '--limits', limits);
      await traffic.send(10, 972);
      await first.until(() => first.alerts().length === 1);
      first.kill('SIGINT');
      await first.end();
      const options = ['--window', '1h', '--limits', limits, '--fail-on-breach'];
      const second = await monitor(traffic, folder, ...options);
      await traffic.send(10, 972);
      second.kill('SIGINT');
      expect(await second.end()).toBe(3);
      expect(second.alerts()).toEqual([]);
      expect(second.windows().at(-1)).toMatchObject({ bytes: 20_000, packets: 20, status });
      expect(first.windows().at(-1)!.revision).toBe(0);
      expect(second.windows().at(-1)!.revision).toBe(1);
    },
  );

  it('keeps apart what is summed in another way on the same data folder', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const hours = await monitor(traffic, folder, '--window', '1h');
    await traffic.send(10, 972);
    hours.kill('SIGINT');
    await hours.end();
    const minutes = await monitor(traffic, folder, '--window', '1m');
    await traffic.send(1, 72);
    minutes.kill('SIGINT');
    await minutes.end();
    expect(hours.windows().map(({ bytes }) => bytes)).toEqual([10_000]);
    expect(sum(minutes.windows().map(({ bytes }) => bytes))).toBe(100);
  });
});
