import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putOctet, putVarint, varintSize } from '../../../../src-main/engine/log/kafka/byte-writer.ts';

/** A zigzag number as Kafka describes it, in arithmetic without a bound. */
function zigzag(value: number): number[] {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

const { MAX_SAFE_INTEGER, MIN_SAFE_INTEGER } = Number;

describe('a number of seven bits a byte', () => {
  it('is what Kafka describes, of as many bytes as are foreseen', () => {
    const borders = [6, 7, 13, 14, 29, 30, 31, 32, 52].flatMap((bits) => [2 ** bits - 1, 2 ** bits]);
    const value = fc.oneof(
      fc.constantFrom(0, MAX_SAFE_INTEGER, MIN_SAFE_INTEGER, ...borders, ...borders.map((at) => -at)),
      fc.maxSafeInteger(),
      fc.integer(),
    );
    fc.assert(
      fc.property(value, fc.nat(3), (number, at) => {
        const target = new Uint8Array(16);
        const end = putVarint(target, at, number);
        expect([...target.subarray(at, end)]).toEqual(zigzag(number));
        expect(end - at).toBe(varintSize(number));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a number of an address', () => {
  it('is written in digits, each from 0 to 255', () => {
    const all = Array.from({ length: 256 }, (_, octet) => octet);
    const texts = all.map((octet) => {
      const target = Buffer.alloc(8);
      return target.toString('latin1', 2, putOctet(target, 2, octet));
    });
    expect(texts).toEqual(all.map(String));
  });
});
