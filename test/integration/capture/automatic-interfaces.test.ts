import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { captureUntil, helperThrough, mayCapture } from '../../helpers/pcap-live.ts';
import { CaptureFolder } from '../../helpers/pcap-replay.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const port = 7777;
const payload = 100;
const packetBytes = payload + 28;

/** Sends datagrams to argv[1], argv[2] of them, one each argv[3] milliseconds or as fast as it can. */
const sender = `
  const socket = require('node:dgram').createSocket('udp4');
  const [address, count, pauseMs] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])];
  const send = (left) => left === 0 ? socket.close() : socket.send(Buffer.alloc(${payload}), ${port}, address, () =>
    pauseMs === 0 ? send(left - 1) : setTimeout(send, pauseMs, left - 1));
  send(count);`;

const problemOf = (name: string) => (message: CaptureMessage) =>
  message.kind === 'problem' && message.interface === name;
const openingOf = (name: string) => (message: CaptureMessage) =>
  message.kind === 'opened' && message.interface.name === name;

/** Bytes and packets by interface. */
function sumsOf(messages: readonly CaptureMessage[]): Record<string, [packets: number, bytes: number]> {
  const sums: Record<string, [number, number]> = {};
  for (const message of messages) {
    if (message.kind !== 'flows') continue;
    const { interface: name, packets, bytes } = message.batch;
    const [beforePackets, beforeBytes] = sums[name] ?? [0, 0];
    sums[name] = [beforePackets + packets, beforeBytes + bytes];
  }
  return sums;
}

const sent = (packets: number): [number, number] => [packets, packets * packetBytes];

describe.runIf(mayCapture)('auto', () => {
  const space = `streamchecker-auto-${process.pid}`;
  const other = `${space}-peer`;
  const within = (name: string, ...command: string[]): string[] => ['netns', 'exec', name, ...command];
  const ip = (...args: string[]): void =>
    void execFileSync('ip', within(space, 'ip', ...args), { stdio: 'pipe' });
  const send = (from: string, address: string, count: number, pauseMs = 0): Promise<unknown> =>
    promisify(execFile)(
      'ip',
      within(from, process.execPath, '-e', sender, address, String(count), String(pauseMs)),
    );

  /** veth0 here, 10.99.0.2 at its other end, in a network of its own. */
  const plugIn = (): void => {
    ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1', 'netns', other);
    ip('link', 'set', 'veth0', 'up');
    execFileSync('ip', within(other, 'ip', 'addr', 'add', '10.99.0.2/24', 'dev', 'veth1'));
    execFileSync('ip', within(other, 'ip', 'link', 'set', 'veth1', 'up'));
  };
  const source = (...interfaces: string[]): HelperSource =>
    new HelperSource({
      helperPath: helperThrough(folder, 'ip', ...within(space)),
      interfaces,
      filter: `udp dst port ${port}`,
    });

  /** Captures, taking one step each time the one before came true and a flush has passed. */
  const captureInSteps = (
    capture: HelperSource,
    steps: readonly (readonly [until: (all: readonly CaptureMessage[]) => boolean, then: () => unknown])[],
  ): Promise<CaptureMessage[]> => {
    let step = 0;
    return captureUntil(
      capture,
      async (message, all) => {
        const next = steps[step];
        if (message.kind !== 'flushed' || next?.[0](all) === false) return false;
        if (next === undefined) return true;
        step++;
        await next[1]();
        return step === steps.length;
      },
      30_000,
    );
  };

  beforeEach(() => {
    for (const name of [space, other]) execFileSync('ip', ['netns', 'add', name]);
    ip('link', 'set', 'lo', 'up');
  });
  afterEach(() => {
    for (const name of [space, other]) execFileSync('ip', ['netns', 'delete', name]);
  });

  it('takes up an interface that appears and lets go one that vanishes, and loses nothing of the rest', async () => {
    let background: Promise<unknown> = Promise.resolve();
    let pluggedMs = 0;
    let openedAfterMs = Infinity;
    const messages = await captureInSteps(source('auto'), [
      [
        (all) => all.some(openingOf('lo')),
        () => {
          background = send(space, '127.0.0.1', 2000, 1);
          plugIn();
          pluggedMs = performance.now();
        },
      ],
      [
        (all) => all.some(openingOf('veth0')),
        async () => {
          openedAfterMs = performance.now() - pluggedMs;
          await send(other, '10.99.0.1', 1).catch(() => undefined);
          ip('addr', 'add', '10.99.0.1/24', 'dev', 'veth0');
          await send(other, '10.99.0.1', 300);
        },
      ],
      [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 300, () => ip('link', 'delete', 'veth0')],
      [(all) => all.some(problemOf('veth0')), plugIn],
      [(all) => all.filter(openingOf('veth0')).length === 2, () => background],
      [(all) => (sumsOf(all).lo?.[0] ?? 0) >= 2000, () => undefined],
    ]);
    expect(openedAfterMs).toBeLessThan(2000);
    expect(sumsOf(messages).lo).toEqual(sent(2000));
    expect(messages.filter(({ kind }) => kind === 'problem')).toEqual([
      {
        kind: 'problem',
        problem: { code: 'capture/no-interface', message: 'veth0: the interface is gone', retriable: true },
        interface: 'veth0',
        departed: true,
      },
    ]);
  });

  it('counts what an interface brought just before it vanished', async () => {
    plugIn();
    ip('addr', 'add', '10.99.0.1/24', 'dev', 'veth0');
    const messages = await captureInSteps(source(), [
      [
        (all) => all.some(openingOf('veth0')),
        async () => {
          await send(other, '10.99.0.1', 200);
          ip('link', 'delete', 'veth0');
        },
      ],
      [(all) => all.some(problemOf('veth0')) && (sumsOf(all).veth0?.[0] ?? 0) >= 200, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ veth0: sent(200) });
  });

  it.each([
    ['chosen by auto', ['auto'], { code: 'capture/no-interface' }, { departed: true }],
    ['named', ['lo', 'veth0'], { code: 'capture/failed' }, {}],
  ])(
    'tells that an interface is down, and goes on when it is up again: %s',
    async (_, names, problem, more) => {
      plugIn();
      ip('addr', 'add', '10.99.0.1/24', 'dev', 'veth0');
      const messages = await captureInSteps(source(...names), [
        [(all) => all.some(openingOf('veth0')), () => ip('link', 'set', 'veth0', 'down')],
        [
          (all) => all.some(problemOf('veth0')),
          async () => {
            ip('link', 'set', 'veth0', 'up');
            await send(other, '10.99.0.1', 200, 1);
          },
        ],
        [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 200, () => undefined],
      ]);
      expect(messages.filter(({ kind }) => kind === 'problem')).toMatchObject([
        { problem: { ...problem, message: 'veth0: the interface is down' }, ...more },
      ]);
      expect(messages.filter(openingOf('veth0'))).toHaveLength(2);
      expect(sumsOf(messages)).toEqual({ veth0: sent(200) });
    },
  );

  /** Not every kernel has every kind. */
  const isKnown = (kind: string): boolean => {
    if (!mayCapture) return false;
    try {
      execFileSync('ip', ['netns', 'add', space]);
      ip('link', 'add', 'probe0', 'type', kind);
      return true;
    } catch {
      return false;
    } finally {
      execFileSync('ip', ['netns', 'delete', space]);
    }
  };

  it.each(['bridge', 'bond'].filter(isKnown))(
    'captures on a %s instead of what is enslaved to it',
    async (kind) => {
      plugIn();
      const messages = await captureInSteps(source('auto'), [
        [
          (all) => all.some(openingOf('veth0')),
          () => {
            ip('link', 'add', 'master0', 'type', kind, ...(kind === 'bond' ? ['mode', 'active-backup'] : []));
            ip('addr', 'add', '10.99.0.1/24', 'dev', 'master0');
            if (kind === 'bond') ip('link', 'set', 'veth0', 'down');
            ip('link', 'set', 'veth0', 'master', 'master0');
            ip('link', 'set', 'master0', 'up');
          },
        ],
        [
          (all) => all.some(openingOf('master0')) && all.some(problemOf('veth0')),
          () => send(other, '10.99.0.1', 300, 1),
        ],
        [(all) => (sumsOf(all).master0?.[0] ?? 0) >= 300, () => ip('link', 'set', 'veth0', 'nomaster')],
        [(all) => kind === 'bond' || all.filter(openingOf('veth0')).length === 2, () => undefined],
      ]);
      expect(sumsOf(messages)).toEqual({ master0: sent(300) });
    },
  );

  it('goes through more interfaces than can be captured at once', async () => {
    const names = Array.from({ length: 260 }, (_, i) => `bridge${i}`);
    const batch = (lines: readonly string[]): void =>
      void execFileSync('ip', within(space, 'ip', '-batch', '-'), { input: lines.join('\n') });
    const add = (some: readonly string[]): void =>
      batch(some.flatMap((name) => [`link add ${name} type bridge`, `link set ${name} up`]));
    const capture = new HelperSource({
      helperPath: helperThrough(folder, 'ip', ...within(space)),
      interfaces: ['auto'],
      filter: `udp dst port ${port}`,
      bufferBytes: 65536,
    });
    const openedOf = (all: readonly CaptureMessage[], some: readonly string[]): boolean =>
      some.every((name) => all.some(openingOf(name)));
    const [first, second] = [names.slice(0, 130), names.slice(130)];
    const messages = await captureInSteps(capture, [
      [(all) => all.some(openingOf('lo')), () => add(first)],
      [(all) => openedOf(all, first), () => batch(first.map((name) => `link delete ${name}`))],
      [(all) => first.every((name) => all.some(problemOf(name))), () => add(second)],
      [
        (all) => openedOf(all, second),
        () => {
          ip('addr', 'add', '10.98.0.1/24', 'dev', 'bridge259');
          ip('neigh', 'add', '10.98.0.2', 'lladdr', '02:00:00:00:00:01', 'dev', 'bridge259');
          return send(space, '10.98.0.2', 50);
        },
      ],
      [(all) => (sumsOf(all).bridge259?.[0] ?? 0) >= 50, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ bridge259: sent(50) });
  }, 40_000);
});
