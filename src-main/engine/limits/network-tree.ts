/** Lengths of prefixes fit below. */
const lengths = 64;

/**
 * IPv4 networks in the order of their first addresses, each with the smallest one around it. Two networks either lie
 * one in the other or apart, so those that hold an address are the last one that begins at or before it, if it reaches
 * that far, and those around it.
 */
export class NetworkTree {
  /** First address and prefix length as one number; by it the number that the network was given. */
  readonly #numbers = new Map<number, number>();
  #starts = new Uint32Array();
  #ends = new Float64Array();
  #given = new Uint32Array();
  /** Place of the network around; -1 for none. */
  #around = new Int32Array();

  /** @returns the number of the network: `number`, if it is new. */
  add(address: number, prefixLength: number, number: number): number {
    const key = (address - (address % spanOf(prefixLength))) * lengths + prefixLength;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, number);
    return number;
  }

  /** Adds to `found` the numbers of the networks that hold an address. */
  find(address: number, found: number[]): void {
    if (this.#starts.length !== this.#numbers.size) this.#sort();
    let place = this.#lastUpTo(address);
    while (place >= 0 && address >= this.#ends[place]!) place = this.#around[place]!;
    for (; place >= 0; place = this.#around[place]!) found.push(this.#given[place]!);
  }

  #lastUpTo(address: number): number {
    const starts = this.#starts;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Networks that begin together stand with the largest first. */
  #sort(): void {
    const keys = Float64Array.from(this.#numbers.keys()).sort();
    this.#starts = new Uint32Array(keys.length);
    this.#ends = new Float64Array(keys.length);
    this.#given = new Uint32Array(keys.length);
    this.#around = new Int32Array(keys.length);
    keys.forEach((key, place) => {
      const start = Math.floor(key / lengths);
      this.#starts[place] = start;
      this.#ends[place] = start + spanOf(key % lengths);
      this.#given[place] = this.#numbers.get(key)!;
      let around = place - 1;
      while (around >= 0 && start >= this.#ends[around]!) around = this.#around[around]!;
      this.#around[place] = around;
    });
  }
}

/** Addresses in a network. */
const spanOf = (prefixLength: number): number => 2 ** (32 - prefixLength);
