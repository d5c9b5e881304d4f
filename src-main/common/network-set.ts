import { maskedAddress, type Network, packAddress, type PackedAddress } from './address.ts';

const mappedPrefix = '\0\0\0\0\0\0\0\0\0\0\xff\xff';
const size4 = 4;

/** Addresses of one IP version from the first to the last, both included. Packed addresses are ordered as their bits are. */
interface Range {
  readonly first: string;
  readonly last: string;
}

/** An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) as the IPv4 address that it stands for; any other as it is. */
export const unmapped = (address: PackedAddress): PackedAddress =>
  address.startsWith(mappedPrefix) ? (address.slice(mappedPrefix.length) as PackedAddress) : address;

/**
 * The addresses of some networks, which may overlap: asked for many addresses, by bisection. IPv4-mapped addresses belong
 * to it as the IPv4 addresses that they stand for do, unless they are to be told apart.
 */
export class NetworkSet {
  readonly #plain: (address: PackedAddress) => PackedAddress;
  readonly #starts4: Float64Array;
  readonly #ends4: Float64Array;
  readonly #ranges6: readonly Range[];

  /** @param isExact tells IPv4-mapped addresses from IPv4 addresses, as packets, limits and selections do */
  constructor(networks: readonly Network[], isExact = false) {
    this.#plain = isExact ? (address) => address : unmapped;
    const ranges = (isExact ? networks : networks.map(unmappedNetwork)).map(rangeOf);
    const ranges4 = joined(ranges.filter(({ first }) => first.length === size4));
    this.#starts4 = Float64Array.from(ranges4, ({ first }) => intOf(first));
    this.#ends4 = Float64Array.from(ranges4, ({ last }) => intOf(last));
    this.#ranges6 = joined(ranges.filter(({ first }) => first.length !== size4));
  }

  /** Whether an address belongs to one of the networks. */
  has(address: PackedAddress): boolean {
    const one = this.#plain(address);
    return one.length === size4 ? this.has4(intOf(one)) : this.#has6(one);
  }

  /** The same of an IPv4 address as a number. */
  has4(address: number): boolean {
    const starts = this.#starts4;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= this.#ends4[low - 1]!;
  }

  #has6(address: string): boolean {
    let [low, high] = [0, this.#ranges6.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ranges6[middle]!.first <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= this.#ranges6[low - 1]!.last;
  }
}

/** Networks without those that lie within others: each address is in one of them at most. */
export function disjointNetworks(networks: readonly Network[]): Network[] {
  const found: Network[] = [];
  const widest = [...networks].sort((a, b) => a.prefixLength - b.prefixLength);
  for (const network of widest) if (!found.some((outer) => holds(outer, network))) found.push(network);
  return found;
}

const holds = (outer: Network, inner: Network): boolean =>
  outer.packed.length === inner.packed.length &&
  maskedAddress(inner.packed, outer.prefixLength) === maskedAddress(outer.packed, outer.prefixLength);

function unmappedNetwork({ packed, prefixLength }: Network): Network {
  const bits = mappedPrefix.length * 8;
  return prefixLength >= bits && packed.startsWith(mappedPrefix)
    ? { packed: unmapped(packed), prefixLength: prefixLength - bits }
    : { packed, prefixLength };
}

function rangeOf({ packed, prefixLength }: Network): Range {
  const bytes = Array.from(packed, (byte) => byte.charCodeAt(0));
  const last = bytes.map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, prefixLength - 8 * i))));
  return { first: packed, last: packAddress(last) };
}

/** Ranges in their order, those that overlap as one. */
function joined(ranges: readonly Range[]): Range[] {
  const found: { first: string; last: string }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = found.at(-1);
    if (before && first <= before.last) before.last = last > before.last ? last : before.last;
    else found.push({ first, last });
  }
  return found;
}

/** Four bytes as an unsigned integer. */
const intOf = (packed: string): number =>
  ((packed.charCodeAt(0) << 24) |
    (packed.charCodeAt(1) << 16) |
    (packed.charCodeAt(2) << 8) |
    packed.charCodeAt(3)) >>>
  0;
