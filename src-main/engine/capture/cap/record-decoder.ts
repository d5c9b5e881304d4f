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

function readEtherType(frame: Frame, type: number, at: number): IpRecord | RecordFault {
  switch (type) {
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return has(frame, at, 4) ? readEtherType(frame, frame.bytes.readUInt16BE(at + 2), at + 4) : 'malformed';
    case 0x0800:
      return readIpv4(frame, at);
    case 0x86dd:
      return readIpv6(frame, at);
    case 0x8864:
      return has(frame, at, 8)
        ? readPppProtocol(frame, frame.bytes.readUInt16BE(at + 6), at + 8)
        : 'malformed';
    default:
      return 'nonIp';
  }
}

function readPppProtocol(frame: Frame, protocol: number, at: number): IpRecord | RecordFault {
  if (protocol === 0x21) return readIpv4(frame, at);
  return protocol === 0x57 ? readIpv6(frame, at) : 'nonIp';
}

/** The address and control field may be left out, and so may the first byte of the protocol (RFC 1661). */
function readPpp(frame: Frame): IpRecord | RecordFault {
  const { bytes } = frame;
  const at = has(frame, 0, 2) && bytes.readUInt16BE(0) === 0xff03 ? 2 : 0;
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
  switch (linkType) {
    case 0:
      return readLoopback(frame, true);
    case 1:
      return readTyped(frame, 14, 12);
    case 9:
      return readPpp(frame);
    case 12:
    case 14:
    case 101:
      return readRaw(frame);
    case 108:
      return readLoopback(frame, false);
    case 113:
      return readTyped(frame, 16, 14);
    case 228:
      return readIpv4(frame, 0);
    case 229:
      return readIpv6(frame, 0);
    case 276:
      return readTyped(frame, 20, 0);
    default:
      return 'unsupportedLink';
  }
}
