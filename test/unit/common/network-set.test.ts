import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  containsAddress,
  type Network,
  packAddress,
  type PackedAddress,
  parseNetwork,
} from '../../../src-main/common/address.ts';
import { directionOf } from '../../../src-main/common/direction.ts';
import { disjointNetworks, NetworkSet } from '../../../src-main/common/network-set.ts';

/** Few values for each byte, so that networks hold addresses and overlap. */
const byte = fc.constantFrom(0, 1, 127, 128, 254, 255);
const v4 = fc.array(byte, { minLength: 4, maxLength: 4 });
const v6 = fc.array(byte, { minLength: 16, maxLength: 16 });
const network = (bytes: fc.Arbitrary<number[]>, bits: number): fc.Arbitrary<Network> =>
  fc.tuple(bytes, fc.nat(bits)).map(([all, prefixLength]) => {
    const text = bits === 32 ? all.join('.') : hex(all);
    return parseNetwork(`${text}/${prefixLength}`);
  });
const hex = (bytes: readonly number[]): string =>
  Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! * 256 + bytes[2 * i + 1]!).toString(16)).join(':');
const networks = fc.array(fc.oneof(network(v4, 32), network(v6, 128)), { maxLength: 12 });
const addresses = fc.array(fc.oneof(v4, v6).map(packAddress), { minLength: 1, maxLength: 20 });

const mapped = (address: PackedAddress): PackedAddress =>
  `${'\0'.repeat(10)}\xff\xff${address}` as PackedAddress;
const packed = (text: string): PackedAddress => parseNetwork(text).packed;

describe('a set of networks', () => {
  it('has the addresses that one of its networks has, whatever overlaps', () => {
    fc.assert(
      fc.property(networks, addresses, (all, some) => {
        const set = new NetworkSet(all);
        for (const address of some) {
          const isMapped = address.startsWith('\0\0\0\0\0\0\0\0\0\0\xff\xff');
          fc.pre(!isMapped);
          expect(set.has(address)).toBe(all.some((one) => containsAddress(one, address)));
        }
      }),
    );
  });

  it('has a mapped address as the IPv4 address that it stands for', () => {
    fc.assert(
      fc.property(fc.array(network(v4, 32), { maxLength: 8 }), v4.map(packAddress), (all, address) => {
        const set = new NetworkSet(all);
        expect(set.has(mapped(address))).toBe(set.has(address));
      }),
    );
    const set = new NetworkSet([parseNetwork('::ffff:192.0.2.0/120')]);
    expect(set.has(packed('192.0.2.7'))).toBe(true);
    expect(set.has(packed('192.0.3.7'))).toBe(false);
  });

  it('has exactly the addresses that one of its networks has, where mapped ones are told apart', () => {
    fc.assert(
      fc.property(networks, addresses, (all, some) => {
        const set = new NetworkSet(all, true);
        for (const address of [...some, ...some.filter(({ length }) => length === 4).map(mapped)])
          expect(set.has(address)).toBe(all.some((one) => containsAddress(one, address)));
      }),
    );
  });

  it('is left with networks that hold each address once', () => {
    fc.assert(
      fc.property(networks, addresses, (all, some) => {
        const few = disjointNetworks(all);
        for (const address of some) {
          const count = few.filter((one) => containsAddress(one, address)).length;
          expect(count).toBe(all.some((one) => containsAddress(one, address)) ? 1 : 0);
        }
      }),
    );
  });
});

describe('the direction of a pair', () => {
  const home = new NetworkSet(['10.0.0.0/8', '10.1.0.0/16', 'fd00::/8'].map(parseNetwork));

  it.each([
    ['10.0.0.1', '192.0.2.1', 'out'],
    ['192.0.2.1', '10.1.2.3', 'in'],
    ['10.0.0.1', '10.1.2.3', 'local'],
    ['192.0.2.1', '198.51.100.1', 'passing'],
    ['fd00::1', '2001:db8::1', 'out'],
    ['2001:db8::1', 'fdff::1', 'in'],
    ['::ffff:10.0.0.1', '::ffff:192.0.2.1', 'out'],
  ])('of %s to %s is %s', (source, destination, direction) => {
    expect(directionOf(home, packed(source), packed(destination))).toBe(direction);
  });

  it('is turned round with the pair', () => {
    const turned = { in: 'out', out: 'in', local: 'local', passing: 'passing' } as const;
    fc.assert(
      fc.property(networks, addresses, (all, some) => {
        const set = new NetworkSet(all);
        for (const source of some)
          for (const destination of some)
            expect(directionOf(set, destination, source)).toBe(turned[directionOf(set, source, destination)]);
      }),
    );
  });
});
