/**
 * Writes the inputs from which fuzzing starts, one of each kind that the record rule and the file formats know:
 * `node src-capture/fuzz/seeds.mjs FOLDER`, into its folders `record`, `reader`, `unpack` and `netlink`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as link from '../../test/support/packets/link-frames.ts';
import { oldCapture, packed, plain } from '../../test/support/packets/packed-captures.ts';
import * as make from '../../test/support/packets/pcap-writer.ts';

const { ipv4: v4, ipv6: v6, arp, pppoe: session } = make.etherTypes;
const packet4 = make.ipv4();
const packet6 = make.ipv6();
const { ethernet, tagged } = make;

/** @type {[name: string, linkType: number, frame: Uint8Array][]} */
const frames = [
  ['ethernet-ipv4', 1, ethernet(v4, packet4)],
  ['ethernet-ipv6', 1, ethernet(v6, packet6)],
  ['ethernet-arp', 1, ethernet(arp, Buffer.alloc(28))],
  ['ethernet-options', 1, ethernet(v4, make.ipv4({ headerWords: 15, rest: 40 }))],
  ['ethernet-offload-ipv4', 1, ethernet(v4, make.ipv4({ totalLength: 0 }))],
  ['ethernet-offload-ipv6', 1, ethernet(v6, make.ipv6({ payloadLength: 0 }))],
  ['ethernet-jumbogram', 1, ethernet(v6, make.ipv6({ payloadLength: 0, nextHeader: 0 }))],
  ['ethernet-tags', 1, ethernet(0x88a8, tagged([0x9100, 0x8100, v4], packet4))],
  ['ethernet-pppoe', 1, ethernet(0x8100, tagged([session], make.pppoe(0x57, packet6)))],
  ['cooked', 113, make.cooked(v4, packet4)],
  ['cooked-v2', 276, make.cookedV2(0x8100, tagged([v6], packet6))],
  ['null', 0, make.nullLink(2, packet4)],
  ['null-big-endian', 0, make.nullLink(30, packet6, true)],
  ['loop', 108, make.loopLink(24, packet6)],
  ['ppp', 9, make.ppp([0xff, 0x03, 0x00, 0x21], packet4)],
  ['ppp-compressed', 9, make.ppp([0x57], packet6)],
  ['raw', 101, packet6],
  ['raw-bsd', 12, packet4],
  ['raw-openbsd', 14, packet4],
  ['ipv4', 228, packet4],
  ['ipv6', 229, packet6],
  ['ppp-hdlc', 50, make.ppp([0xff, 0x03, 0x00, 0x21], packet4)],
  ['cisco-hdlc', 104, link.ciscoHdlc(v4, packet4)],
  ['ppp-with-cisco-hdlc', 9, link.ciscoHdlc(v6, packet6)],
  ['pktap', 258, link.pktap(1, ethernet(v4, packet4))],
  ['nflog', 239, link.nflog(2, packet4)],
  ['ipnet', 226, link.ipnet(26, packet6)],
  ['ipoib', 242, link.ipoib(v4, packet4)],
  ['switch-tag', 281, link.switchTagged(v4, packet4, 4)],
  ['switch-tag-long', 285, link.switchTagged(v6, packet6, 8)],
  ['ethernet-mpls', 1, ethernet(0x8847, link.labelled(3, packet4))],
  ['ethernet-snap', 1, ethernet(1508, link.snap(v4, packet4))],
];

/** @param {number} linkType @param {Uint8Array} frame */
function recordInput(linkType, frame) {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(linkType);
  header.writeUInt32LE(frame.length, 2);
  return Buffer.concat([header, frame]);
}

/** @param {boolean} bigEndian */
function severalInterfaces(bigEndian) {
  const write = new make.PcapngWriter(bigEndian);
  return Buffer.concat([
    write.section(),
    write.interface({ linkType: 1, snapLength: 96, resolution: 9, offset: -3600n }),
    write.interface({ linkType: 101, resolution: 0x8a }),
    write.packet(ethernet(v4, packet4), 1_700_000_000_000_000_000n),
    write.packet(packet6, 1_700_000_000n, 1, 1500),
    write.oldPacket(ethernet(v6, packet6)),
    write.simplePacket(ethernet(v4, packet4)),
    write.block(5, Buffer.alloc(12)),
    write.section(),
    write.interface({ linkType: 113 }),
    write.packet(make.cooked(v4, packet4), 1n),
  ]);
}

/** @type {make.PcapRecord[]} */
const records = [
  { data: ethernet(v4, packet4), seconds: 1_700_000_000, fraction: 999_999 },
  { data: ethernet(v6, packet6), seconds: 1_700_000_001, originalLength: 1514 },
];

/** @type {[name: string, file: Uint8Array][]} */
const files = [
  ['classic', make.pcapFile(records)],
  ['classic-big-endian', make.pcapFile(records, { bigEndian: true })],
  ['classic-nanoseconds', make.pcapFile(records, { nanoseconds: true })],
  ['classic-cut', make.pcapFile(records).subarray(0, -5)],
  ['pcapng', make.pcapngFile(records)],
  ['pcapng-several', severalInterfaces(false)],
  ['pcapng-big-endian', severalInterfaces(true)],
  ['pcapng-cut', severalInterfaces(false).subarray(0, -5)],
  ['classic-2.1', oldCapture(1, true)],
  ['classic-2.3', oldCapture(3, true)],
  ['classic-2.3-not-swapped', oldCapture(3, false)],
  ['joined-by-cat', Buffer.concat([plain, plain])],
  ...packed.map(([name, file]) => /** @type {[string, Uint8Array]} */ ([name.replaceAll(' ', '-'), file])),
];

/**
 * A netlink message that answers: its fixed part and its attributes.
 * @param {number} type
 * @param {Buffer[]} parts
 */
function message(type, ...parts) {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + content.length);
  header.writeUInt16LE(type, 4);
  return Buffer.concat([header, content]);
}

/** @param {number} type @param {(Buffer | string)[]} contents */
function attribute(type, ...contents) {
  const content = Buffer.concat(
    contents.map((each) => (typeof each === 'string' ? Buffer.from(`${each}\0`) : each)),
  );
  const header = Buffer.alloc(4);
  header.writeUInt16LE(4 + content.length);
  header.writeUInt16LE(type, 2);
  return Buffer.concat([header, content, Buffer.alloc(-content.length & 3)]);
}

/** @param {number} number */
function u32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

/** @param {number} asked @param {Buffer[]} answers */
const netlinkInput = (asked, ...answers) =>
  Buffer.concat([
    Buffer.of(asked),
    ...answers.flatMap((answer) => [Buffer.of(answer.length & 0xff, answer.length >> 8), answer]),
  ]);

/** @param {Buffer} answer its first message tells that the list changed meanwhile */
function interrupted(answer) {
  const changed = Buffer.from(answer);
  changed.writeUInt16LE(0x10, 6);
  return changed;
}

const done = message(3, u32(0));
/** A port of a bridge with further names, and a VLAN in another network namespace. */
const links = Buffer.concat([
  message(
    16,
    ...[u32(0), u32(2), u32(1), u32(0), attribute(3, 'eth0'), attribute(10, u32(7))],
    attribute(0x8034, attribute(53, 'first'), attribute(53, 'second')),
    attribute(0x8012, attribute(1, 'veth'), attribute(4, 'bridge')),
  ),
  message(
    16,
    ...[u32(0), u32(3), u32(0), u32(0), attribute(3, 'eth0.1'), attribute(5, u32(2)), attribute(37, u32(1))],
    attribute(18, attribute(1, 'vlan')),
  ),
]);
const counters = message(92, u32(0), u32(2), u32(1), attribute(1, Buffer.alloc(200, 1)));

/** @type {[name: string, input: Uint8Array][]} */
const answers = [
  ['links', netlinkInput(0, links, done)],
  ['links-interrupted', netlinkInput(0, interrupted(links), done, links, done)],
  ['links-refused', netlinkInput(0, message(2, u32(0xffffffff)))],
  ['counters', netlinkInput(1, Buffer.concat([counters, done]))],
];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node src-capture/fuzz/seeds.mjs FOLDER');

/** @param {string} kind @param {string} name @param {Uint8Array} input */
function write(kind, name, input) {
  mkdirSync(join(folder, kind), { recursive: true });
  writeFileSync(join(folder, kind, name), input);
}

for (const [name, linkType, frame] of frames) write('record', name, recordInput(linkType, frame));
for (const [name, file] of files) write('reader', name, file);
for (const [name, file] of packed)
  write('unpack', name.replaceAll(' ', '-'), Buffer.concat([Buffer.of(1), file]));
for (const [name, input] of answers) write('netlink', name, input);
