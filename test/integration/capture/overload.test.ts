import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Link } from '../../../scripts/bench/capture/live-runs.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { captureUntil, helperThrough, mayCapture } from '../../support/packets/pcap-live.ts';
import { CaptureFolder } from '../../support/packets/pcap-replay.ts';
import { TwoNetworks } from '../../support/packets/two-networks.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe.runIf(mayCapture)('a reader that does not read', () => {
  it('loses no packet while the sums find room, and those of each second stay apart', async () => {
    using link = new Link();
    await link.open();
    const [command = '', ...args] = link.receiving([]);
    const capture = new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, command, ...args),
      interfaces: [link.device],
      promiscuous: true,
      bufferBytes: 1 << 20,
    });
    const totals = { sent: 0, records: 0, missed: 0, packets: 0 };
    const seconds = new Set<number>();
    await captureUntil(
      capture,
      async (message) => {
        if (message.kind === 'flows') {
          totals.packets += message.batch.packets;
          seconds.add(message.batch.fromMs);
        }
        if (message.kind !== 'counters') return false;
        totals.records += message.counters.records;
        totals.missed += message.counters.kernelDropped;
        // While a message is handled nothing is read: the pipe is full within a second.
        if (totals.sent === 0) totals.sent = (await link.send(6000, 20_000, 10_000)).sent;
        return totals.records + totals.missed >= totals.sent;
      },
      30_000,
    );
    expect(totals).toEqual({ ...totals, missed: 0, records: totals.sent, packets: totals.sent });
    expect(seconds.size).toBeGreaterThanOrEqual(6);
  });

  it('makes the ring overflow, and what is lost is counted to the packet', async () => {
    using link = new Link();
    await link.open();
    const [command = '', ...args] = link.receiving([]);
    const capture = new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, command, ...args),
      interfaces: [link.device],
      promiscuous: true,
      bufferBytes: 1 << 20,
    });
    const totals = { sent: 0, records: 0, missed: 0, packets: 0 };
    await captureUntil(
      capture,
      async (message) => {
        if (message.kind === 'flows') totals.packets += message.batch.packets;
        if (message.kind !== 'counters') return false;
        totals.records += message.counters.records;
        totals.missed += message.counters.kernelDropped + message.counters.interfaceDropped;
        // While a message is handled nothing is read; a million pairs fill the pipe, then the sums, then the ring.
        if (totals.sent === 0) totals.sent = (await link.send(4000, 1_000_000)).sent;
        return totals.records + totals.missed >= totals.sent;
      },
      30_000,
    );
    expect(totals.missed).toBeGreaterThan(0);
    expect(totals.packets).toBe(totals.records);
    expect(totals.records + totals.missed).toBe(totals.sent);
  });
});

/** Sends so many datagrams to this machine, as fast as it can. */
const sender = `
import socket, sys
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.bind(("127.0.0.1", 9))
payload = bytes(int(sys.argv[2]))
for _ in range(int(sys.argv[1])): link.sendto(payload, ("127.0.0.1", 9))`;

describe.runIf(mayCapture)('a helper that stands still while packets pass on a loopback', () => {
  let networks: TwoNetworks;
  beforeEach(() => {
    networks = new TwoNetworks('overload');
  });
  afterEach(() => networks.close());

  /** What is made of `count` datagrams that are sent while the helper is stopped. */
  async function missing(count: number, bytes: number, filter?: string) {
    const totals = { received: 0, records: 0, dropped: 0, packets: 0, bytes: 0 };
    let pid = 0;
    let isSent = false;
    const capture = new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
      interfaces: ['lo'],
      ...(filter === undefined ? {} : { filter }),
      onStarted: (started) => (pid = started),
    });
    await captureUntil(capture, (message) => {
      if (message.kind === 'flows') {
        totals.packets += message.batch.packets;
        totals.bytes += message.batch.bytes;
      }
      if (message.kind !== 'counters') return false;
      totals.received += message.counters.kernelReceived;
      totals.records += message.counters.records;
      totals.dropped += message.counters.kernelDropped + message.counters.interfaceDropped;
      if (!isSent) {
        process.kill(pid, 'SIGSTOP');
        const command = networks.within(networks.here, 'python3', '-c', sender, String(count), String(bytes));
        execFileSync('ip', command, { stdio: 'pipe' });
        process.kill(pid, 'SIGCONT');
        isSent = true;
      }
      return totals.records + totals.dropped >= count;
    });
    return totals;
  }

  it.each([undefined, 'udp'])('loses each packet once (filter: %s)', async (filter) => {
    const totals = await missing(120_000, 100, filter);
    expect(totals.dropped).toBeGreaterThan(0);
    expect(totals.packets).toBe(totals.records);
    expect(totals).toMatchObject({ received: 120_000, records: 120_000 - totals.dropped });
  });

  it('has room for their beginnings, however long they are', async () => {
    const packets = 1_000;
    expect(await missing(packets, 60_000)).toEqual({
      ...{ received: packets, records: packets, packets, dropped: 0 },
      bytes: packets * 60_028,
    });
  });
});
