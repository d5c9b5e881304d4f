import fc from 'fast-check';
import { isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  containsAddress,
  containsNetwork,
  formatAddress,
  formatNetwork,
  type Network,
  packAddress,
  parseNetwork,
} from '../../../src-main/common/address.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';

const ofHex = (hex: string): string =>
  formatAddress(packAddress(Buffer.from(hex.replaceAll(':', ''), 'hex')));

/** Groups of which many are zero: where RFC 5952 has its rules. */
const groups = fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.nat(0xffff)), {
  minLength: 8,
  maxLength: 8,
});
const v6 = groups.map((all) => all.flatMap((group) => [group >> 8, group & 0xff]));
const v4 = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
const address = fc.oneof(v4, v6);

/** RFC 5952 once more, from its text: of all ways to write the address, the one that its rules choose. */
function writtenSlowly(bytes: readonly number[]): string {
  const all = Array.from({ length: 8 }, (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!);
  if (all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff)
    return `::ffff:${bytes.slice(12).join('.')}`;
  for (let length = 8; length >= 2; length--) {
    for (let at = 0; at + length <= 8; at++) {
      if (all.slice(at, at + length).some((group) => group !== 0)) continue;
      const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
      return `${hex(all.slice(0, at))}::${hex(all.slice(at + length))}`;
    }
  }
  return all.map((group) => group.toString(16)).join(':');
}

const number = (bytes: Iterable<number>): bigint =>
  [...bytes].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
const codes = (packed: string): number[] => Array.from(packed, (character) => character.charCodeAt(0));

describe('an address as text', () => {
  it.each([
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0001:0001:0001:0001:0001', '2001:db8:0:1:1:1:1:1'],
    ['2001:0000:0000:0001:0000:0000:0000:0001', '2001:0:0:1::1'],
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['0000:0000:0000:0000:0000:0000:0000:0001', '::1'],
    ['0001:0000:0000:0000:0000:0000:0000:0000', '1::'],
    ['fe80:0000:0000:0000:ABCD:00EF:0000:0000', 'fe80::abcd:ef:0:0'],
    ['0000:0000:0000:0000:0000:ffff:c000:0201', '::ffff:192.0.2.1'],
    ['0000:0000:0000:0000:0000:fffe:c000:0201', '::fffe:c000:201'],
    ['0000:0000:0000:0000:0000:0000:c000:0201', '::c000:201'],
    ['c0000201', '192.0.2.1'],
    ['00000000', '0.0.0.0'],
    ['ffffffff', '255.255.255.255'],
  ])('writes %s as %s', (hex, text) => {
    expect(ofHex(hex)).toBe(text);
  });

  it('follows RFC 5952 for every address', () => {
    fc.assert(
      fc.property(v6, (bytes) => {
        const text = formatAddress(packAddress(bytes));
        expect(text).toBe(writtenSlowly(bytes));
        expect(isIPv6(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back as the same address', () => {
    fc.assert(
      fc.property(address, (bytes) => {
        const packed = packAddress(bytes);
        const network = parseNetwork(formatAddress(packed));
        expect(network).toEqual({ packed, prefixLength: bytes.length * 8 });
        expect(formatNetwork(network)).toBe(formatAddress(packed));
      }),
    );
  });
});

describe('a network', () => {
  const prefixed = address.chain((bytes) => fc.tuple(fc.constant(bytes), fc.nat(bytes.length * 8)));
  const named = ([bytes, prefix]: [number[], number]): string =>
    `${formatAddress(packAddress(bytes))}/${prefix}`;

  it('drops its host bits', () => {
    fc.assert(
      fc.property(prefixed, ([bytes, prefix]) => {
        const hostBits = BigInt(bytes.length * 8 - prefix);
        const { packed, prefixLength } = parseNetwork(named([bytes, prefix]));
        expect(number(codes(packed))).toBe((number(bytes) >> hostBits) << hostBits);
        expect(prefixLength).toBe(prefix);
      }),
    );
  });

  it('is written as it is read', () => {
    expect(formatNetwork(parseNetwork('10.1.2.3/8'))).toBe('10.0.0.0/8');
    expect(formatNetwork(parseNetwork('2001:DB8::1/32'))).toBe('2001:db8::/32');
    expect(formatNetwork(parseNetwork(' 192.0.2.1/32 '))).toBe('192.0.2.1');
    expect(formatNetwork(parseNetwork('0.0.0.0/0'))).toBe('0.0.0.0/0');
  });

  it('may end in an address of IPv4', () => {
    expect(formatNetwork(parseNetwork('::ffff:192.0.2.1'))).toBe('::ffff:192.0.2.1');
    expect(formatNetwork(parseNetwork('::192.0.2.1'))).toBe('::c000:201');
    expect(formatNetwork(parseNetwork('64:ff9b::192.0.2.1/120'))).toBe('64:ff9b::c000:200/120');
  });

  it('holds the addresses that share its prefix', () => {
    /** Two addresses that agree in a random number of leading bits, so that either answer is common. */
    const near = prefixed.chain(([bytes, prefix]) =>
      fc.tuple(fc.constant(bytes), fc.constant(prefix), fc.nat(bytes.length * 8), fc.bigInt(0n, 2n ** 128n)),
    );
    fc.assert(
      fc.property(near, ([bytes, prefix, shared, noise]) => {
        const bits = bytes.length * 8;
        const tail = BigInt(bits - shared);
        const other = ((number(bytes) >> tail) << tail) | (noise & ((1n << tail) - 1n));
        const hex = other.toString(16).padStart(bits / 4, '0');
        const within = number(bytes) >> BigInt(bits - prefix) === other >> BigInt(bits - prefix);
        expect(
          containsAddress(parseNetwork(named([bytes, prefix])), packAddress(Buffer.from(hex, 'hex'))),
        ).toBe(within);
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds no address of the other version', () => {
    const any6: Network = parseNetwork('::/0');
    const any4: Network = parseNetwork('0.0.0.0/0');
    expect(containsAddress(any6, parseNetwork('192.0.2.1').packed)).toBe(false);
    expect(containsAddress(any4, parseNetwork('::').packed)).toBe(false);
    expect(containsAddress(parseNetwork('::ffff:0:0/96'), parseNetwork('::ffff:192.0.2.1').packed)).toBe(
      true,
    );
  });

  it.each([
    ...[
      '',
      '/',
      '/8',
      '1.2.3',
      '1.2.3.4.5',
      '256.0.0.1',
      '1.2.3.4/',
      '1.2.3.4/33',
      '1.2.3.4/-1',
      '1.2.3.4/8/8',
    ],
    ...['1.2.3.4/8.0', '1.2.3.4/255.0.0.0', '::/129', '::1::', '12345::', '::g', 'fe80::1%eth0', '::1%1/64'],
    ...[
      'example.org',
      '0x01020304',
      '16909060',
      '010.0.0.1',
      '::ffff:010.0.0.1',
      '::010.0.0.1',
      '1.2.3.4 /8',
    ],
    ...['10.0.0.0/8,192.0.2.1', '[::1]', '1.2.3.4:80', '１.2.3.4', '1.2.3.4\0'],
  ])('refuses %j', (text) => {
    const read = (): Network => parseNetwork(text);
    expect(read).toThrow(MonitorError);
    expect(read).toThrow(
      expect.objectContaining({ code: 'request/invalid', remedy: expect.any(String) as string }),
    );
  });
});

it('holds a network if it holds all of its addresses', () => {
  const held = (outer: string, inner: string): boolean =>
    containsNetwork(parseNetwork(outer), parseNetwork(inner));
  expect(held('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
  expect(held('10.0.0.0/8', '10.0.0.0/8')).toBe(true);
  expect(held('10.0.0.0/8', '10.1.2.3')).toBe(true);
  expect(held('10.1.0.0/16', '10.0.0.0/8')).toBe(false);
  expect(held('10.0.0.0/8', '11.0.0.0/16')).toBe(false);
  expect(held('0.0.0.0/0', '::/0')).toBe(false);
});
