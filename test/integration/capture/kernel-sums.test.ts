import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, copyFileSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { durationMs } from '../../../src-main/common/units.ts';
import type { LiveOptions } from '../../../src-main/engine/capture/live-source.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { snap, labelled } from '../../support/packets/link-frames.ts';
import {
  captureInSteps,
  helperThrough,
  mayCapture,
  openingOf,
  startedThrough,
  sumsOf,
} from '../../support/packets/pcap-live.ts';
import { CaptureFolder, totalsOf } from '../../support/packets/pcap-replay.ts';
import { ethernet, etherTypes, ipv4, ipv6, pppoe, tagged } from '../../support/packets/pcap-writer.ts';
import { TwoNetworks } from '../../support/packets/two-networks.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const { ipv4: v4, ipv6: v6, arp, mpls, pppoe: session } = etherTypes;

/** Frames of each kind: those that the kernel sums, and those that it leaves to the helper. */
const everyKind = [
  ethernet(v4, ipv4({ totalLength: 100 })),
  ethernet(v4, ipv4({ headerWords: 15, rest: 40 })),
  ethernet(v6, ipv6()),
  ethernet(v4, ipv4({ totalLength: 0 })),
  ethernet(v4, ipv4({ totalLength: 19 })),
  ethernet(v6, ipv6({ payloadLength: 0 })),
  ethernet(v6, ipv6({ payloadLength: 0, nextHeader: 0 })),
  ethernet(arp, Buffer.alloc(28)),
  ethernet(v4, Buffer.alloc(46)),
  ethernet(v4, ipv4().subarray(0, 12)),
  ethernet(v6, ipv6().subarray(0, 30)),
  ethernet(0x8100, tagged([v4], ipv4())),
  ethernet(0x88a8, tagged([0x8100, v6], ipv6())),
  ethernet(session, pppoe(0x21, ipv4())),
  ethernet(mpls, labelled(2, ipv4())),
  ethernet(60, snap(v4, ipv4({ totalLength: 52, rest: 32 }))),
];

/** Plain frames of this many pairs. */
const framesOf = (pairs: number): Buffer[] =>
  Array.from({ length: pairs }, (_, i) => {
    const frame = ethernet(v4, ipv4({ totalLength: 20 + (i % 7), rest: 10 }));
    frame.writeUInt32BE(0x0a000000 + i, 26);
    return frame;
  });

/** As `sum-program.h` lays the sums out: a page, then two sets for each processor. */
const layout = { header: 4096, set: 4096 * 64, slot: 64, ended: 16, bytes: 40, packets: 48 };

/** Where a running helper has the memory that it shares with the kernel. */
function sharedMemory(pid: number): { begin: number; end: number } {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
  const [, from, to] = /^(\w+)-(\w+) .*bpf-map$/m.exec(maps) ?? [];
  return { begin: parseInt(from!, 16), end: parseInt(to!, 16) };
}

/** Adds to the additions that have ended on each processor: -1 as if one were under way. */
function noteEnded(pid: number, more: bigint): void {
  const { begin, end } = sharedMemory(pid);
  const memory = openSync(`/proc/${pid}/mem`, 'r+');
  const ended = Buffer.alloc(8);
  for (let at = begin + layout.header; at < end; at += 2 * layout.set) {
    readSync(memory, ended, 0, 8, at + layout.ended);
    ended.writeBigInt64LE(ended.readBigInt64LE() + more);
    writeSync(memory, ended, 0, 8, at + layout.ended);
  }
  closeSync(memory);
}

/** Leaves in each vacant slot of the running helper what must not count. */
function storeLate(pid: number): void {
  const { begin, end } = sharedMemory(pid);
  const slots = Buffer.alloc(layout.set - layout.slot);
  for (let at = 0; at < slots.length; at += layout.slot) {
    slots.writeBigUInt64LE(1_000_000n, at + layout.bytes);
    slots.writeBigUInt64LE(1000n, at + layout.packets);
  }
  const memory = openSync(`/proc/${pid}/mem`, 'r+');
  for (let at = begin + layout.header; at < end; at += layout.set) {
    // The first slot of a set holds its counts.
    writeSync(memory, slots, 0, slots.length, at + layout.slot);
  }
  closeSync(memory);
}

describe.runIf(mayCapture)('sums in the kernel', () => {
  let networks: TwoNetworks;
  beforeEach(() => {
    networks = new TwoNetworks('sums');
    networks.plugIn();
    for (const [space, device] of [
      [networks.here, 'veth0'],
      [networks.there, 'veth1'],
    ] as const) {
      const silent = `echo 1 >/proc/sys/net/ipv6/conf/${device}/disable_ipv6`;
      execFileSync('ip', networks.within(space, 'sh', '-c', silent));
    }
  });
  afterEach(() => networks.close());

  const within = (): string => helperThrough(folder, 'ip', ...networks.within(networks.here));

  /** Captures in one way until it has seen as many records as will be sent by the other. */
  const capture = (
    kernelSums: boolean,
    records: number,
    then: () => unknown,
    options: Partial<LiveOptions & { readonly helperPath: string }> = {},
  ): Promise<CaptureMessage[]> => {
    const source = new HelperSource({
      clock: systemClock,
      helperPath: within(),
      interfaces: ['veth0'],
      promiscuous: true,
      kernelSums,
      ...options,
    });
    return captureInSteps(source, [
      [(all) => all.some(openingOf('veth0')), () => undefined],
      // The kernel sums from the second flush on.
      [() => true, () => undefined],
      [() => true, then],
      [(all) => totalsOf(all).records >= records, () => undefined],
    ]);
  };

  /** What both ways count of the same frames, by pair, without their intervals. */
  async function bothWays(frames: readonly Buffer[]): Promise<[unknown, unknown]> {
    let waiting = 2;
    const send = async (): Promise<void> => {
      if (--waiting > 0) return;
      for (let at = 0; at < frames.length; at += 2000) {
        await networks.sendFrames(networks.there, 'veth1', frames.slice(at, at + 2000));
      }
    };
    const both = [true, false].map((kernelSums) => capture(kernelSums, frames.length, send));
    const [summed, read] = await Promise.all(both);
    return [countsOf(summed!), countsOf(read!)];
  }

  function countsOf(messages: readonly CaptureMessage[]): unknown {
    const { flows, ...counts } = totalsOf(messages);
    const pairs = new Map<string, { bytes: bigint; packets: bigint }>();
    for (const [key, { bytes, packets }] of flows) {
      const pair = key.slice(key.indexOf(' ') + 1);
      const before = pairs.get(pair) ?? { bytes: 0n, packets: 0n };
      pairs.set(pair, { bytes: before.bytes + bytes, packets: before.packets + packets });
    }
    return { ...counts, pairs };
  }

  it('are those of the ring, of each kind of frame', async () => {
    const [summed, read] = await bothWays([...everyKind, ...everyKind, ...everyKind]);
    expect(summed).toEqual(read);
    expect(summed).toMatchObject({ records: 48, ip: 33, nonIp: 3, malformed: 12 });
  });

  it.each([500, 3000, 9000])('are those of the ring, between %d pairs', async (pairs) => {
    const frames = framesOf(pairs);
    const [summed, read] = await bothWays([...frames, ...frames]);
    expect(summed).toEqual(read);
    expect(summed).toMatchObject({ records: 2 * pairs, ip: 2 * pairs });
  });

  it('count a packet on a loopback once, though it passes twice', async () => {
    const options = {
      clock: systemClock,
      helperPath: within(),
      interfaces: ['lo'],
      promiscuous: true,
      kernelSums: true,
    };
    const messages = await captureInSteps(new HelperSource(options), [
      [(all) => all.some(openingOf('lo')), () => undefined],
      [() => true, () => undefined],
      [() => true, () => networks.sendFrames(networks.here, 'lo', framesOf(100))],
      [(all) => (sumsOf(all).lo?.[0] ?? 0) >= 100, () => undefined],
    ]);
    expect(sumsOf(messages).lo![0]).toBe(100);
  });

  it.each([true, false])(
    'hold what a small ring can’t while the helper stands still: %s',
    async (kernelSums) => {
      let pid = 0;
      const frames = Array.from({ length: 100 }, () => framesOf(40)).flat();
      const source = new HelperSource({
        ...{ clock: systemClock, helperPath: within(), interfaces: ['veth0'], promiscuous: true, kernelSums },
        ...{ bufferBytes: 65_536, flushMs: durationMs(1000), onStarted: (started) => (pid = started) },
      });
      const messages = await captureInSteps(source, [
        [(all) => all.some(openingOf('veth0')), () => undefined],
        [() => true, () => undefined],
        [
          () => true,
          async () => {
            process.kill(pid, 'SIGSTOP');
            await networks.sendFrames(networks.there, 'veth1', frames);
            process.kill(pid, 'SIGCONT');
          },
        ],
        [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= (kernelSums ? frames.length : 1), () => undefined],
        [() => true, () => undefined],
      ]);
      const [packets] = sumsOf(messages).veth0!;
      if (kernelSums) expect(packets).toBe(frames.length);
      else expect(packets).toBeLessThan(frames.length);
    },
  );

  it('wait for a processor that stands still amid an addition, and are not said to be told before', async () => {
    let pid = 0;
    const frames = framesOf(100);
    let sentMs = 0;
    /** How far the times are covered that are told while an addition is under way. */
    let reachedMs = 0;
    const source = new HelperSource({
      ...{ clock: systemClock, helperPath: within(), interfaces: ['veth0'], promiscuous: true },
      ...{ kernelSums: true, onStarted: (started: number) => (pid = started) },
    });
    const messages = await captureInSteps(source, [
      [(all) => all.some(openingOf('veth0')), () => undefined],
      [() => true, () => undefined],
      [
        () => true,
        async () => {
          noteEnded(pid, -1n);
          sentMs = Date.now();
          await networks.sendFrames(networks.there, 'veth1', frames);
        },
      ],
      ...Array.from({ length: 6 }, () => [() => true, () => undefined] as const),
      [
        (all) => {
          const told = all.findLast((one) => one.kind === 'counters');
          reachedMs = told?.kind === 'counters' ? told.counters.toMs : 0;
          return true;
        },
        () => noteEnded(pid, 1n),
      ],
      [(all) => totalsOf(all).records >= frames.length, () => undefined],
      [() => true, () => undefined],
    ]);
    const bytes = frames.reduce((sum, frame) => sum + frame.readUInt16BE(16), 0);
    expect(sumsOf(messages).veth0).toEqual([100, bytes]);
    expect(reachedMs).toBeGreaterThan(0);
    expect(reachedMs).toBeLessThan(sentMs + 1000);
  });

  it('begin at nothing, whatever is left in their slots', async () => {
    let pid = 0;
    const frames = framesOf(100);
    const send = (): Promise<void> => {
      storeLate(pid);
      return networks.sendFrames(networks.there, 'veth1', frames);
    };
    const messages = await capture(true, frames.length, send, { onStarted: (started) => (pid = started) });
    const bytes = frames.reduce((sum, frame) => sum + frame.readUInt16BE(16), 0);
    expect(sumsOf(messages).veth0).toEqual([100, bytes]);
  });

  it('rest for a while after their period, before they are read', async () => {
    const send = (): Promise<void> => networks.sendFrames(networks.there, 'veth1', framesOf(100));
    const messages = await capture(true, 100, send, { intervalMs: durationMs(500) });
    const rests: number[] = [];
    let ends: number[] = [];
    for (const message of messages) {
      if (message.kind === 'flows') ends.push(message.batch.fromMs + message.batch.intervalMs);
      if (message.kind !== 'counters') continue;
      rests.push(...ends.map((end) => message.counters.atMs - end));
      ends = [];
    }
    // Less than nothing is what came through the ring.
    const least = Math.min(...rests.filter((rest) => rest >= 0));
    expect(least).toBeGreaterThanOrEqual(25);
    expect(least).toBeLessThan(Infinity);
  });

  it('are not lost with the interface', async () => {
    const frames = framesOf(100);
    const messages = await capture(true, frames.length, async () => {
      await networks.sendFrames(networks.there, 'veth1', frames);
      networks.ip('link', 'delete', 'veth0');
    });
    expect(sumsOf(messages).veth0![0]).toBe(100);
  });

  it('take the capabilities of the file that the guide names, and no more', async () => {
    const helper = join(folder.path, 'with-both-capabilities');
    copyFileSync(findHelper(), helper);
    chmodSync(helper, 0o755);
    execFileSync('setcap', ['cap_net_raw,cap_bpf+p', helper]);
    const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const frames = framesOf(100);
    const send = (): Promise<void> => networks.sendFrames(networks.there, 'veth1', frames);
    const problemsOf = async (...more: string[]): Promise<unknown[]> => {
      const started = networks.within(networks.here, ...user, ...more, helper);
      const helperPath = startedThrough(folder, 'ip', ...started);
      const messages = await capture(true, frames.length, send, { helperPath });
      expect(sumsOf(messages).veth0![0]).toBe(100);
      return messages.flatMap((one) => (one.kind === 'problem' ? [one.problem.code] : []));
    };
    expect(await problemsOf()).toEqual([]);
    // As in most containers and services, where a file with this capability in effect would not be started.
    expect(await problemsOf('--bounding-set=-bpf')).toEqual(['capture/no-kernel-sums']);
  });

  it.each([
    ['with a filter', { filter: 'ip' }, /a filter is set/],
    ['without the capability', {}, /it lacks the capability CAP_BPF/],
  ])('give way to the ring %s, which is told', async (_, options, reason) => {
    const drop = 'setpriv --bounding-set=-bpf,-sys_admin --inh-caps=-bpf,-sys_admin';
    const helperPath =
      'filter' in options
        ? within()
        : helperThrough(folder, 'ip', ...networks.within(networks.here, ...drop.split(' ')));
    const frames = framesOf(10);
    const send = (): Promise<void> => networks.sendFrames(networks.there, 'veth1', frames);
    const messages = await capture(true, 10, send, { ...options, helperPath });
    expect(sumsOf(messages).veth0![0]).toBe(10);
    const told = messages.flatMap((one) => (one.kind === 'problem' ? [one.problem.message] : []));
    expect(told).toEqual([expect.stringMatching(reason)]);
  });
});
