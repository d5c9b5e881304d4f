import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import {
  captureInSteps,
  helperThrough,
  mayCapture,
  openingOf,
  sumsOf,
} from '../../support/packets/pcap-live.ts';
import { ethernet, etherTypes, ipv4, ipv6, tagged } from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, totalsOf } from '../../support/packets/pcap-replay.ts';
import { datagramPort, sent, TwoNetworks } from '../../support/packets/two-networks.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe.runIf(mayCapture)('traffic between two networks', () => {
  let networks: TwoNetworks;
  beforeEach(() => {
    networks = new TwoNetworks('crossing');
    networks.plugIn();
  });
  afterEach(() => networks.close());

  const source = (name: string, filter = `udp dst port ${datagramPort}`, promiscuous = false): HelperSource =>
    new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
      interfaces: [name],
      filter,
      promiscuous,
    });
  const addAddress = (address: string, device = 'veth0'): void =>
    networks.ip('addr', 'add', `${address}/24`, 'dev', device);
  const arriving = (count: number, address = '10.99.0.1'): Promise<void> =>
    networks.send(networks.there, address, count);
  const leaving = (count: number): Promise<void> => networks.send(networks.here, '10.99.0.2', count);

  it('is counted once in each direction', async () => {
    addAddress('10.99.0.1');
    const messages = await captureInSteps(source('auto'), [
      [
        (all) => all.some(openingOf('veth0')),
        async () => {
          await arriving(200);
          await leaving(100);
        },
      ],
      [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 300, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ veth0: sent(300) });
  });

  it('is counted once in each direction, through a bridge', async () => {
    networks.ip('link', 'add', 'bridge0', 'type', 'bridge');
    networks.ip('link', 'set', 'veth0', 'master', 'bridge0');
    networks.ip('link', 'set', 'bridge0', 'up');
    addAddress('10.99.0.1', 'bridge0');
    const messages = await captureInSteps(source('auto'), [
      [
        (all) => all.some(openingOf('bridge0')),
        async () => {
          await arriving(200);
          await leaving(100);
        },
      ],
      [(all) => (sumsOf(all).bridge0?.[0] ?? 0) >= 300, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ bridge0: sent(300) });
    expect(messages.some(openingOf('veth0'))).toBe(false);
  });

  it('is counted on, when the address of an interface changes', async () => {
    addAddress('10.99.0.1');
    const messages = await captureInSteps(source('auto'), [
      [(all) => all.some(openingOf('veth0')), () => arriving(100)],
      [
        (all) => (sumsOf(all).veth0?.[0] ?? 0) >= 100,
        async () => {
          networks.ip('addr', 'del', '10.99.0.1/24', 'dev', 'veth0');
          addAddress('10.99.0.9');
          await arriving(100, '10.99.0.9');
        },
      ],
      [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 200, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ veth0: sent(200) });
    expect(messages.filter(({ kind }) => kind === 'problem')).toEqual([]);
  });

  const pairsOf = (messages: Parameters<typeof totalsOf>[0]): [string, number][] =>
    [...totalsOf(messages).flows]
      .map(([key, { bytes }]): [string, number] => [key.split(' ')[1]!, Number(bytes)])
      .filter(([address]) => address.startsWith('c00002') || address.startsWith('20010db8'))
      .sort();

  it('needs no address on the interface', async () => {
    const frame = ethernet(etherTypes.ipv4, ipv4({ totalLength: 300, rest: 280 }));
    const messages = await captureInSteps(source('veth0', 'ip', true), [
      [() => true, () => networks.sendFrames(networks.there, 'veth1', [frame])],
      [(all) => pairsOf(all).length > 0, () => undefined],
    ]);
    expect(pairsOf(messages)).toEqual([['c0000201', 300]]);
  });

  it.each([false, true])(
    'leaves the interface as it is, unless it is told otherwise (promiscuous: %s)',
    async (promiscuous) => {
      const capture = new HelperSource({
        clock: systemClock,
        helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
        interfaces: ['veth0'],
        promiscuous,
      });
      const shown = (): string => {
        const command = networks.within(networks.here, 'ip', '-details', 'link', 'show', 'veth0');
        return /promiscuity \d+/.exec(execFileSync('ip', command, { encoding: 'utf8' }))![0];
      };
      let meanwhile = '';
      await captureInSteps(capture, [[(all) => all.some(openingOf('veth0')), () => (meanwhile = shown())]]);
      expect([meanwhile, shown()]).toEqual([`promiscuity ${Number(promiscuous)}`, 'promiscuity 0']);
    },
  );

  /** Without a length of their own: what is on the wire behind the link header counts, and tags are part of that. */
  const unsized = (source: number, rest: number): Buffer =>
    ipv4({ source: `192.0.2.${source}`, totalLength: 0, rest });
  const { ipv4: v4, ipv6: v6 } = etherTypes;
  const tags = (first: number): Buffer[] => [
    ethernet(v4, unsized(first, 100)),
    ethernet(0x8100, tagged([v4], unsized(first + 1, 200))),
    ethernet(0x88a8, tagged([0x8100, v4], unsized(first + 2, 300))),
    ethernet(0x8100, tagged([0x8100, 0x8100, v4], unsized(first + 3, 400))),
    ethernet(0x8100, tagged([v4], ipv4({ source: `192.0.2.${first + 4}`, totalLength: 77, rest: 600 }))),
    ethernet(0x8100, tagged([v6], ipv6({ source: first, payloadLength: 0, nextHeader: 6, rest: 500 }))),
  ];
  const sumsOfTags = (first: number): [string, number][] => [
    ...[120, 220, 320, 420, 77].map((bytes, i): [string, number] => [
      `c00002${(first + i).toString(16).padStart(2, '0')}`,
      bytes,
    ]),
    [`20010db80000000000000000000000${first.toString(16).padStart(2, '0')}`, 540],
  ];

  it.each([
    ['arriving, where the kernel takes the outer tag off', () => networks.there, 'veth1', 16],
    ['leaving', () => networks.here, 'veth0', 32],
  ])('is counted by its length without tags: %s', async (_, from, device, first) => {
    const messages = await captureInSteps(source('veth0', 'not icmp6 and not arp', true), [
      [() => true, () => networks.sendFrames(from(), device, tags(first))],
      [(all) => pairsOf(all).length >= 6, () => undefined],
    ]);
    expect(pairsOf(messages)).toEqual(sumsOfTags(first).sort());
  });
});
