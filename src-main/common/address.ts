import ipaddr from 'ipaddr.js';
import { say } from './phrases/say.ts';
import { MonitorError } from './errors.ts';

/**
 * An IP address as a string of its bytes: 4 or 16 characters below U+0100, network order. Cheap as a map key and
 * to slice out of a buffer; its length says the IP version.
 */
export type PackedAddress = string & { readonly unit: 'packed-address' };

/** An address or a network: all addresses of one IP version that share the first `prefixLength` bits. */
export interface Network {
  readonly packed: PackedAddress;
  readonly prefixLength: number;
}

/** Packs the bytes of an address. */
export const packAddress = (bytes: Iterable<number>): PackedAddress =>
  String.fromCharCode(...bytes) as PackedAddress;

/** Writes an address as text: dotted decimal, or RFC 5952 with `::ffff:192.0.2.1` for mapped addresses. */
export function formatAddress(packed: PackedAddress): string {
  return packed.length === 4 ? formatV4(packed, 0) : formatV6(packed);
}

const formatV4 = (packed: string, at: number): string =>
  `${packed.charCodeAt(at)}.${packed.charCodeAt(at + 1)}.${packed.charCodeAt(at + 2)}.${packed.charCodeAt(at + 3)}`;

const mappedPrefix = '\0\0\0\0\0\0\0\0\0\0\xff\xff';

function formatV6(packed: string): string {
  if (packed.startsWith(mappedPrefix)) return `::ffff:${formatV4(packed, 12)}`;
  const groups = Array.from({ length: 8 }, (_, i) => groupAt(packed, i));
  const zeros = longestZeroRun(groups);
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return text(groups);
  return `${text(groups.slice(0, zeros.start))}::${text(groups.slice(zeros.start + zeros.length))}`;
}

/**
 * Compares two addresses as their texts are ordered, mostly without writing these.
 *
 * @returns below 0 where the text of `a` comes first, above 0 where that of `b` does, 0 where they are the same
 */
export function compareAddresses(a: PackedAddress, b: PackedAddress): number {
  if (a === b) return 0;
  const known = a.length === b.length ? compareParts(a, b) : undefined;
  return known ?? byText(formatAddress(a), formatAddress(b));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the first number that differs; undefined where the text depends on the other numbers, too. */
function compareParts(a: string, b: string): number | undefined {
  const isV4 = a.length === 4;
  const last = isV4 ? 3 : 7;
  for (let i = 0; i <= last; i += 1) {
    const [partOfA, partOfB] = isV4 ? [a.charCodeAt(i), b.charCodeAt(i)] : [groupAt(a, i), groupAt(b, i)];
    // Groups of zeros may be left out of the text.
    if (!isV4 && (partOfA === 0 || partOfB === 0)) return undefined;
    if (partOfA === partOfB) continue;
    const end = i === last ? '' : isV4 ? '.' : ':';
    const radix = isV4 ? 10 : 16;
    return byText(partOfA.toString(radix) + end, partOfB.toString(radix) + end);
  }
  return 0;
}

const groupAt = (packed: string, group: number): number =>
  packed.charCodeAt(2 * group) * 256 + packed.charCodeAt(2 * group + 1);

/** RFC 5952, 4.2.3: the longest run of zero groups, the first among equals. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, i) => {
    if (group !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  });
  return best;
}

/**
 * Reads an address or a network in CIDR notation; host bits are dropped.
 *
 * @throws MonitorError `request/invalid` for anything else.
 */
export function parseNetwork(text: string): Network {
  const [address = '', prefix, ...more] = text.trim().split('/');
  const bytes = bytesOf(address);
  const bits = 8 * (bytes?.length ?? 0);
  const prefixLength = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (!bytes || more.length > 0 || prefixLength < 0 || prefixLength > bits) {
    throw new MonitorError('request/invalid', say('value.network', { text }), {
      remedy: say('value.remedy.network'),
    });
  }
  return { packed: maskAddress(bytes, prefixLength), prefixLength };
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const dottedDecimal = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`);

/** Whether a text is an IPv4 address in its one form. */
export const isDottedDecimal = (text: string): boolean => dottedDecimal.test(text);

/** The bytes of an address. IPv4 is read here: tables of limits have many, and the parser is slow at them. */
function bytesOf(address: string): readonly number[] | undefined {
  if (isDottedDecimal(address)) return address.split('.').map(Number);
  return isV6(address) ? ipaddr.parse(inGroups(address)).toByteArray() : undefined;
}

/** An address of IPv6 whose end is written as IPv4 with that end in hexadecimal: the parser takes `::192.0.2.1` for a mapped one. */
const inGroups = (address: string): string =>
  address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map(Number) as [number, number, number, number];
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });

/** Refuses what the parser would take for octal, such as `::ffff:010.0.0.1`, and zones. */
function isV6(address: string): boolean {
  const last = address.slice(address.lastIndexOf(':') + 1);
  if (last === address || address.includes('%') || !ipaddr.IPv6.isValid(address)) return false;
  return !last.includes('.') || dottedDecimal.test(last);
}

const maskAddress = (bytes: readonly number[], prefixLength: number): PackedAddress =>
  packAddress(bytes.map((byte, i) => byte & maskByte(prefixLength - 8 * i)));

const maskByte = (bits: number): number => (bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff);

/** Writes a network as text; one that holds a single address as that address. */
export function formatNetwork({ packed, prefixLength }: Network): string {
  const address = formatAddress(packed);
  return prefixLength === packed.length * 8 ? address : `${address}/${prefixLength}`;
}

/** The first `prefixLength` bits of an address, as far as whole bytes and one more go; as a key. */
export function maskedAddress(address: PackedAddress, prefixLength: number): PackedAddress {
  const whole = prefixLength >> 3;
  const mask = maskByte(prefixLength & 7);
  const kept = address.slice(0, whole);
  return (mask === 0 ? kept : kept + String.fromCharCode(address.charCodeAt(whole) & mask)) as PackedAddress;
}

/** Whether an address belongs to a network of its own IP version. */
export function containsAddress(network: Network, address: PackedAddress): boolean {
  if (network.packed.length !== address.length) return false;
  const whole = network.prefixLength >> 3;
  if (!address.startsWith(network.packed.slice(0, whole))) return false;
  const mask = maskByte(network.prefixLength & 7);
  return mask === 0 || (address.charCodeAt(whole) & mask) === network.packed.charCodeAt(whole);
}

/** Whether all addresses of one network belong to another. */
export const containsNetwork = (outer: Network, inner: Network): boolean =>
  inner.prefixLength >= outer.prefixLength && containsAddress(outer, inner.packed);
