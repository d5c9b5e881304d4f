import { execFileSync } from 'node:child_process';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';

const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });
const name = (part: string): string => `sc${process.pid}${part}`;
const [left, right] = [name('a'), name('b')];

/** Sends datagrams of known lengths from within a namespace. */
const sender = `
import { createSocket } from 'node:dgram';
const [, , address, count, size] = process.argv;
const socket = createSocket('udp4');
let left = Number(count);
const next = () => (left-- > 0 ? socket.send(Buffer.alloc(Number(size)), 9999, address, next) : socket.close());
next();
`;

describe.runIf(mayCapture)('monitor between two network namespaces', () => {
  beforeAll(() => {
    for (const namespace of [left, right]) ip('netns', 'add', namespace);
    ip('link', 'add', 'va', 'netns', left, 'type', 'veth', 'peer', 'name', 'vb', 'netns', right);
    for (const [namespace, device, address] of [
      [left, 'va', '10.77.0.1/24'],
      [right, 'vb', '10.77.0.2/24'],
    ] as const) {
      ip('-n', namespace, 'addr', 'add', address, 'dev', device);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      ip('-n', namespace, 'link', 'set', device, 'up');
    }
  });

  afterAll(() => {
    for (const namespace of [left, right]) ip('netns', 'delete', namespace);
  });

  it('sums what crossed a veth pair, to the byte, with auto interfaces', async () => {
    using folder = new TemporaryFolder();
    const run = new CommandLine(
      [
        ...['monitor', '--filter', 'udp port 9999', '--window', '60s', '--data-dir', folder.file('data')],
        ...['--format', 'json', '--pairs', 'all'],
      ],
      { command: ['ip', 'netns', 'exec', right] },
    );
    await untilCapturing(run);
    const script = folder.file('sender.mjs');
    writeFileSync(script, sender);
    const send = (count: number, size: number): void =>
      void execFileSync('ip', [
        'netns',
        'exec',
        left,
        process.execPath,
        script,
        '10.77.0.2',
        String(count),
        String(size),
      ]);
    send(2_000, 100);
    send(500, 1_400);
    run.kill('SIGINT');
    expect(await run.end(), run.errors).toBe(0);
    // Packets above the MTU would be fragments with a header each; 1,400 + 28 stays below 1,500.
    const bytes = 2_000 * 128 + 500 * 1_428;
    const windows = run.windows();
    expect(windows.reduce((total, window) => total + window.bytes, 0)).toBe(bytes);
    const pairs = new Set(
      windows.flatMap((window) => window.pairs.map((p) => `${p.source} ${p.destination}`)),
    );
    expect(pairs).toEqual(new Set(['10.77.0.1 10.77.0.2']));
  });

  it('counts what an overloaded ring lost: captured and missed together are what was sent', async () => {
    using folder = new TemporaryFolder();
    const script = folder.file('sender.mjs');
    writeFileSync(script, sender);
    const helper = folder.file('helper.sh');
    writeFileSync(helper, `#!/bin/sh\nexec ip netns exec ${right} ${findHelper()} "$@"\n`, { mode: 0o755 });
    let pid = 0;
    const source = new HelperSource({
      clock: systemClock,
      helperPath: helper,
      interfaces: ['vb'],
      filter: 'udp port 9999',
      bufferBytes: 1 << 20,
      onStarted: (started) => (pid = started),
    });
    const stopping = new AbortController();
    const totals = { records: 0, missed: 0, packets: 0 };
    let sent = 0;
    for await (const message of source.messages(stopping.signal)) {
      if (message.kind === 'flows') totals.packets += message.batch.packets;
      if (message.kind !== 'counters') continue;
      totals.records += message.counters.records;
      totals.missed += message.counters.kernelDropped + message.counters.interfaceDropped;
      if (sent > 0) {
        if (totals.records + totals.missed >= sent) stopping.abort();
        continue;
      }
      process.kill(pid, 'SIGSTOP');
      sent = 30_000;
      execFileSync('ip', [
        'netns',
        'exec',
        left,
        process.execPath,
        script,
        '10.77.0.2',
        String(sent),
        '1000',
      ]);
      process.kill(pid, 'SIGCONT');
    }
    expect(totals.missed).toBeGreaterThan(0);
    expect(totals.packets).toBe(totals.records);
    expect(totals.records + totals.missed).toBe(sent);
  });
});
