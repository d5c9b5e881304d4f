import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import {
  captureInSteps,
  helperThrough,
  mayCapture,
  openingOf,
  sumsOf,
} from '../../support/packets/pcap-live.ts';
import { CaptureFolder } from '../../support/packets/pcap-replay.ts';
import { datagramPort, sent, TwoNetworks } from '../../support/packets/two-networks.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const problemOf = (name: string) => (message: CaptureMessage) =>
  message.kind === 'problem' && message.interface === name;
describe.runIf(mayCapture)('auto', () => {
  let networks: TwoNetworks;
  const ip = (...args: string[]): void => networks.ip(...args);
  const plugIn = (): void => networks.plugIn();
  const fromHere = (address: string, count: number, pauseMs = 0): Promise<void> =>
    networks.send(networks.here, address, count, pauseMs);
  const fromThere = (count: number, pauseMs = 0): Promise<void> =>
    networks.send(networks.there, '10.99.0.1', count, pauseMs);
  const source = (...interfaces: string[]): HelperSource =>
    new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
      interfaces,
      filter: `udp dst port ${datagramPort}`,
    });

  beforeEach(() => {
    networks = new TwoNetworks('auto');
  });
  afterEach(() => networks.close());

  it('takes up an interface that appears and lets go one that vanishes, and loses nothing of the rest', async () => {
    let background: Promise<unknown> = Promise.resolve();
    let pluggedMs = 0;
    let openedAfterMs = Infinity;
    const messages = await captureInSteps(source('auto'), [
      [
        (all) => all.some(openingOf('lo')),
        () => {
          background = fromHere('127.0.0.1', 2000, 1);
          plugIn();
          pluggedMs = performance.now();
        },
      ],
      [
        (all) => all.some(openingOf('veth0')),
        async () => {
          openedAfterMs = performance.now() - pluggedMs;
          await fromThere(1).catch(() => undefined);
          ip('addr', 'add', '10.99.0.1/24', 'dev', 'veth0');
          await fromThere(300);
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
          await fromThere(200);
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
      let downMs = 0;
      let toldAfterMs = Infinity;
      const messages = await captureInSteps(source(...names), [
        [
          (all) => all.some(openingOf('veth0')),
          () => {
            ip('link', 'set', 'veth0', 'down');
            downMs = performance.now();
          },
        ],
        [
          (all) => all.some(problemOf('veth0')),
          async () => {
            toldAfterMs = performance.now() - downMs;
            ip('link', 'set', 'veth0', 'up');
            await fromThere(200, 1);
          },
        ],
        [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 200, () => undefined],
      ]);
      expect(toldAfterMs).toBeLessThan(2000);
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
      execFileSync('unshare', ['--net', 'ip', 'link', 'add', 'probe0', 'type', kind], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
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
        [(all) => all.some(openingOf('master0')) && all.some(problemOf('veth0')), () => fromThere(300, 1)],
        [(all) => (sumsOf(all).master0?.[0] ?? 0) >= 300, () => ip('link', 'set', 'veth0', 'nomaster')],
        [(all) => kind === 'bond' || all.filter(openingOf('veth0')).length === 2, () => undefined],
      ]);
      expect(sumsOf(messages)).toEqual({ master0: sent(300) });
    },
  );

  it('goes through more interfaces than can be captured at once', async () => {
    const names = Array.from({ length: 260 }, (_, i) => `bridge${i}`);
    const batch = (lines: readonly string[]): void => networks.ipBatch(lines);
    const add = (some: readonly string[]): void =>
      batch(some.flatMap((name) => [`link add ${name} type bridge`, `link set ${name} up`]));
    const capture = new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
      interfaces: ['auto'],
      filter: `udp dst port ${datagramPort}`,
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
          return fromHere('10.98.0.2', 50);
        },
      ],
      [(all) => (sumsOf(all).bridge259?.[0] ?? 0) >= 50, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ bridge259: sent(50) });
  }, 40_000);
});
