import { randomInt } from 'node:crypto';
import { type AddressFamily, type FlowBatch, flowSize, type PairKey } from '../flow-records/layout.ts';
import { keyText, wordsIn } from './pair-columns.ts';
import { wordOf } from './pair-list.ts';

/** Stands for the family of the one pair that is not a pair of addresses. */
const otherFamily = 1;
const least = 8;

/**
 * Gives each pair a place: a number from 0 on that is its own until it is removed. Keys are kept as words, and found
 * by hashing with open addressing, so that a look costs no text and two or three reads of memory.
 */
export class PairPlaces {
  /** Nobody who chooses addresses can choose where they fall. */
  readonly #seed = randomInt(2 ** 31) | 1;
  readonly #slots = { 4: new Int32Array(2 * least).fill(-1), 6: new Int32Array(2 * least).fill(-1) };
  readonly #counts = { 4: 0, 6: 0 };
  readonly #words = { 4: new Uint32Array(0), 6: new Uint32Array(0) };
  /** 0 for a place that is free. */
  #families = new Uint8Array(least);
  #free: number[] = [];
  #end = 0;
  #size = 0;
  #other = -1;
  /** The words of the pair that is looked for. */
  readonly #wanted = new Uint32Array(wordsIn[6]);
  #found = new Int32Array(0);

  /** Number of pairs. */
  get size(): number {
    return this.#size;
  }

  /** All places are below it. */
  get end(): number {
    return this.#end;
  }

  /** Whether a pair is at a place. */
  holds(place: number): boolean {
    return this.#families[place]! > 0;
  }

  /** The version of IP of the pair at a place; 0 for the one that is not a pair of addresses. */
  familyAt(place: number): AddressFamily | 0 {
    const family = this.#families[place]!;
    return family === otherFamily ? 0 : (family as AddressFamily);
  }

  /** A word of the key at a place, the most significant first. */
  wordAt(place: number, word: number): number {
    const family = this.#families[place] as AddressFamily;
    return this.#words[family][place * wordsIn[family] + word]!;
  }

  /** The pair at a place. */
  pairAt(place: number): PairKey {
    const family = this.#families[place]!;
    if (family === otherFamily) return '' as PairKey;
    const length = wordsIn[family as AddressFamily];
    return keyText(this.#words[family as AddressFamily], place * length, length);
  }

  /** The words of all keys of a family, by place. */
  wordsOf(family: AddressFamily): Uint32Array {
    return this.#words[family];
  }

  /** The place of a pair; -1 where it has none. */
  find(pair: PairKey): number {
    if (pair.length === 0) return this.#other;
    const family = this.#want(pair);
    return this.#slots[family][this.#slotOf(family)]!;
  }

  /** As {@link find}, for the key that stands in words from a place on; family 0 is that of the folded pairs. */
  findWords(words: Uint32Array, at: number, family: AddressFamily | 0): number {
    if (family === 0) return this.#other;
    this.#wanted.set(words.subarray(at, at + wordsIn[family]));
    return this.#slots[family][this.#slotOf(family)]!;
  }

  /** The place of a pair, which gets one if it has none: then {@link size} has grown. */
  take(pair: PairKey): number {
    return pair.length > 0 ? this.#takeWanted(this.#want(pair)) : this.#takeOther();
  }

  /** As {@link take}, for the key that stands in words from a place on; family 0 is that of the folded pairs. */
  takeWords(words: Uint32Array, at: number, family: AddressFamily | 0): number {
    if (family === 0) return this.#takeOther();
    this.#wanted.set(words.subarray(at, at + wordsIn[family]));
    return this.#takeWanted(family);
  }

  /** As {@link take}, for the key of a family that lies at an offset, in network order. */
  takeAt(view: DataView, at: number, family: AddressFamily): number {
    this.#wantAt(view, at, family);
    return this.#takeWanted(family);
  }

  /**
   * As {@link takeAt}, for `count` entries of a batch from an index on. Slots are read in a pass of their own, so that no
   * read of memory waits for the one before.
   *
   * @returns a place for each entry, until the next call
   */
  takeAll({ flows, family }: FlowBatch, from: number, count: number): Int32Array {
    const size = flowSize(family);
    const view = new DataView(flows.buffer, flows.byteOffset, flows.byteLength);
    if (this.#found.length < count) this.#found = new Int32Array(count);
    const found = this.#found.subarray(0, count);
    const slots = this.#slots[family];
    for (let i = 0, at = from * size; i < found.length; i += 1, at += size) {
      this.#wantAt(view, at, family);
      found[i] = slots[this.#hash(this.#wanted, 0, family) & (slots.length - 1)]!;
    }
    for (let i = 0, at = from * size; i < found.length; i += 1, at += size) {
      this.#wantAt(view, at, family);
      if (found[i]! < 0 || !this.#isWanted(found[i]!, family)) found[i] = this.#takeWanted(family);
    }
    return found;
  }

  /** Takes a pair's place from it: another one may get it. */
  remove(place: number): void {
    const family = this.#families[place]!;
    this.#families[place] = 0;
    this.#free.push(place);
    this.#size -= 1;
    if (family === otherFamily) this.#other = -1;
    else this.#unslot(place, family as AddressFamily);
  }

  #takeOther(): number {
    if (this.#other < 0) this.#other = this.#nextPlace(otherFamily);
    return this.#other;
  }

  #wantAt(view: DataView, at: number, family: AddressFamily): void {
    for (let word = 0; word < wordsIn[family]; word += 1) this.#wanted[word] = view.getUint32(at + 4 * word);
  }

  #want(pair: PairKey): AddressFamily {
    const family = pair.length === 8 ? 4 : 6;
    for (let word = 0; word < wordsIn[family]; word += 1) this.#wanted[word] = wordOf(pair, 4 * word);
    return family;
  }

  #takeWanted(family: AddressFamily): number {
    const slot = this.#slotOf(family);
    const known = this.#slots[family][slot]!;
    if (known >= 0) return known;
    const place = this.#nextPlace(family);
    const length = wordsIn[family];
    for (let word = 0; word < length; word += 1)
      this.#words[family][place * length + word] = this.#wanted[word]!;
    this.#slots[family][slot] = place;
    this.#counts[family] += 1;
    if (this.#counts[family] * 2 > this.#slots[family].length) this.#rehash(family);
    return place;
  }

  /** The slot of the wanted pair, or the free one where it would go. */
  #slotOf(family: AddressFamily): number {
    const slots = this.#slots[family];
    const mask = slots.length - 1;
    let slot = this.#hash(this.#wanted, 0, family) & mask;
    while (slots[slot]! >= 0 && !this.#isWanted(slots[slot]!, family)) slot = (slot + 1) & mask;
    return slot;
  }

  #isWanted(place: number, family: AddressFamily): boolean {
    const words = this.#words[family];
    const wanted = this.#wanted;
    if (family === 4) return words[2 * place] === wanted[0] && words[2 * place + 1] === wanted[1];
    return isSame(words, 8 * place, wanted);
  }

  #hash(words: Uint32Array, at: number, family: AddressFamily): number {
    let hash = this.#seed;
    for (let i = at; i < at + wordsIn[family]; i += 1) {
      hash = Math.imul(hash ^ words[i]!, 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85eb_ca77);
    return hash ^ (hash >>> 13);
  }

  /** What stands behind a slot that becomes free moves up, so that it is found as before. */
  #unslot(place: number, family: AddressFamily): void {
    const slots = this.#slots[family];
    const mask = slots.length - 1;
    const length = wordsIn[family];
    let hole = this.#hash(this.#words[family], place * length, family) & mask;
    while (slots[hole] !== place) hole = (hole + 1) & mask;
    for (let next = (hole + 1) & mask; slots[next]! >= 0; next = (next + 1) & mask) {
      const home = this.#hash(this.#words[family], slots[next]! * length, family) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      slots[hole] = slots[next]!;
      hole = next;
    }
    slots[hole] = -1;
    this.#counts[family] -= 1;
  }

  #rehash(family: AddressFamily): void {
    const slots = new Int32Array(this.#slots[family].length * 2).fill(-1);
    const mask = slots.length - 1;
    for (const place of this.#slots[family]) {
      if (place < 0) continue;
      let slot = this.#hash(this.#words[family], place * wordsIn[family], family) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = place;
    }
    this.#slots[family] = slots;
  }

  #nextPlace(family: number): number {
    const place = this.#free.pop() ?? this.#end++;
    if (place >= this.#families.length) this.#families = grown(this.#families, 2 * this.#families.length);
    if (family !== otherFamily) this.#makeRoom(family as AddressFamily);
    this.#families[place] = family;
    this.#size += 1;
    return place;
  }

  /** Room for words is made where there are pairs of the family. */
  #makeRoom(family: AddressFamily): void {
    const length = this.#families.length * wordsIn[family];
    if (this.#words[family].length < length) this.#words[family] = grown(this.#words[family], length);
  }
}

function grown<Values extends Uint8Array | Uint32Array>(values: Values, length: number): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  return larger;
}

function isSame(words: Uint32Array, at: number, wanted: Uint32Array): boolean {
  for (let i = 0; i < wordsIn[6]; i += 1) if (words[at + i] !== wanted[i]) return false;
  return true;
}
