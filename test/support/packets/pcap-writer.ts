/** Capture files and frames for tests, made byte by byte. */

export interface PcapRecord {
  readonly data: Uint8Array;
  /** Seconds and their fraction, in the file's unit, as they shall stand in the file. */
  readonly seconds?: number;
  readonly fraction?: number;
  /** Length on the wire; that of the data unless set. */
  readonly originalLength?: number;
}

export interface PcapOptions {
  /** The whole 32-bit field: 1 (Ethernet) unless set. */
  readonly linkType?: number;
  readonly bigEndian?: boolean;
  readonly nanoseconds?: boolean;
  readonly snapLength?: number;
}

function writer(bigEndian: boolean): { u16: (value: number) => Buffer; u32: (value: number) => Buffer } {
  const u16 = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    if (bigEndian) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  };
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value >>> 0);
    else bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  return { u16, u32 };
}

/** A classic pcap file (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html). */
export function pcapFile(records: readonly PcapRecord[], options: PcapOptions = {}): Buffer {
  const { u16, u32 } = writer(options.bigEndian ?? false);
  const magic = options.nanoseconds === true ? 0xa1b23c4d : 0xa1b2c3d4;
  const parts = [u32(magic), u16(2), u16(4), u32(0), u32(0), u32(options.snapLength ?? 262144)];
  parts.push(u32(options.linkType ?? 1));
  for (const { data, seconds = 0, fraction = 0, originalLength = data.length } of records) {
    parts.push(u32(seconds), u32(fraction), u32(data.length), u32(originalLength), Buffer.from(data));
  }
  return Buffer.concat(parts);
}

/** An interface of a pcapng file. */
export interface PcapngInterface {
  readonly linkType?: number;
  readonly snapLength?: number;
  /** Value of the option if_tsresol. */
  readonly resolution?: number;
  /** Value of the option if_tsoffset, in seconds. */
  readonly offset?: bigint;
}

/** Makes the blocks of pcapng files (draft-ietf-opsawg-pcapng) in one byte order. */
export class PcapngWriter {
  readonly #u16: (value: number) => Buffer;
  readonly #u32: (value: number) => Buffer;
  readonly #bigEndian: boolean;

  constructor(bigEndian = false) {
    ({ u16: this.#u16, u32: this.#u32 } = writer(bigEndian));
    this.#bigEndian = bigEndian;
  }

  block(type: number, ...body: Uint8Array[]): Buffer {
    const content = Buffer.concat(body);
    const padded = Buffer.concat([content, Buffer.alloc(-content.length & 3)]);
    const length = this.#u32(padded.length + 12);
    return Buffer.concat([this.#u32(type), length, padded, length]);
  }

  section(): Buffer {
    const unknownLength = [this.#u32(0xffffffff), this.#u32(0xffffffff)];
    return this.block(0x0a0d0d0a, this.#u32(0x1a2b3c4d), this.#u16(1), this.#u16(0), ...unknownLength);
  }

  interface({ linkType = 1, snapLength = 0, resolution, offset }: PcapngInterface = {}): Buffer {
    const options = [this.#option(2, Buffer.from('eth0'))];
    if (resolution !== undefined) options.push(this.#option(9, Buffer.from([resolution])));
    if (offset !== undefined) options.push(this.#option(14, this.#i64(offset)));
    const end = this.#u32(0);
    return this.block(1, this.#u16(linkType), this.#u16(0), this.#u32(snapLength), ...options, end);
  }

  /** An enhanced packet block; `ticks` is its time in the interface's unit. */
  packet(data: Uint8Array, ticks = 0n, interfaceId = 0, originalLength = data.length): Buffer {
    const stamp = [this.#u32(Number(ticks >> 32n)), this.#u32(Number(ticks & 0xffffffffn))];
    const lengths = [this.#u32(data.length), this.#u32(originalLength)];
    return this.block(6, this.#u32(interfaceId), ...stamp, ...lengths, data);
  }

  /** A packet block of the obsolete kind. */
  oldPacket(data: Uint8Array, interfaceId = 0): Buffer {
    const lengths = [this.#u32(data.length), this.#u32(data.length)];
    return this.block(2, this.#u16(interfaceId), this.#u16(0), Buffer.alloc(8), ...lengths, data);
  }

  simplePacket(data: Uint8Array, originalLength = data.length): Buffer {
    return this.block(3, this.#u32(originalLength), data);
  }

  #option(code: number, value: Uint8Array): Buffer {
    const padding = Buffer.alloc(-value.length & 3);
    return Buffer.concat([this.#u16(code), this.#u16(value.length), value, padding]);
  }

  #i64(value: bigint): Buffer {
    const bytes = Buffer.alloc(8);
    if (this.#bigEndian) bytes.writeBigInt64BE(value);
    else bytes.writeBigInt64LE(value);
    return bytes;
  }
}

/** A pcapng file of one section and one interface, with microseconds. */
export function pcapngFile(records: readonly PcapRecord[], options: PcapOptions = {}): Buffer {
  const write = new PcapngWriter(options.bigEndian);
  const { linkType = 1, snapLength = 262144 } = options;
  const packets = records.map(({ data, seconds = 0, fraction = 0, originalLength }) =>
    write.packet(data, BigInt(seconds) * 1_000_000n + BigInt(fraction), 0, originalLength),
  );
  return Buffer.concat([write.section(), write.interface({ linkType, snapLength }), ...packets]);
}

const be16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);

export interface Ipv4Fields {
  readonly source?: string;
  readonly destination?: string;
  readonly version?: number;
  readonly headerWords?: number;
  readonly totalLength?: number;
  /** Bytes after the first 20, zeros. */
  readonly rest?: number;
}

/** An IPv4 header of 20 bytes and `rest` more; its total length is right unless set. */
export function ipv4(fields: Ipv4Fields = {}): Buffer {
  const {
    source = '192.0.2.1',
    destination = '198.51.100.2',
    version = 4,
    headerWords = 5,
    rest = 8,
  } = fields;
  const address = (text: string): number[] => text.split('.').map(Number);
  return Buffer.concat([
    Buffer.from([(version << 4) | headerWords, 0]),
    be16(fields.totalLength ?? 20 + rest),
    Buffer.from([0, 0, 0, 0, 64, 17, 0, 0, ...address(source), ...address(destination)]),
    Buffer.alloc(rest),
  ]);
}

export interface Ipv6Fields {
  /** Last two bytes of 2001:db8::. */
  readonly source?: number;
  readonly destination?: number;
  readonly version?: number;
  readonly nextHeader?: number;
  readonly payloadLength?: number;
  /** Bytes after the header, zeros. */
  readonly rest?: number;
}

/** An IPv6 header and `rest` more bytes; its payload length is right unless set. */
export function ipv6(fields: Ipv6Fields = {}): Buffer {
  const { source = 1, destination = 2, version = 6, nextHeader = 17, rest = 8 } = fields;
  const address = (last: number): Buffer =>
    Buffer.concat([Buffer.from([0x20, 0x01, 0x0d, 0xb8]), Buffer.alloc(10), be16(last)]);
  return Buffer.concat([
    Buffer.from([version << 4, 0, 0, 0]),
    be16(fields.payloadLength ?? rest),
    Buffer.from([nextHeader, 64]),
    address(source),
    address(destination),
    Buffer.alloc(rest),
  ]);
}

export const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd, arp: 0x0806, pppoe: 0x8864, mpls: 0x8847 } as const;

export const ethernet = (etherType: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.alloc(12, 2), be16(etherType), payload]);

/** The payload of a frame whose EtherType is the first tag; the types of the tags that follow, then the inner one. */
export const tagged = (innerTypes: readonly number[], payload: Uint8Array): Buffer =>
  Buffer.concat([...innerTypes.map((type) => Buffer.concat([be16(42), be16(type)])), payload]);

export const pppoe = (protocol: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0x11, 0, 0, 7]), be16(payload.length + 2), be16(protocol), payload]);

export const cooked = (protocol: number, payload: Uint8Array): Buffer =>
  Buffer.concat([be16(0), be16(1), be16(6), Buffer.alloc(8), be16(protocol), payload]);

export const cookedV2 = (protocol: number, payload: Uint8Array): Buffer =>
  Buffer.concat([
    be16(protocol),
    be16(0),
    Buffer.from([0, 0, 0, 3]),
    be16(1),
    Buffer.from([0, 6]),
    Buffer.alloc(8),
    payload,
  ]);

export const nullLink = (family: number, payload: Uint8Array, bigEndian = false): Buffer =>
  Buffer.concat([writer(bigEndian).u32(family), payload]);

export const loopLink = (family: number, payload: Uint8Array): Buffer => nullLink(family, payload, true);

/** PPP; `start` is whatever stands before the payload: address and control or not, protocol in one byte or two. */
export const ppp = (start: readonly number[], payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(start), payload]);
