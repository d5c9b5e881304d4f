import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import type { LiveOptions } from '../../../src-main/engine/capture/live-source.ts';
import {
  captureInSteps,
  captureUntil,
  helperThrough,
  mayCapture,
  openingOf,
  sumsOf,
} from '../../support/packets/pcap-live.ts';
import { ethernet, etherTypes, ipv4 } from '../../support/packets/pcap-writer.ts';
import { CaptureFolder } from '../../support/packets/pcap-replay.ts';
import { datagramPort, sent, TwoNetworks } from '../../support/packets/two-networks.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

/** To nobody here, by its address; from a host's. */
const foreign = ethernet(etherTypes.ipv4, ipv4({ totalLength: 100, rest: 80 }));
foreign.set([0x02, 0xde, 0xad, 0xbe, 0xef, 0x01, 0x02, 0, 0, 0, 0, 0x01]);
const foreignFilter = 'ip src 192.0.2.1';

describe.runIf(mayCapture)('interfaces upon others', () => {
  let networks: TwoNetworks;
  const ip = (...args: string[]): void => networks.ip(...args);
  const sendForeign = (count: number): Promise<void> =>
    networks.sendFrames(
      networks.there,
      'veth1',
      Array.from({ length: count }, () => foreign),
    );
  const source = (options: Partial<LiveOptions> = {}): HelperSource =>
    new HelperSource({
      clock: systemClock,
      helperPath: helperThrough(folder, 'ip', ...networks.within(networks.here)),
      interfaces: [],
      filter: `udp dst port ${datagramPort}`,
      ...options,
    });

  beforeEach(() => {
    networks = new TwoNetworks('stacked');
    networks.plugIn();
  });
  afterEach(() => networks.close());

  it('that are a bridge show what they forward', async () => {
    const third = new TwoNetworks('stacked-third');
    ip('link', 'add', 'bridge0', 'type', 'bridge');
    ip('link', 'add', 'out0', 'type', 'veth', 'peer', 'name', 'out1');
    ip('link', 'set', 'out1', 'netns', third.here);
    third.ip('addr', 'add', '10.99.0.3/24', 'dev', 'out1');
    third.ip('link', 'set', 'out1', 'up');
    for (const port of ['veth0', 'out0']) ip('link', 'set', port, 'master', 'bridge0');
    for (const device of ['out0', 'bridge0']) ip('link', 'set', device, 'up');
    const messages = await captureInSteps(source(), [
      [(all) => all.some(openingOf('bridge0')), () => networks.send(networks.there, '10.99.0.3', 100)],
      [(all) => (sumsOf(all).bridge0?.[0] ?? 0) >= 100, () => undefined],
    ]);
    third.close();
    expect(sumsOf(messages)).toEqual({ bridge0: sent(100) });
  });

  it('that are a macvlan are left out, and their packets counted below', async () => {
    ip('link', 'add', 'upper0', 'link', 'veth0', 'type', 'macvlan', 'mode', 'bridge');
    ip('addr', 'add', '10.99.0.1/24', 'dev', 'upper0');
    ip('link', 'set', 'upper0', 'up');
    const messages = await captureInSteps(source(), [
      [
        (all) => all.some(openingOf('veth0')),
        async () => {
          await networks.send(networks.there, '10.99.0.1', 200);
          await networks.send(networks.here, '10.99.0.2', 100);
        },
      ],
      [(all) => (sumsOf(all).veth0?.[0] ?? 0) >= 300, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ veth0: sent(300) });
    expect(messages.some(openingOf('upper0'))).toBe(false);
  });

  it.each([
    ['not counted', {}, {}],
    ['counted with the option for it', { promiscuous: true }, { veth0: [50, 5000] }],
  ])('receive what is for other machines: %s', async (_, options, sums) => {
    let flushes = 0;
    const messages = await captureInSteps(
      source({ interfaces: ['veth0'], filter: foreignFilter, ...options }),
      [
        [(all) => all.some(openingOf('veth0')), () => sendForeign(50)],
        [() => ++flushes > 2, () => undefined],
      ],
    );
    expect(sumsOf(messages)).toEqual(sums);
  });

  it('may be named by their alternative names', async () => {
    ip('link', 'property', 'add', 'dev', 'veth0', 'altname', 'the-uplink-of-this-rather-small-machine');
    ip('addr', 'add', '10.99.0.1/24', 'dev', 'veth0');
    const name = 'the-uplink-of-this-rather-small-machine';
    const messages = await captureInSteps(source({ interfaces: [name, 'auto'] }), [
      [(all) => all.some(openingOf(name)), () => networks.send(networks.there, '10.99.0.1', 20)],
      [(all) => (sumsOf(all)[name]?.[0] ?? 0) >= 20, () => undefined],
    ]);
    expect(sumsOf(messages)).toEqual({ [name]: sent(20) });
  });

  it('that are more than can be captured are told of once', async () => {
    const pairs = Array.from({ length: 130 }, (_, i) => i);
    networks.ipBatch(pairs.map((i) => `link add a${i} type veth peer name b${i}`));
    networks.ipBatch(pairs.flatMap((i) => [`link set a${i} up`, `link set b${i} up`]));
    let reports = 0;
    const messages = await captureUntil(
      source(),
      (message) => message.kind === 'flushed' && ++reports === 4,
      60_000,
    );
    expect(messages.filter(({ kind }) => kind === 'opened')).toHaveLength(256);
    expect(messages.filter(({ kind }) => kind === 'problem')).toMatchObject([
      { problem: { message: '6 more interfaces are up than can be captured at once, which are 256' } },
    ]);
  }, 90_000);
});
