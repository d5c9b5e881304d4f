import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { captureUntil, helperThrough, mayCapture, opened } from '../../support/packets/pcap-live.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { ethernet, etherTypes, ipv4, pcapFile, PcapngWriter } from '../../support/packets/pcap-writer.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const netRaw = '0000000000002000';
const none = '0000000000000000';
const unprivileged = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const ambient = [...unprivileged, '--inh-caps=+net_raw', '--ambient-caps=+net_raw'];

/** Of a running process, as the kernel tells it. */
function statusOf(pid: number): Record<string, string> {
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2) as [string, string]));
}

/** What is left to a process that needs no more than these capabilities. */
const left = (capabilities: string): Record<string, string> => ({
  Uid: '65534\t65534\t65534\t65534',
  CapPrm: capabilities,
  CapEff: capabilities,
  CapInh: none,
  CapAmb: none,
  NoNewPrivs: '1',
  Seccomp: '2',
});

const withFileCapability = (): string => {
  const helper = join(folder.path, 'with-file-capability');
  copyFileSync(findHelper(), helper);
  chmodSync(helper, 0o755);
  chmodSync(folder.path, 0o755);
  execFileSync('setcap', ['cap_net_raw+ep', helper]);
  const script = folder.write(Buffer.from(`#!/bin/sh\nexec ${unprivileged.join(' ')} ${helper} "$@"\n`));
  chmodSync(script, 0o755);
  return script;
};

describe.runIf(mayCapture)('the privileges of a live capture', () => {
  it.each([
    ['root', () => findHelper()],
    ['an ambient capability', () => helperThrough(folder, ...ambient)],
    ['a file capability', withFileCapability],
  ])('are one capability and a few system calls, started with %s', async (_, helper) => {
    using traffic = await UdpTraffic.open();
    let pid = 0;
    const source = new HelperSource({
      clock: systemClock,
      ...{ helperPath: helper(), interfaces: ['lo'], filter: traffic.filter },
      onStarted: (started) => (pid = started),
    });
    let seen: Record<string, string> = {};
    const messages = await captureUntil(source, async (message, all) => {
      if (opened(message)) await traffic.send(10, 100);
      if (message.kind === 'flushed') seen = statusOf(pid);
      return message.kind === 'flushed' && totalsOf(all).ip === traffic.packets;
    });
    expect(totalsOf(messages)).toMatchObject({ records: 10, ip: 10 });
    expect(seen).toMatchObject(left(netRaw));
  });

  it('can’t be had back by any program that root would start', async () => {
    const helper = spawn(findHelper(), ['--interface', 'lo'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(helper.stdout, 'data');
    helper.stdout.resume();
    const { CapBnd, Groups } = statusOf(helper.pid ?? 0);
    expect([CapBnd, Groups?.trim()]).toEqual([netRaw, '']);
    helper.kill('SIGTERM');
    expect(await once(helper, 'exit')).toEqual([0, null]);
  });

  it('are given up as far as a user namespace allows', async () => {
    const helperPath = folder.write(
      Buffer.from(
        `#!/bin/sh\nexec unshare -rn sh -c 'ip link set lo up; exec ${findHelper()} "$@"' sh "$@"\n`,
      ),
    );
    chmodSync(helperPath, 0o755);
    let pid = 0;
    const source = new HelperSource({
      clock: systemClock,
      helperPath,
      interfaces: ['lo'],
      onStarted: (started) => (pid = started),
    });
    let seen: Record<string, string> = {};
    const messages = await captureUntil(source, (message) => {
      if (message.kind === 'flushed') seen = statusOf(pid);
      return message.kind === 'flushed';
    });
    expect(messages.filter(({ kind }) => kind === 'problem')).toEqual([]);
    expect(seen).toMatchObject({ CapEff: netRaw, NoNewPrivs: '1', Seccomp: '2' });
  });
});

describe.runIf(mayCapture)('the privileges for a capture file', () => {
  const record = { data: ethernet(etherTypes.ipv4, ipv4({ totalLength: 100 })) };

  it('are none once it is open', async () => {
    const fifo = join(folder.path, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const helper = spawn(findHelper(), ['--read', fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
    const writer = spawn('sh', ['-c', `exec cat >'${fifo}'`], { stdio: ['pipe', 'ignore', 'inherit'] });
    writer.stdin.write(pcapFile([record]));
    const seen = (): Record<string, string> => statusOf(helper.pid ?? 0);
    await expect.poll(() => seen().Seccomp, { timeout: 5000 }).toBe('2');
    expect(seen()).toMatchObject({ ...left(none), CapBnd: none });
    writer.stdin.end();
    helper.stdout.resume();
    expect(await once(helper, 'exit')).toEqual([0, null]);
  });

  it('let it be read that only root may read', async () => {
    const file = folder.write(pcapFile([record]));
    chmodSync(file, 0o600);
    expect(totalsOf(await replay(file))).toMatchObject({ ip: 1 });
  });

  it.runIf(existsSync('/etc/services'))('are kept until the names in the filter are known', async () => {
    const write = new PcapngWriter();
    const raw = ipv4({ totalLength: 100 });
    const interfaces = [write.interface(), write.interface({ linkType: 101 })];
    const packets = [write.packet(ethernet(etherTypes.ipv4, raw)), write.packet(raw, 0n, 1)];
    const file = folder.write(Buffer.concat([write.section(), ...interfaces, ...packets]));
    const messages = await replay(file, { filter: 'not port domain' });
    expect(messages.filter(({ kind }) => kind === 'problem')).toEqual([]);
    expect(totalsOf(messages)).toMatchObject({ ip: 2 });
  });
});
