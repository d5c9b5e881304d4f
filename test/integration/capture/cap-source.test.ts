import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { capProgram, CapSource } from '../../../src-main/engine/capture/cap-source.ts';
import type { CaptureMessage, CaptureSource } from '../../../src-main/engine/capture/capture-source.ts';
import { listInterfaces } from '../../../src-main/engine/capture/interfaces.ts';
import { type LiveOptions, LiveSource } from '../../../src-main/engine/capture/live-source.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { captureUntil, hasCap, mayCapture, opened } from '../../support/packets/pcap-live.ts';
import { totalsOf } from '../../support/packets/pcap-replay.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** cap, started by another command. The checkout may lie where only root may go. */
function capThrough(command: readonly [string, ...string[]], options: LiveOptions): LiveSource {
  const program = capProgram();
  const through = [...command, ...program.command] as const;
  return new LiveSource({ ...program, command: through, lister: through }, options);
}

const asNobody = (capabilities: string): readonly [string, ...string[]] => [
  'setpriv',
  ...['--reuid=65534', '--regid=65534', '--clear-groups'],
  ...[`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`],
];

const sumOf = (messages: readonly CaptureMessage[]): { packets: number; bytes: number } => {
  const batches = messages.flatMap((message) => (message.kind === 'flows' ? [message.batch] : []));
  return {
    packets: batches.reduce((sum, { packets }) => sum + packets, 0),
    bytes: batches.reduce((sum, { bytes }) => sum + bytes, 0),
  };
};

describe.runIf(mayCapture && hasCap())('the capture through cap', () => {
  it.each([
    ['as root', (options: LiveOptions): CaptureSource => new CapSource(options)],
    [
      'with an ambient capability',
      (options: LiveOptions) => capThrough(asNobody('+net_raw,+dac_read_search'), options),
    ],
  ])('counts what is sent over lo, to the byte, %s', async (_, source) => {
    using traffic = await UdpTraffic.open();
    const capture = source({ clock: systemClock, interfaces: ['lo'], filter: traffic.filter });
    const messages = await captureUntil(capture, async (message, all) => {
      // Its ring holds 256 packets: what is more than that may be lost while the process does not run.
      const isCounted = totalsOf(all).ip === traffic.packets;
      if (message.kind === 'flushed' && isCounted) await traffic.send(100, 100 + traffic.packets);
      return traffic.packets === 400;
    });
    const { packets, bytes } = traffic;
    expect(sumOf(messages)).toEqual({ packets, bytes });
    expect(totalsOf(messages)).toMatchObject({ records: packets, ip: packets });
  });

  it('lists the interfaces', async () => {
    const listed = await listInterfaces(capProgram());
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'lo', up: true, loopback: true, master: null }),
    );
  });

  it('goes on after its process was killed', async () => {
    using traffic = await UdpTraffic.open();
    const pids: number[] = [];
    const capture = new CapSource({
      clock: systemClock,
      ...{ interfaces: ['lo'], filter: traffic.filter },
      onStarted: (pid) => pids.push(pid),
    });
    const messages = await captureUntil(capture, async (message, all) => {
      if (opened(message) && pids.length === 1) process.kill(pids[0]!, 'SIGKILL');
      if (opened(message) && pids.length === 2) await traffic.send(1, 100);
      return totalsOf(all).ip === 1;
    });
    expect(messages.find(({ kind }) => kind === 'problem')).toMatchObject({
      problem: { code: 'capture/failed', message: expect.stringContaining('through cap ended') as unknown },
    });
    expect(sumOf(messages)).toEqual({ packets: 1, bytes: 128 });
  });

  it('says what to do where it may not capture', async () => {
    const capture = capThrough(asNobody('+dac_read_search'), { clock: systemClock, interfaces: ['lo'] });
    await expect(captureUntil(capture, () => true)).rejects.toMatchObject({ code: 'capture/not-permitted' });
  });

  it.each([
    [
      { interfaces: ['lo'], filter: 'nonsense here' },
      { code: 'capture/bad-filter', retriable: false },
    ],
    [{ interfaces: ['nope0'] }, { code: 'capture/no-interface', retriable: false }],
  ])('refuses what can’t be captured: %j', async (options, error) => {
    await expect(
      captureUntil(new CapSource({ clock: systemClock, ...options }), () => false),
    ).rejects.toMatchObject(error);
  });
});

describe.runIf(mayCapture && hasCap())('monitor --capture-engine cap', () => {
  it('sums to the byte, and says what it does not know', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const run = new CommandLine([
      ...['monitor', '--capture-engine', 'cap', '--interface', 'lo', '--filter', traffic.filter],
      ...['--window', '1h', '--format', 'json', '--data-dir', folder.file('data')],
    ]);
    await run.until(() => run.errors.includes('Captured through cap'));
    // No more than its ring holds, however late the process runs.
    await traffic.send(250, 200);
    run.kill('SIGINT');
    expect(await run.end(), run.errors).toBe(0);
    expect(run.windows().reduce((sum, { bytes }) => sum + bytes, 0)).toBe(traffic.bytes);
    expect(run.summary()).toMatchObject({ records: 250, ip: 250 });
    expect(run.errors).toMatch(/it is not known how many the kernel drops/);
  });
});

describe.runIf(mayCapture && hasCap())('cap on interfaces that change', () => {
  const space = `streamchecker-cap-${process.pid}`;
  const ip = (...args: string[]): void =>
    void execFileSync('ip', ['netns', 'exec', space, 'ip', ...args], { stdio: 'pipe' });

  it('takes up what comes, and what comes back', async () => {
    execFileSync('ip', ['netns', 'add', space]);
    try {
      ip('link', 'set', 'lo', 'up');
      const capture = capThrough(['ip', 'netns', 'exec', space], {
        clock: systemClock,
        interfaces: ['auto'],
      });
      const openings = (messages: readonly CaptureMessage[], name: string): number =>
        messages.filter((message) => message.kind === 'opened' && message.interface.name === name).length;
      let step = 0;
      const messages = await captureUntil(capture, async (_, all) => {
        if (step === 0 && openings(all, 'lo') === 1) {
          ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1');
          ip('link', 'set', 'veth0', 'up');
          step = 1;
        } else if (step === 1 && openings(all, 'veth0') === 1) {
          ip('link', 'set', 'veth0', 'down');
          await sleep(200);
          ip('link', 'set', 'veth0', 'up');
          step = 2;
        }
        return openings(all, 'veth0') === 2;
      });
      expect(messages.some(({ kind }) => kind === 'problem')).toBe(true);
      expect(openings(messages, 'veth0')).toBe(2);
    } finally {
      execFileSync('ip', ['netns', 'delete', space]);
    }
  });
});
