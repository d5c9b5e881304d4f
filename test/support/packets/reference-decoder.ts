/**
 * The rule for one captured record, a second time: slow, plain, and written from the design's text alone,
 * so that it can be compared with the helper.
 */

export interface CaptureTotals {
  records: number;
  ip: number;
  nonIp: number;
  malformed: number;
  unsupportedLink: number;
  /** `fromMs source destination` (addresses in hexadecimal) to `bytes packets`. */
  flows: Map<string, { bytes: bigint; packets: bigint }>;
  /** Whether the file ends in the middle of something. */
  damaged: boolean;
}

export const emptyTotals = (): CaptureTotals => ({
  ...{ records: 0, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0 },
  flows: new Map(),
  damaged: false,
});

type Verdict =
  'nonIp' | 'malformed' | 'unsupportedLink' | { source: string; destination: string; bytes: bigint };

/** What is left of a record, and how long that was on the wire. */
interface Rest {
  bytes: Uint8Array;
  wire: number;
}

const skip = ({ bytes, wire }: Rest, count: number): Rest => ({
  bytes: bytes.subarray(count),
  wire: wire - count,
});
const number = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const field = ({ bytes }: Rest, from: number, length: number): number =>
  number(bytes.subarray(from, from + length));

function readIpv4(rest: Rest): Verdict {
  if (rest.bytes.length < 20) return 'malformed';
  const version = Math.floor(field(rest, 0, 1) / 16);
  const headerLength = (field(rest, 0, 1) % 16) * 4;
  if (version !== 4 || headerLength < 20) return 'malformed';
  const totalLength = field(rest, 2, 2);
  const bytes = totalLength === 0 ? rest.wire : totalLength;
  if (bytes < headerLength) return 'malformed';
  return {
    source: hex(rest.bytes.subarray(12, 16)),
    destination: hex(rest.bytes.subarray(16, 20)),
    bytes: BigInt(bytes),
  };
}

function readIpv6(rest: Rest): Verdict {
  if (rest.bytes.length < 40) return 'malformed';
  if (Math.floor(field(rest, 0, 1) / 16) !== 6) return 'malformed';
  const addresses = {
    source: hex(rest.bytes.subarray(8, 24)),
    destination: hex(rest.bytes.subarray(24, 40)),
  };
  const payload = field(rest, 4, 2);
  if (payload > 0) return { ...addresses, bytes: BigInt(40 + payload) };
  const jumbogram = field(rest, 6, 1) === 0;
  if (!jumbogram && rest.wire <= 60) return { ...addresses, bytes: 40n };
  return rest.wire < 40 ? 'malformed' : { ...addresses, bytes: BigInt(rest.wire) };
}

function readMpls(rest: Rest): Verdict {
  if (rest.bytes.length < 4) return 'malformed';
  const isBottom = field(rest, 2, 1) % 2 === 1;
  const below = skip(rest, 4);
  if (!isBottom) return readMpls(below);
  if (below.bytes.length === 0) return 'malformed';
  const version = Math.floor(field(below, 0, 1) / 16);
  if (version === 4) return readIpv4(below);
  return version === 6 ? readIpv6(below) : 'nonIp';
}

/** @param onEthernet whether a number below 0x600 is the length of an LLC frame */
function readEtherType(etherType: number, rest: Rest, onEthernet = false): Verdict {
  const isSnap = onEthernet && etherType < 0x600 && hex(rest.bytes.subarray(0, 6)) === 'aaaa03000000';
  if (isSnap) return rest.bytes.length < 8 ? 'nonIp' : readEtherType(field(rest, 6, 2), skip(rest, 8));
  switch (etherType) {
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return rest.bytes.length < 4
        ? 'malformed'
        : readEtherType(field(rest, 2, 2), skip(rest, 4), onEthernet);
    case 0x0800:
      return readIpv4(rest);
    case 0x86dd:
      return readIpv6(rest);
    case 0x8847:
    case 0x8848:
      return readMpls(rest);
    case 0x8864:
      return rest.bytes.length < 6 ? 'malformed' : readPppPayload(skip(rest, 6));
    default:
      return 'nonIp';
  }
}

function readPppProtocol(protocol: number, rest: Rest): Verdict {
  if (protocol === 0x21) return readIpv4(rest);
  return protocol === 0x57 ? readIpv6(rest) : 'nonIp';
}

function readPpp(whole: Rest): Verdict {
  const start = whole.bytes.length >= 2 ? field(whole, 0, 2) : 0;
  if (start === 0x0f00 || start === 0x8f00) return readTyped(whole, 4, 2);
  return readPppPayload(start === 0xff03 ? skip(whole, 2) : whole);
}

function readPppPayload(rest: Rest): Verdict {
  if (rest.bytes.length === 0) return 'malformed';
  if (field(rest, 0, 1) % 2 === 1) return readPppProtocol(field(rest, 0, 1), skip(rest, 1));
  return rest.bytes.length < 2 ? 'malformed' : readPppProtocol(field(rest, 0, 2), skip(rest, 2));
}

function readFamily(families: number[], rest: Rest): Verdict {
  if (families.includes(2)) return readIpv4(rest);
  return families.some((family) => [24, 28, 30].includes(family)) ? readIpv6(rest) : 'nonIp';
}

function readLoopback(rest: Rest, eitherOrder: boolean): Verdict {
  if (rest.bytes.length < 4) return 'malformed';
  const big = field(rest, 0, 4);
  const little = number(Uint8Array.from(rest.bytes.subarray(0, 4)).reverse());
  return readFamily(eitherOrder ? [big, little] : [big], skip(rest, 4));
}

function readRaw(rest: Rest): Verdict {
  if (rest.bytes.length === 0) return 'malformed';
  const version = Math.floor(field(rest, 0, 1) / 16);
  if (version === 4) return readIpv4(rest);
  return version === 6 ? readIpv6(rest) : 'malformed';
}

function readTyped(rest: Rest, headerLength: number, typeAt: number, onEthernet = false): Verdict {
  if (rest.bytes.length < headerLength) return 'malformed';
  return readEtherType(field(rest, typeAt, 2), skip(rest, headerLength), onEthernet);
}

function readIpnet(rest: Rest): Verdict {
  if (rest.bytes.length < 24) return 'malformed';
  const family = field(rest, 1, 1);
  if (family === 2) return readIpv4(skip(rest, 24));
  return family === 26 ? readIpv6(skip(rest, 24)) : 'nonIp';
}

const littleEndian = ({ bytes }: Rest, from: number, length: number): number =>
  number(Uint8Array.from(bytes.subarray(from, from + length)).reverse());

/** Attributes of netfilter's log; their types are below 256, which tells their byte order. */
function readNflog(rest: Rest): Verdict {
  if (rest.bytes.length < 4) return 'malformed';
  const family = field(rest, 0, 1);
  if (family !== 2 && family !== 10) return 'nonIp';
  for (let list = skip(rest, 4); list.bytes.length >= 4;) {
    const read = field(list, 2, 1) === 0 ? field : littleEndian;
    const length = read(list, 0, 2);
    if (length < 4) return 'malformed';
    const packet = skip({ ...list, bytes: list.bytes.subarray(0, length) }, 4);
    if (read(list, 2, 2) % 0x8000 === 9) return family === 2 ? readIpv4(packet) : readIpv6(packet);
    list = skip(list, length + ((4 - (length % 4)) % 4));
  }
  return 'malformed';
}

function readPktap(rest: Rest, otherwise: Verdict): Verdict {
  const header = rest.bytes.length >= 108 ? littleEndian(rest, 0, 4) : 0;
  if (header < 108 || header > rest.bytes.length) return otherwise;
  if (littleEndian(rest, 4, 4) !== 1) return 'nonIp';
  return readLink(littleEndian(rest, 8, 2), skip(rest, header));
}

function readRecord(linkType: number, rest: Rest): Verdict {
  if (linkType === 258) return readPktap(rest, 'malformed');
  return linkType === 149 ? readPktap(rest, 'unsupportedLink') : readLink(linkType, rest);
}

function readLink(linkType: number, rest: Rest): Verdict {
  switch (linkType) {
    case 0:
      return readLoopback(rest, true);
    case 1:
      return readTyped(rest, 14, 12, true);
    case 9:
    case 50:
      return readPpp(rest);
    case 12:
    case 14:
    case 101:
      return readRaw(rest);
    case 104:
      return readTyped(rest, 4, 2);
    case 108:
      return readLoopback(rest, false);
    case 113:
      return readTyped(rest, 16, 14);
    case 226:
      return readIpnet(rest);
    case 228:
      return readIpv4(rest);
    case 229:
      return readIpv6(rest);
    case 239:
      return readNflog(rest);
    case 242:
      return readTyped(rest, 44, 40);
    case 276:
      return readTyped(rest, 20, 0);
    case 281:
    case 282:
    case 284:
      return readTyped(rest, 18, 16, true);
    case 285:
      return readTyped(rest, 22, 20, true);
    default:
      return 'unsupportedLink';
  }
}

function count(totals: CaptureTotals, fromMs: number, verdict: Verdict): void {
  totals.records++;
  if (typeof verdict === 'string') {
    totals[verdict]++;
    return;
  }
  totals.ip++;
  const key = `${fromMs} ${verdict.source} ${verdict.destination}`;
  const sum = totals.flows.get(key) ?? { bytes: 0n, packets: 0n };
  totals.flows.set(key, { bytes: sum.bytes + verdict.bytes, packets: sum.packets + 1n });
}

/** Totals of a classic pcap file, by intervals of `intervalMs`. */
export function referenceTotals(file: Uint8Array, intervalMs = 1000): CaptureTotals {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const little = [0xa1b2c3d4, 0xa1b23c4d].includes(view.getUint32(0, true));
  const u32 = (at: number): number => view.getUint32(at, little);
  const perSecond = u32(0) === 0xa1b23c4d ? 1e9 : 1e6;
  const linkType = u32(20) % 0x10000;
  const totals = emptyTotals();
  for (let at = 24; at < file.length;) {
    const dataAt = at + 16;
    const next = dataAt <= file.length ? dataAt + u32(at + 8) : Infinity;
    if (next > file.length) return { ...totals, damaged: true };
    const timeMs = u32(at) * 1000 + Math.floor(u32(at + 4) / (perSecond / 1000));
    const fromMs = Math.floor(timeMs / intervalMs) * intervalMs;
    count(totals, fromMs, readRecord(linkType, { bytes: file.subarray(dataAt, next), wire: u32(at + 12) }));
    at = next;
  }
  return totals;
}
