import { describe, expect, it } from 'vitest';
import { addressesIn } from '../../../src-renderer/addresses-in.ts';

const found = (text: string): string[] =>
  addressesIn(text).flatMap(({ network }) => (network === null ? [] : [network]));

describe('the addresses in a text', () => {
  it.each([
    ['from 192.0.2.1 to 10.0.0.0/8', ['192.0.2.1', '10.0.0.0/8']],
    ['Printer (192.0.2.7) is muted.', ['192.0.2.7']],
    ['It is 2001:DB8::1.', ['2001:db8::1']],
    ['::1 and fe80::', ['::1', 'fe80::']],
    ['10.1.2.3/8', ['10.0.0.0/8']],
    ['192.0.2.1, 192.0.2.2: both', ['192.0.2.1', '192.0.2.2']],
    // None of these is one.
    ['08:15:42, 12.5 MiB, 1.2.3.4.5, 999.0.0.1, v1.2.3.4', []],
    ['192.0.2.1/99 postgres://10.0.0.1/db x10.0.0.1', []],
    ['', []],
  ])('are found in "%s"', (text, networks) => {
    expect(found(text)).toEqual(networks);
    expect(
      addressesIn(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
