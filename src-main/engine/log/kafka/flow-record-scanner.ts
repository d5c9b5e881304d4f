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
  end: Buffer.from('}'),
} as const;

const quote = 0x22;
const backslash = 0x5c;
const dot = 0x2e;

/**
 * Reads flow records between two IPv4 addresses in exactly the form in which this product writes them, straight from
 * their bytes. Anything else is left to a JSON parser: {@link scan} then says false.
 */
export class FlowRecordScanner {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** Both addresses as bytes. */
  readonly addresses = Buffer.alloc(8);
  bytes = 0;
  packets = 0;
  from = 0;
  to = 0;
  interface = '';
  agent = '';
  /** {@link noEpoch} in version 1. */
  epoch = noEpoch;
  sequence = 0;
  #interfaceBytes = Buffer.alloc(0);
  #agentBytes = Buffer.alloc(0);

  scan(buffer: Buffer, start: number, end: number): boolean {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
    if (!this.#skip(between.version)) return false;
    const version = this.#number();
    return (
      (version === 1 || version === 2) &&
      this.#skip(between.source) &&
      this.#address(0) &&
      this.#skip(between.destination) &&
      this.#address(4) &&
      this.#skip(between.bytes) &&
      (this.bytes = this.#number()) >= 0 &&
      this.#skip(between.packets) &&
      (this.packets = this.#number()) >= 0 &&
      this.#skip(between.from) &&
      (this.from = this.#number()) >= 0 &&
      this.#skip(between.to) &&
      (this.to = this.#number()) > this.from &&
      this.to <= 8.64e15 &&
      this.#skip(between.interface) &&
      this.#takeInterface() &&
      this.#skip(between.agent) &&
      this.#takeAgent() &&
      this.#takeEpoch(version) &&
      (this.sequence = this.#number()) >= 0 &&
      this.#skip(between.end) &&
      this.#at === this.#end
    );
  }

  #skip(text: Buffer): boolean {
    const buffer = this.#buffer;
    let at = this.#at;
    if (at + text.length > this.#end) return false;
    for (const byte of text) if (buffer[at++] !== byte) return false;
    this.#at = at;
    return true;
  }

  /** A whole number without a sign; -1 for anything else. */
  #number(): number {
    const buffer = this.#buffer;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (let digit; at < this.#end && (digit = buffer[at]! - 48) >= 0 && digit <= 9; at++)
      value = value * 10 + digit;
    this.#at = at;
    const leadingZero = buffer[start] === 48 && at > start + 1;
    return at === start || leadingZero || value > Number.MAX_SAFE_INTEGER ? -1 : value;
  }

  /** Four numbers up to 255 without leading zeros, which some take for octal. */
  #address(into: number): boolean {
    for (let part = 0; part < 4; part++) {
      if (part > 0 && this.#buffer[this.#at++] !== dot) return false;
      const value = this.#number();
      if (value < 0 || value > 255) return false;
      this.addresses[into + part] = value;
    }
    return true;
  }

  /** Version 1 has none. */
  #takeEpoch(version: number): boolean {
    if (version === 1) {
      this.epoch = noEpoch;
      return this.#skip(between.sequenceAfterAgent);
    }
    return this.#skip(between.epoch) && (this.epoch = this.#number()) >= 0 && this.#skip(between.sequence);
  }

  #takeInterface(): boolean {
    const text = this.#text(this.#interfaceBytes);
    if (text === undefined) return false;
    if (text === this.#interfaceBytes) return true;
    this.#interfaceBytes = Buffer.from(text);
    this.interface = text.toString();
    return true;
  }

  #takeAgent(): boolean {
    const text = this.#text(this.#agentBytes);
    if (text === undefined || text.length === 0 || text.length > 256) return false;
    if (text === this.#agentBytes) return true;
    this.#agentBytes = Buffer.from(text);
    this.agent = text.toString();
    return true;
  }

  /** The bytes up to the next quotation mark; `last` itself where they are the same, as they mostly are. */
  #text(last: Buffer): Buffer | undefined {
    const buffer = this.#buffer;
    const start = this.#at;
    let at = start;
    let same = true;
    for (let byte; at < this.#end && (byte = buffer[at]!) !== quote; at++) {
      if (byte === backslash || byte < 0x20 || byte > 0x7e) return undefined;
      if (byte !== last[at - start]) same = false;
    }
    this.#at = at;
    return same && at - start === last.length ? last : buffer.subarray(start, at);
  }
}
