import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import type { LiveOptions } from '../../../src-main/engine/capture/live-source.ts';
import { captureUntil, helperThrough, mayCapture, opened } from '../../support/packets/pcap-live.ts';
import { CaptureFolder, collect, totalsOf } from '../../support/packets/pcap-replay.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const source = (options: Partial<LiveOptions> & { helperPath?: string }): HelperSource =>
  new HelperSource({ clock: systemClock, helperPath: findHelper(), interfaces: ['lo'], ...options });

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function bound(type: 'udp4' | 'udp6', address: string, port = 0): Promise<Socket> {
  const socket = createSocket(type);
  sockets.push(socket);
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket;
}

const sendTo = (from: Socket, to: Socket, length: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const { port, address } = to.address();
    from.send(Buffer.alloc(length), port, address, (error) => (error ? reject(error) : resolve()));
  });

const recordsOf = (messages: readonly CaptureMessage[]): number => totalsOf(messages).ip;
const hexOf = (address: string): string => Buffer.from(address.split('.').map(Number)).toString('hex');

/** Sums by pair over all intervals. */
function pairsOf(messages: readonly CaptureMessage[]): Record<string, [bytes: bigint, packets: bigint]> {
  const pairs: Record<string, [bigint, bigint]> = {};
  for (const [key, { bytes, packets }] of totalsOf(messages).flows) {
    const pair = key.slice(key.indexOf(' ') + 1);
    const sum = pairs[pair] ?? [0n, 0n];
    pairs[pair] = [sum[0] + bytes, sum[1] + packets];
  }
  return pairs;
}

describe.runIf(mayCapture)('a live capture', () => {
  it('counts what is sent over lo, to the byte', async () => {
    const receiver = await bound('udp4', '127.0.0.1');
    const { port } = receiver.address();
    const receiver6 = await bound('udp6', '::1', port);
    const senders = [await bound('udp4', '127.0.0.1'), await bound('udp4', '127.0.0.2')];
    const sender6 = await bound('udp6', '::1');
    const send = async (): Promise<void> => {
      for (let i = 0; i < 500; i++) {
        for (const sender of senders) await sendTo(sender, receiver, i);
        await sendTo(sender6, receiver6, 2 * i);
      }
    };
    const capture = source({ filter: `udp port ${port}` });
    const messages = await captureUntil(capture, async (message, all) => {
      if (opened(message)) await send();
      return message.kind === 'flushed' && recordsOf(all) >= 1500;
    });
    const payload = (499n * 500n) / 2n;
    const loopback6 = '00000000000000000000000000000001';
    expect(pairsOf(messages)).toEqual({
      [`${hexOf('127.0.0.1')} ${hexOf('127.0.0.1')}`]: [payload + 500n * 28n, 500n],
      [`${hexOf('127.0.0.2')} ${hexOf('127.0.0.1')}`]: [payload + 500n * 28n, 500n],
      [`${loopback6} ${loopback6}`]: [2n * payload + 500n * 48n, 500n],
    });
    expect(totalsOf(messages)).toMatchObject({ records: 1500, ip: 1500 });
  });

  it('counts what was sent just before its end', async () => {
    const receiver = await bound('udp4', '127.0.0.1');
    const sender = await bound('udp4', '127.0.0.1');
    const capture = source({ filter: `udp port ${receiver.address().port}` });
    const messages = await captureUntil(capture, async (message) => {
      if (message.kind !== 'flushed') return false;
      for (let i = 0; i < 100; i++) await sendTo(sender, receiver, 100);
      return true;
    });
    expect(recordsOf(messages)).toBe(100);
  });

  it('flushes and reports on an idle link', async () => {
    const startedMs = performance.now();
    const messages = await captureUntil(source({ filter: 'udp port 9' }), (_, all) => {
      return all.filter(({ kind }) => kind === 'flushed').length === 4;
    });
    // Half a second each at first, then two.
    expect(performance.now() - startedMs).toBeLessThan(7000);
    expect(messages).toContainEqual(
      expect.objectContaining({
        kind: 'counters',
        counters: expect.objectContaining({ interface: 'lo', records: 0 }) as unknown,
      }),
    );
  });

  it('goes on after its helper was killed, and says so', async () => {
    const receiver = await bound('udp4', '127.0.0.1');
    const sender = await bound('udp4', '127.0.0.1');
    const pids: number[] = [];
    const capture = source({
      filter: `udp port ${receiver.address().port}`,
      onStarted: (pid) => pids.push(pid),
    });
    const messages = await captureUntil(capture, async (message, all) => {
      if (opened(message) && pids.length === 1) process.kill(pids[0] ?? 0, 'SIGKILL');
      if (opened(message) && pids.length === 2) await sendTo(sender, receiver, 100);
      return recordsOf(all) === 1;
    });
    expect(pids).toHaveLength(2);
    expect(pairsOf(messages)).toEqual({ '7f000001 7f000001': [128n, 1n] });
    expect(messages.find(({ kind }) => kind === 'problem')).toMatchObject({
      problem: { code: 'capture/failed', message: 'The capture helper ended unexpectedly by signal SIGKILL' },
    });
  });

  it('ends within 2 s, even with a helper that hangs', async () => {
    let helper = 0;
    let abortedMs = 0;
    await captureUntil(source({ onStarted: (pid) => (helper = pid) }), (message) => {
      if (!opened(message)) return false;
      process.kill(helper, 'SIGSTOP');
      abortedMs = performance.now();
      return true;
    });
    expect(performance.now() - abortedMs).toBeLessThan(2000);
    expect(() => process.kill(helper, 0)).toThrow('ESRCH');
  });

  it('ends when the reader leaves', async () => {
    let helper = 0;
    const capture = source({ onStarted: (pid) => (helper = pid) });
    for await (const message of capture.messages(new AbortController().signal)) if (opened(message)) break;
    expect(() => process.kill(helper, 0)).toThrow('ESRCH');
  });

  it('never starts when it is aborted before', async () => {
    expect(await collect(source({}), AbortSignal.abort())).toEqual([]);
  });

  it('refuses a bad filter, with an example of a good one', async () => {
    await expect(collect(source({ filter: 'port (' }))).rejects.toMatchObject({
      code: 'capture/bad-filter',
      message: expect.stringContaining('"port ("') as unknown,
      remedy: expect.stringContaining('udp port 53') as unknown,
    });
  });

  it('refuses an unknown interface, though the other one exists', async () => {
    await expect(collect(source({ interfaces: ['lo', 'nonesuch0'] }))).rejects.toMatchObject({
      code: 'capture/no-interface',
      remedy: expect.stringContaining('lo') as unknown,
    });
  });

  it('tells an unprivileged user how to capture', async () => {
    const helperPath = helperThrough(folder, 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups');
    await expect(collect(source({ helperPath }))).rejects.toMatchObject({
      code: 'capture/not-permitted',
      message: 'May not capture on lo',
      remedy: expect.stringContaining(`sudo setcap cap_net_raw+ep ${helperPath}`) as unknown,
      retriable: false,
    });
  });

  it.each([
    ['lo', ['lo']],
    ['any interface', ['auto']],
    ['any interface', ['lo', 'auto']],
  ])('tells with one sentence that nothing may be captured: %s', async (named, interfaces) => {
    const helperPath = helperThrough(folder, 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups');
    await expect(collect(source({ helperPath, interfaces }))).rejects.toMatchObject({
      message: `May not capture on ${named}`,
    });
  });

  it('gives up a helper that can’t even speak', async () => {
    const helperPath = folder.write(
      Buffer.from('#!/bin/sh\n[ "$1" = --list ] && echo \'[{"name":"lo"}]\' || exit 127\n'),
    );
    chmodSync(helperPath, 0o755);
    const messages: CaptureMessage[] = [];
    const capture = async (): Promise<void> => {
      for await (const message of source({ helperPath }).messages(new AbortController().signal))
        messages.push(message);
    };
    await expect(capture()).rejects.toMatchObject({ code: 'capture/failed' });
    expect(messages).toHaveLength(4);
  });
});

describe.runIf(mayCapture)('the helper itself', () => {
  it('leaves within 1 s when its stdin is closed', async () => {
    const helper = spawn(findHelper(), ['--interface', 'lo'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(helper.stdout, 'data');
    helper.stdout.resume();
    const closedMs = performance.now();
    helper.stdin.end();
    expect(await once(helper, 'exit')).toEqual([0, null]);
    expect(performance.now() - closedMs).toBeLessThan(1000);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)('ends cleanly on %s', async (signal) => {
    const helper = spawn(findHelper(), ['--interface', 'lo'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(helper.stdout, 'data');
    helper.stdout.resume();
    helper.kill(signal);
    expect(await once(helper, 'exit')).toEqual([0, null]);
  });

  it('leaves when nobody reads it any more', async () => {
    const helper = spawn(findHelper(), ['--interface', 'lo'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(helper.stdout, 'data');
    helper.stdout.destroy();
    const [code] = (await once(helper, 'exit')) as [number];
    expect(code).toBe(1);
  });

  it.each([
    [[]],
    [['--interface', 'lo', '--read', 'x']],
    [['--interface', 'lo', '--interval-ms', '0']],
    [['--interface', 'lo', '--flush-ms', '1e3']],
    [['--nonesuch']],
    [['--interface']],
    [['--list', 'more']],
  ])('refuses wrong usage in one line: %j', async (args) => {
    const helper = spawn(findHelper(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    helper.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    expect(await once(helper, 'close')).toEqual([2, null]);
    expect(said).toMatch(/^streamchecker-capture: .+; usage: .+\n$/);
  });
});
