import { noEpoch } from '../message-log.ts';

/** The text between the values of a flow record, as this product's own producer writes it. */
const between = {
  version: Buffer.from('{"v":'),
  source: Buffer.from(',"source":"'),
  destination: Buffer.from('","destination":"'),
  bytes: Buffer.from('","bytes":'),
  packets: Buffer.from(',"packets":'),
  from: Buffer.from(',"from":'),
  to: Buffer.from(',"to":'),
  interface: Buffer.from(',"interface":"'),
  agent: Buffer.from('","agent":"'),
  epoch: Buffer.from('","epoch":'),
  sequenceAfterAgent: Buffer.from('","sequence":'),
  sequence: Buffer.from(',"sequence":'),
} as const;

const quote = 0x22;
const backslash = 0x5c;
const dot = 0x2e;
const closingBrace = 0x7d;
const zero = 0x30;

/**
 * Reads flow records between two IPv4 addresses in exactly the form in which this product writes them, straight from
 * their bytes. Anything else is left to a JSON parser: {@link scan} then says false. What stands between packets and
 * sequence is the same in most records that follow one another: where it is, it is compared and not read again.
 */
export class FlowRecordScanner {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** The addresses as numbers of 32 bits. */
  source = 0;
  destination = 0;
  bytes = 0;
  packets = 0;
  from = 0;
  to = 0;
  interface = '';
  agent = '';
  /** {@link noEpoch} in version 1. */
  epoch = noEpoch;
  sequence = 0;
  #version = 0;
  /** Version and text of what was read last between packets and sequence, when that was whole. */
  #knownVersion = 0;
  #known: Buffer = Buffer.alloc(0);

  scan(buffer: Buffer, start: number, end: number): boolean {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
    return this.#scanPair() && this.#scanMiddle() && this.#scanEnd();
  }

  /** Version, addresses and counts. */
  #scanPair(): boolean {
    if (!this.#skip(between.version)) return false;
    this.#version = this.#number();
    return (
      (this.#version === 1 || this.#version === 2) &&
      this.#skip(between.source) &&
      (this.source = this.#address()) >= 0 &&
      this.#skip(between.destination) &&
      (this.destination = this.#address()) >= 0 &&
      this.#skip(between.bytes) &&
      (this.bytes = this.#number()) >= 0 &&
      this.#skip(between.packets) &&
      (this.packets = this.#number()) >= 0
    );
  }

  /** What a record has in common with others of its batch. */
  #scanMiddle(): boolean {
    if (this.#version === this.#knownVersion && this.#skip(this.#known)) return true;
    this.#knownVersion = 0;
    const start = this.#at;
    const isRead =
      this.#skip(between.from) &&
      (this.from = this.#number()) >= 0 &&
      this.#skip(between.to) &&
      (this.to = this.#number()) > this.from &&
      this.to <= 8.64e15 &&
      this.#skip(between.interface) &&
      this.#takeInterface() &&
      this.#skip(between.agent) &&
      this.#takeAgent() &&
      this.#takeEpoch();
    if (!isRead) return false;
    this.#known = Buffer.from(this.#buffer.subarray(start, this.#at));
    this.#knownVersion = this.#version;
    return true;
  }

  #scanEnd(): boolean {
    this.sequence = this.#number();
    return this.sequence >= 0 && this.#at + 1 === this.#end && this.#buffer[this.#at] === closingBrace;
  }

  #skip(text: Buffer): boolean {
    const buffer = this.#buffer;
    const at = this.#at;
    const { length } = text;
    if (at + length > this.#end) return false;
    for (let i = 0; i < length; i++) if (buffer[at + i] !== text[i]) return false;
    this.#at = at + length;
    return true;
  }

  /** A whole number without a sign; -1 for anything else. */
  #number(): number {
    const buffer = this.#buffer;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (let digit; at < this.#end && (digit = buffer[at]! - zero) >= 0 && digit <= 9; at++)
      value = value * 10 + digit;
    this.#at = at;
    const leadingZero = buffer[start] === zero && at > start + 1;
    return at === start || leadingZero || value > Number.MAX_SAFE_INTEGER ? -1 : value;
  }

  /** Four numbers up to 255 without leading zeros, which some take for octal; -1 for anything else. */
  #address(): number {
    let address = 0;
    for (let part = 0; part < 4; part++) {
      if (part > 0 && this.#buffer[this.#at++] !== dot) return -1;
      const value = this.#number();
      if (value < 0 || value > 255) return -1;
      address = address * 256 + value;
    }
    return address;
  }

  /** Version 1 has none. */
  #takeEpoch(): boolean {
    if (this.#version === 1) {
      this.epoch = noEpoch;
      return this.#skip(between.sequenceAfterAgent);
    }
    return this.#skip(between.epoch) && (this.epoch = this.#number()) >= 0 && this.#skip(between.sequence);
  }

  #takeInterface(): boolean {
    const text = this.#text();
    this.interface = text ?? '';
    return text !== undefined;
  }

  #takeAgent(): boolean {
    const text = this.#text() ?? '';
    this.agent = text;
    return text.length > 0 && text.length <= 256;
  }

  /** The text up to the next quotation mark, if it is printable ASCII without a backslash. */
  #text(): string | undefined {
    const buffer = this.#buffer;
    const start = this.#at;
    let at = start;
    for (let byte; at < this.#end && (byte = buffer[at]!) !== quote; at++)
      if (byte === backslash || byte < 0x20 || byte > 0x7e) return undefined;
    this.#at = at;
    return buffer.toString('latin1', start, at);
  }
}
