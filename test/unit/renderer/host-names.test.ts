import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { HostNames } from '../../../src-renderer/features/hosts/host-names.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

describe('names of hosts', () => {
  const open = (own: Record<string, string>, isDnsAsked: boolean) => {
    const bridge = new FakeBridge({
      lookUpHosts: (request) =>
        Object.fromEntries(
          (request as { addresses: string[] }).addresses
            .filter((address) => address.startsWith('192.'))
            .map((address) => [address, `host-${address.split('.')[3]!}.example`]),
        ),
    });
    const settings = { 'hosts.names': own, 'hosts.reverseDns': isDnsAsked };
    const names = new HostNames({
      ...createClient(bridge),
      clock: { now: () => epochMs(0) },
      settings: () => settings,
    });
    return { bridge, names };
  };

  test('are the person’s own, and nobody is asked while that is off', async () => {
    const { bridge, names } = open({ '192.0.2.7': 'printer' }, false);
    expect([names.nameOf('192.0.2.7'), names.nameOf('192.0.2.8')]).toEqual(['printer', null]);
    await pause(80);
    expect(bridge.calls).toEqual([]);
  });

  test('are asked for together, once, and come later', async () => {
    const { bridge, names } = open({ '192.0.2.7': 'printer' }, true);
    const seen = (): readonly (string | null)[] =>
      ['192.0.2.7', '192.0.2.8', '10.0.0.1', 'other'].map((address) => names.nameOf(address));
    expect(seen()).toEqual(['printer', null, null, null]);
    await pause(80);
    expect(seen()).toEqual(['printer', 'host-8.example', null, null]);
    await pause(80);
    expect(bridge.calls).toEqual([
      { name: 'lookUpHosts', request: { addresses: ['192.0.2.8', '10.0.0.1'] } },
    ]);
  });

  test('stand for their addresses in a filter', async () => {
    const { names } = open({ '192.0.2.7': 'Printer', '192.0.2.9': 'Printer 2' }, true);
    names.nameOf('192.0.2.8');
    await pause(80);
    expect(names.inAddresses('src:printer 10.0.0.0/8')).toBe('src:printer,192.0.2.7,192.0.2.9 10.0.0.0/8');
    expect(names.inAddresses('host-8')).toBe('host-8,192.0.2.8');
    expect(names.inAddresses('nobody')).toBe('nobody');
  });
});
