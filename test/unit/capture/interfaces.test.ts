import { describe, expect, it } from 'vitest';
import { type NetworkInterface, resolveInterfaces } from '../../../src-main/engine/capture/interfaces.ts';

const named = (name: string, more: Partial<NetworkInterface> = {}): NetworkInterface => ({
  ...{ name, description: '', up: true, running: true, loopback: false },
  ...{ master: null, masterKind: null, addresses: [] },
  ...more,
});

const available = [
  named('eth0'),
  named('lo', { loopback: true }),
  named('eth1', { up: false }),
  named('br0'),
  named('eth2', { master: 'br0', masterKind: 'bridge' }),
  named('eth3', { master: 'bond0', masterKind: 'bond' }),
  named('eth4', { master: 'team0', masterKind: 'team' }),
  named('eth5', { master: 'vrf0', masterKind: 'other' }),
];

describe('the interfaces to capture on', () => {
  it('are, for auto, those that are up and not enslaved to a bridge, bond or team', () => {
    expect(resolveInterfaces(['auto'], available)).toEqual(['eth0', 'lo', 'br0', 'eth5']);
  });

  it('are the automatic ones where nothing is wanted', () => {
    expect(resolveInterfaces([], available)).toEqual(resolveInterfaces(['auto'], available));
  });

  it('are the named ones, enslaved or not, each once', () => {
    expect(resolveInterfaces(['eth2', 'lo', 'eth2'], available)).toEqual(['eth2', 'lo']);
  });

  it('name those that exist when one does not', () => {
    expect(() => resolveInterfaces(['lo', 'wlan7'], [named('eth0'), named('lo')])).toThrow(
      expect.objectContaining({
        code: 'capture/no-interface',
        message: 'There is no interface named "wlan7"',
        remedy: 'Choose among eth0, lo, or auto',
      }),
    );
  });

  it('can be none', () => {
    expect(() => resolveInterfaces(['auto'], [named('eth1', { up: false })])).toThrow(
      expect.objectContaining({ code: 'capture/no-interface', retriable: true }),
    );
  });
});
