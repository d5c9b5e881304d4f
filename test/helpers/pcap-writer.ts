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

/** A pcapng file of one section and one interface, with microseconds. */
export function pcapngFile(records: readonly PcapRecord[], options: PcapOptions = {}): Buffer {
  const { u16, u32 } = writer(options.bigEndian ?? false);
  const block = (type: number, ...body: Buffer[]): Buffer => {
    const content = Buffer.concat(body);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    return Buffer.concat([u32(type), u32(padded.length + 12), padded, u32(padded.length + 12)]);
  };
  const section = block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff));
  const description = block(1, u16(options.linkType ?? 1), u16(0), u32(options.snapLength ?? 262144));
  const packets = records.map(({ data, seconds = 0, fraction = 0, originalLength = data.length }) => {
    const time = BigInt(seconds) * 1_000_000n + BigInt(fraction);
    const stamp = [u32(Number(time >> 32n)), u32(Number(time & 0xffffffffn))];
    return block(6, u32(0), ...stamp, u32(data.length), u32(originalLength), Buffer.from(data));
  });
  return Buffer.concat([section, description, ...packets]);
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
