/**
 * Writes bytes of a text, from one place to before another; gives back the place behind them. Short texts are copied
 * sooner so than by a call.
 */
export function putBytes(
  target: Uint8Array,
  at: number,
  text: Uint8Array,
  from = 0,
  to = text.length,
): number {
  for (let i = from; i < to; i++) target[at + i - from] = text[i]!;
  return at + to - from;
}

/** How many digits a whole number from 0 to 2^53 − 1 has. */
export function digitsOf(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  return digits;
}

/** So many digits fit into 31 bits. */
const quickDigits = 9;
const quickBound = 1e9;

/** Writes a whole number from 0 to 2^53 − 1 of this many digits; gives back the place behind it. */
export function putNumber(target: Uint8Array, at: number, value: number, digits: number): number {
  const end = at + digits;
  if (digits <= quickDigits) putDigits(target, at, end, value);
  else {
    const upper = Math.floor(value / quickBound);
    putDigits(target, end - quickDigits, end, value - upper * quickBound);
    putDigits(target, at, end - quickDigits, upper);
  }
  return end;
}

/** The digits of the numbers up to 255, three bytes each, and how many these are. */
const octetDigits = new Uint8Array(3 * 256);
const octetSizes = Uint8Array.from({ length: 256 }, (_, octet) => {
  const digits = digitsOf(octet);
  putNumber(octetDigits, 3 * octet, octet, digits);
  return digits;
});

/** Writes a number up to 255, as one of four in an address; gives back the place behind it. */
export function putOctet(target: Uint8Array, at: number, octet: number): number {
  const from = 3 * octet;
  // Whatever follows the digits is written over what is beyond them.
  target[at] = octetDigits[from]!;
  target[at + 1] = octetDigits[from + 1]!;
  target[at + 2] = octetDigits[from + 2]!;
  return at + octetSizes[octet]!;
}

/** Fills a place with the digits of a number below 2^31. */
function putDigits(target: Uint8Array, from: number, end: number, value: number): void {
  let rest = value | 0;
  for (let at = end - 1; at >= from; at--) {
    const tenth = (rest / 10) | 0;
    target[at] = 48 + rest - 10 * tenth;
    rest = tenth;
  }
}

/** How many bytes {@link putVarint} writes. */
export function varintSize(value: number): number {
  let size = 1;
  for (let bound = 64; value >= bound || value < -bound; bound *= 128) size += 1;
  return size;
}

/** From 0 to below it, what is written fits into 31 bits. */
const quickVarints = 2 ** 30;

/** Writes a safe integer, zigzag, seven bits a byte, the lowest first; gives back the place behind it. */
export function putVarint(target: Uint8Array, at: number, value: number): number {
  if (value < 0 || value >= quickVarints) return putAnyVarint(target, at, value);
  let end = at;
  let bits = value << 1;
  for (; bits >= 0x80; bits >>>= 7) target[end++] = (bits & 0x7f) | 0x80;
  target[end++] = bits;
  return end;
}

function putAnyVarint(target: Uint8Array, at: number, value: number): number {
  // The lowest bit is the sign.
  const magnitude = value < 0 ? -value - 1 : value;
  let bits = (magnitude % 64) * 2 + (value < 0 ? 1 : 0);
  let end = at;
  for (let rest = Math.floor(magnitude / 64); rest > 0; rest = Math.floor(rest / 128)) {
    target[end++] = bits | 0x80;
    bits = rest % 128;
  }
  target[end++] = bits;
  return end;
}
