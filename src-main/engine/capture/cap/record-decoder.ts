import type { AddressFamily } from '../../flow-records/layout.ts';

/** Why a record counts for no flow. */
export type RecordFault = 'nonIp' | 'malformed' | 'unsupportedLink';

/** The outermost IP header of a record: its two addresses stand one after the other from `addressesAt` on. */
export interface IpRecord {
  readonly family: AddressFamily;
  readonly addressesAt: number;
  /** Length of the packet, as the rule for one record has it. */
  readonly bytes: number;
}

/** A record while it is being read: `end` is where the captured part ends, `wire` its whole length. */
interface Frame {
  readonly bytes: Buffer;
  readonly end: number;
  readonly wire: number;
}

const ethernetPadding = 60;

const has = ({ end }: Frame, at: number, count: number): boolean => end - at >= count;

function readIpv4({ bytes, end, wire }: Frame, at: number): IpRecord | RecordFault {
  if (end - at < 20) return 'malformed';
  const headerBytes = (bytes[at]! & 15) * 4;
  if (bytes[at]! >> 4 !== 4 || headerBytes < 20) return 'malformed';
  // 0: the network card cuts the packet later, so the header doesn't tell.
  const length = bytes.readUInt16BE(at + 2) || wire - at;
  return length < headerBytes ? 'malformed' : { family: 4, addressesAt: at + 12, bytes: length };
}

function readIpv6({ bytes, end, wire }: Frame, at: number): IpRecord | RecordFault {
  if (end - at < 40 || bytes[at]! >> 4 !== 6) return 'malformed';
  const payload = bytes.readUInt16BE(at + 4);
  const rest = wire - at;
  const isJumbogram = bytes[at + 6] === 0;
  const isUntold = payload === 0 && (isJumbogram || rest > ethernetPadding);
  if (isUntold && rest < 40) return 'malformed';
  return { family: 6, addressesAt: at + 8, bytes: isUntold ? rest : 40 + payload };
}

/** Below it, the type of an Ethernet frame is a length. */
const leastEtherType = 0x600;
/** Of a SNAP header that names an EtherType: organisation 0. */
const snap = Buffer.from('aaaa03000000', 'hex');

/** The payload of an Ethernet frame, whose type may be a length before a SNAP header. */
function readEthernetType(frame: Frame, type: number, at: number): IpRecord | RecordFault {
  const isSnap = type < leastEtherType && has(frame, at, 8) && frame.bytes.subarray(at, at + 6).equals(snap);
  if (isSnap) return readEtherType(frame, frame.bytes.readUInt16BE(at + 6), at + 8, readEtherType);
  return readEtherType(frame, type, at, readEthernetType);
}

/** IP below a stack of labels is known by its version alone. */
function readMpls(frame: Frame, from: number): IpRecord | RecordFault {
  let at = from;
  for (let isBottom = false; !isBottom; at += 4) {
    if (!has(frame, at, 4)) return 'malformed';
    isBottom = (frame.bytes[at + 2]! & 1) === 1;
  }
  if (!has(frame, at, 1)) return 'malformed';
  const version = frame.bytes[at]! >> 4;
  if (version === 4) return readIpv4(frame, at);
  return version === 6 ? readIpv6(frame, at) : 'nonIp';
}

type TypeReader = (frame: Frame, type: number, at: number) => IpRecord | RecordFault;

/** @param readInner reads what is behind a tag */
function readEtherType(
  frame: Frame,
  type: number,
  at: number,
  readInner: TypeReader = readEtherType,
): IpRecord | RecordFault {
  switch (type) {
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return has(frame, at, 4) ? readInner(frame, frame.bytes.readUInt16BE(at + 2), at + 4) : 'malformed';
    case 0x0800:
      return readIpv4(frame, at);
    case 0x86dd:
      return readIpv6(frame, at);
    case 0x8847:
    case 0x8848:
      return readMpls(frame, at);
    case 0x8864:
      return has(frame, at, 6) ? readPppPayload(frame, at + 6) : 'malformed';
    default:
      return 'nonIp';
  }
}

function readPppProtocol(frame: Frame, protocol: number, at: number): IpRecord | RecordFault {
  if (protocol === 0x21) return readIpv4(frame, at);
  return protocol === 0x57 ? readIpv6(frame, at) : 'nonIp';
}

/** The address and control field may be left out. Cisco's HDLC has others there, and an EtherType behind. */
function readPpp(frame: Frame): IpRecord | RecordFault {
  const start = has(frame, 0, 2) ? frame.bytes.readUInt16BE(0) : 0;
  if (start === 0x0f00 || start === 0x8f00) return readTyped(frame, 4, 2);
  return readPppPayload(frame, start === 0xff03 ? 2 : 0);
}

/** The first byte of the protocol may be left out (RFC 1661). */
function readPppPayload(frame: Frame, at: number): IpRecord | RecordFault {
  const { bytes } = frame;
  if (!has(frame, at, 1)) return 'malformed';
  if (bytes[at]! % 2 === 1) return readPppProtocol(frame, bytes[at]!, at + 1);
  return has(frame, at, 2) ? readPppProtocol(frame, bytes.readUInt16BE(at), at + 2) : 'malformed';
}

const ipv6Families = [24, 28, 30];

function readLoopback(frame: Frame, eitherOrder: boolean): IpRecord | RecordFault {
  if (!has(frame, 0, 4)) return 'malformed';
  const families = [frame.bytes.readUInt32BE(0), ...(eitherOrder ? [frame.bytes.readUInt32LE(0)] : [])];
  if (families.includes(2)) return readIpv4(frame, 4);
  return families.some((family) => ipv6Families.includes(family)) ? readIpv6(frame, 4) : 'nonIp';
}

function readRaw(frame: Frame): IpRecord | RecordFault {
  if (!has(frame, 0, 1)) return 'malformed';
  const version = frame.bytes[0]! >> 4;
  if (version === 4) return readIpv4(frame, 0);
  return version === 6 ? readIpv6(frame, 0) : 'malformed';
}

function readTyped(frame: Frame, headerBytes: number, typeAt: number): IpRecord | RecordFault {
  if (!has(frame, 0, headerBytes)) return 'malformed';
  return readEtherType(frame, frame.bytes.readUInt16BE(typeAt), headerBytes);
}

function readEthernet(frame: Frame, headerBytes: number): IpRecord | RecordFault {
  if (!has(frame, 0, headerBytes)) return 'malformed';
  return readEthernetType(frame, frame.bytes.readUInt16BE(headerBytes - 2), headerBytes);
}

/** Solaris has a number of its own for IPv6. */
function readIpnet(frame: Frame): IpRecord | RecordFault {
  if (!has(frame, 0, 24)) return 'malformed';
  const family = frame.bytes[1]!;
  if (family === 2) return readIpv4(frame, 24);
  return family === 26 ? readIpv6(frame, 24) : 'nonIp';
}

const nflogPayload = 9;

/** A list of attributes in either byte order; one is the packet. */
function readNflog(frame: Frame): IpRecord | RecordFault {
  const { bytes } = frame;
  if (!has(frame, 0, 4)) return 'malformed';
  const family = bytes[0]!;
  if (family !== 2 && family !== 10) return 'nonIp';
  for (let at = 4, length: number; has(frame, at, 4); at += Math.ceil(length / 4) * 4) {
    const isLittle = bytes[at + 2] !== 0;
    length = isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    const type = (isLittle ? bytes.readUInt16LE(at + 2) : bytes.readUInt16BE(at + 2)) & 0x7fff;
    if (length < 4) return 'malformed';
    const packet = { ...frame, end: Math.min(frame.end, at + length) };
    if (type === nflogPayload) return family === 2 ? readIpv4(packet, at + 4) : readIpv6(packet, at + 4);
  }
  return 'malformed';
}

/** A header of macOS, with its own length and the link type of what follows. */
function readPktap({ bytes, end, wire }: Frame, otherwise: RecordFault): IpRecord | RecordFault {
  const header = end >= 108 ? bytes.readUInt32LE(0) : 0;
  if (header < 108 || header > end) return otherwise;
  if (bytes.readUInt32LE(4) !== 1) return 'nonIp';
  const linkType = bytes.readUInt32LE(8) & 0xffff;
  const inner = readLink(linkType, { bytes: bytes.subarray(header), end: end - header, wire: wire - header });
  return typeof inner === 'string' ? inner : { ...inner, addressesAt: inner.addressesAt + header };
}

/**
 * Reduces one captured record to its outermost IP header.
 *
 * @param linkType as libpcap numbers it
 * @param buffer holds the record from its start on
 * @param captured bytes of the record that are there
 * @param wire bytes that it had on the wire
 */
export function decodeRecord(
  linkType: number,
  buffer: Buffer,
  captured: number,
  wire: number,
): IpRecord | RecordFault {
  const frame = { bytes: buffer, end: captured, wire };
  if (linkType === 258) return readPktap(frame, 'malformed');
  return linkType === 149 ? readPktap(frame, 'unsupportedLink') : readLink(linkType, frame);
}

/** Ethernet, and Ethernet with the tag of a switch: lengths of their headers. */
const ethernetHeaders: ReadonlyMap<number, number> = new Map([
  [1, 14],
  [281, 18],
  [282, 18],
  [284, 18],
  [285, 22],
]);

function readLink(linkType: number, frame: Frame): IpRecord | RecordFault {
  const headerBytes = ethernetHeaders.get(linkType);
  if (headerBytes !== undefined) return readEthernet(frame, headerBytes);
  switch (linkType) {
    case 0:
      return readLoopback(frame, true);
    case 9:
    case 50:
      return readPpp(frame);
    case 12:
    case 14:
    case 101:
      return readRaw(frame);
    case 104:
      return readTyped(frame, 4, 2);
    case 108:
      return readLoopback(frame, false);
    case 113:
      return readTyped(frame, 16, 14);
    case 226:
      return readIpnet(frame);
    case 228:
      return readIpv4(frame, 0);
    case 229:
      return readIpv6(frame, 0);
    case 239:
      return readNflog(frame);
    case 242:
      return readTyped(frame, 44, 40);
    case 276:
      return readTyped(frame, 20, 0);
    default:
      return 'unsupportedLink';
  }
}
