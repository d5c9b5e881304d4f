import { describe, expect, it } from 'vitest';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { parseNetwork } from '../../../src-main/common/address.ts';
import { ScopeMatter } from '../../../src-main/engine/history/scope-rules.ts';
import { TrafficScope } from '../../../src-main/engine/history/scope-sums.ts';
import { ofAgent, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';

const networks = new NamedNetworks({
  ...{ home: ['10.0.0.0/8'], homeName: 'auto' },
  groups: { office: ['10.1.0.0/16', '2001:db8::/32'] },
});
const of = (host: string, peer: string | null = null): ScopeMatter =>
  new ScopeMatter({ host, peer }, networks);

it('tells an IPv4-mapped address from its IPv4 address in a group as in a network, and as limits do', () => {
  const [network, other] = ['192.0.2.0/24', '10.1.0.0/16'].map(parseNetwork);
  const mapped = parseNetwork('::ffff:192.0.2.7').packed;
  for (const networks of [[network!], [network!, other!]]) {
    const scope = new TrafficScope(networks, null);
    expect([scope.isHost(parseNetwork('192.0.2.7').packed), scope.isHost(mapped)]).toEqual([true, false]);
  }
  const group = new TrafficScope([other!, parseNetwork('::ffff:192.0.2.7')], null);
  expect([group.isHost(parseNetwork('192.0.2.7').packed), group.isHost(mapped)]).toEqual([false, true]);
});

describe('what is about a host, a network or a pair', () => {
  it.each([
    ['10.1.0.7', '10.1.0.7', null, true],
    ['10.1.0.7', null, '10.1.0.7', true],
    ['10.1.0.7', '10.0.0.0/8', '192.0.2.1', true],
    ['10.1.0.7', '@office', null, true],
    ['2001:db8::9', '@office', null, true],
    ['10.2.0.7', '@office', null, false],
    ['10.2.0.7', '@nobody', null, false],
    ['10.1.0.0/16', '10.1.0.7', null, true],
    ['@office', '10.1.0.7', null, true],
    // All traffic is about no host in particular.
    ['10.1.0.7', null, null, false],
    ['10.1.0.7', '10.1.0.8', '192.0.2.1', false],
    ['10.1.0.7', '::/0', null, false],
  ])('tells of %s whether it is in a limit from %s to %s', (host, source, destination, isAbout) => {
    expect(of(host).isAbout({ source, destination })).toBe(isAbout);
  });

  it.each([
    ['10.1.0.7', '192.0.2.1', true],
    ['192.0.2.1', '10.1.0.7', true],
    ['10.1.0.7', null, true],
    [null, '10.1.0.7', true],
    ['10.1.0.7', '192.0.2.2', false],
    ['10.1.0.7', '10.1.0.7', false],
  ])(
    'tells of a pair, in either direction, whether it is in one from %s to %s',
    (source, destination, isAbout) => {
      expect(of('10.1.0.7', '192.0.2.1').isAbout({ source, destination })).toBe(isAbout);
    },
  );

  it('takes alerts of its limits, and those of which it is in one of the pairs', () => {
    const pair = { source: '10.1.0.7', destination: '192.0.2.1', bytes: 1, packets: 1 };
    const folded = { source: 'other', destination: 'other', bytes: 1, packets: 1 };
    const all = ofLimit(limitOf('max', 1));
    const own = ofLimit({ ...limitOf('max', 1), source: '10.1.0.7' });
    expect(of('10.1.0.7').isIn({ subject: own, topPairs: [] })).toBe(true);
    expect(of('10.1.0.7').isIn({ subject: all, topPairs: [folded, pair] })).toBe(true);
    expect(of('10.1.0.8').isIn({ subject: all, topPairs: [folded, pair] })).toBe(false);
    expect(of('10.1.0.7').isIn({ subject: ofAgent('10.1.0.7'), topPairs: [] })).toBe(false);
  });

  it('refuses what is neither an address, nor a network, nor a group that there is', () => {
    expect(() => of('nonsense')).toThrow('"nonsense" is not an IP address or network');
    expect(() => of('@nobody')).toThrow('There is no group of networks @nobody');
  });
});
