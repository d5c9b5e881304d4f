import { maskedAddress, type Network, type PackedAddress } from '../../common/address.ts';

/** Networks of one prefix length, by their address. */
interface Level<Key> {
  readonly prefixLength: number;
  readonly numbers: Map<Key, number>;
}

/**
 * Numbers networks, and finds those that hold an address: one look into a hash for each prefix length that occurs,
 * however many networks there are.
 */
export class NetworkIndex {
  readonly #v4: Level<number>[] = [];
  readonly #v6: Level<PackedAddress>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a network, from 0 on; the same network has the same number. */
  add({ packed, prefixLength }: Network): number {
    if (packed.length === 4) return this.#number(this.#v4, prefixLength, intOf(packed));
    return this.#number(this.#v6, prefixLength, maskedAddress(packed, prefixLength));
  }

  /** Adds to `found` the numbers of all networks that hold the address. */
  find(address: PackedAddress, found: number[]): void {
    if (address.length === 4) {
      const int = intOf(address);
      for (const { prefixLength, numbers } of this.#v4) {
        // A shift by 32 would be one by 0.
        const number = numbers.get(prefixLength === 0 ? 0 : int & (-1 << (32 - prefixLength)));
        if (number !== undefined) found.push(number);
      }
    } else {
      for (const { prefixLength, numbers } of this.#v6) {
        const number = numbers.get(maskedAddress(address, prefixLength));
        if (number !== undefined) found.push(number);
      }
    }
  }

  #number<Key>(levels: Level<Key>[], prefixLength: number, key: Key): number {
    let level = levels.find((one) => one.prefixLength === prefixLength);
    if (!level) levels.push((level = { prefixLength, numbers: new Map() }));
    const known = level.numbers.get(key);
    if (known !== undefined) return known;
    level.numbers.set(key, this.#size);
    return this.#size++;
  }
}

const intOf = (packed: string): number =>
  (packed.charCodeAt(0) << 24) |
  (packed.charCodeAt(1) << 16) |
  (packed.charCodeAt(2) << 8) |
  packed.charCodeAt(3);
