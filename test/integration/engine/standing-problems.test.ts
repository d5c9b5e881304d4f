import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMonitorOptions } from '../../../src-main/settings/monitor-options.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { type Engine, startEngine } from '../../../src-main/engine/run/engine.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { mayMount, SmallDisk } from '../../support/process/small-disk.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

/** Sends packets until the engine's status fulfils the condition. */
const sendUntil = (
  engine: Engine,
  traffic: UdpTraffic,
  condition: (status: MonitorStatus) => boolean,
): Promise<void> =>
  expect
    .poll(
      async () => {
        await traffic.send(10, 200);
        return condition(await engine.api.getStatus());
      },
      { timeout: 30_000 },
    )
    .toBe(true);

const codesOf = ({ problems }: MonitorStatus): string[] => problems.map(({ code }) => code);

/** The process ids of the capture helpers that this process has started. */
const helpers = (): number[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter((id) => id !== '' && readFileSync(`/proc/${id}/comm`, 'utf8').startsWith('streamchecker-c'))
    .map(Number);

describe.runIf(mayCapture)('a capture helper that was stopped', () => {
  it('is a standing problem until it reports again', async () => {
    using folder = new TemporaryFolder();
    const { engine: settings } = parseMonitorOptions(['--interface', 'lo', '--data-dir', folder.path]);
    const engine = await startEngine(settings);
    const problems = async (): Promise<unknown> =>
      (await engine.api.getStatus()).problems.map(({ code, severity }) => [code, severity]);
    try {
      await expect.poll(async () => (await engine.api.getStatus()).capture.state).toBe('capturing');
      const [helper] = helpers();
      process.kill(helper!, 'SIGSTOP');
      await expect.poll(problems, { timeout: 15_000 }).toEqual([['capture/silent', 'error']]);
      expect((await engine.api.getStatus()).capture).toMatchObject({ state: 'silent', bytesPerSecond: 0 });
      process.kill(helper!, 'SIGCONT');
      await expect.poll(problems, { timeout: 15_000 }).toEqual([]);
    } finally {
      for (const helper of helpers()) process.kill(helper, 'SIGCONT');
      await engine.stop();
    }
  });
});

describe.runIf(mayCapture && mayMount)('a disk that is full under a live engine', () => {
  it('is a standing problem until there is room, and every packet is counted then', async () => {
    using disk = new SmallDisk(8);
    using traffic = await UdpTraffic.open();
    const options = ['--interface', 'lo', '--filter', traffic.filter, '--data-dir', join(disk.path, 'data')];
    const { engine: settings } = parseMonitorOptions([...options, '--window', '1h']);
    const engine = await startEngine(settings);
    try {
      await expect.poll(async () => (await engine.api.getStatus()).capture.state).toBe('capturing');
      await sendUntil(engine, traffic, ({ window }) => (window?.packets ?? 0) > 0);
      disk.fill();
      await sendUntil(engine, traffic, (status) => codesOf(status).includes('store/not-writable'));
      const { problems } = await engine.api.getStatus();
      expect(problems[0]).toMatchObject({ severity: 'error', part: 'store', retriable: true });
      expect(problems[0]?.message).toMatch(/no room left/);
      expect(problems[0]?.remedy).toBeDefined();
      disk.free();
      await sendUntil(engine, traffic, (status) => codesOf(status).length === 0);
      await expect
        .poll(async () => (await engine.api.getStatus()).window?.packets, { timeout: 10_000 })
        .toBe(traffic.packets);
    } finally {
      await engine.stop();
    }
  });
});
