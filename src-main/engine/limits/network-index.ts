import { maskedAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { NetworkTree } from './network-tree.ts';

/** IPv6 networks of one prefix length, by their address. */
interface Level {
  readonly prefixLength: number;
  readonly numbers: Map<PackedAddress, number>;
}

/**
 * Numbers networks, and finds those that hold an address. IPv4: a search by halves, however many networks there are.
 * IPv6, of which tables of limits have few: a look into a hash for each prefix length that occurs.
 */
export class NetworkIndex {
  readonly #v4 = new NetworkTree();
  readonly #v6: Level[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a network, from 0 on; the same network has the same number. */
  add({ packed, prefixLength }: Network): number {
    const number =
      packed.length === 4
        ? this.#v4.add(intAt(packed, 0), prefixLength, this.#size)
        : this.#numberV6(maskedAddress(packed, prefixLength), prefixLength);
    if (number === this.#size) this.#size += 1;
    return number;
  }

  /** Adds to `found` the numbers of all networks that hold the packed address of `length` bytes that stands at `at`. */
  find(text: string, at: number, length: number, found: number[]): void {
    if (length === 4) return this.#v4.find(intAt(text, at), found);
    const address = text.slice(at, at + length) as PackedAddress;
    for (const { prefixLength, numbers } of this.#v6) {
      const number = numbers.get(maskedAddress(address, prefixLength));
      if (number !== undefined) found.push(number);
    }
  }

  #numberV6(key: PackedAddress, prefixLength: number): number {
    let level = this.#v6.find((one) => one.prefixLength === prefixLength);
    if (!level) this.#v6.push((level = { prefixLength, numbers: new Map() }));
    const known = level.numbers.get(key) ?? this.#size;
    level.numbers.set(key, known);
    return known;
  }
}

/** Four bytes as an unsigned integer. */
const intAt = (packed: string, at: number): number =>
  ((packed.charCodeAt(at) << 24) |
    (packed.charCodeAt(at + 1) << 16) |
    (packed.charCodeAt(at + 2) << 8) |
    packed.charCodeAt(at + 3)) >>>
  0;
