import { afterAll, describe, expect, it } from 'vitest';
import {
  ciscoHdlc,
  ipnet,
  ipoib,
  labelled,
  nflog,
  pktap,
  snap,
  switchTagged,
} from '../../support/packets/link-frames.ts';
import {
  cooked,
  cookedV2,
  ethernet,
  etherTypes,
  ipv4,
  ipv6,
  loopLink,
  nullLink,
  pcapFile,
  ppp,
  pppoe,
  tagged,
} from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';

type Expected = number | 'nonIp' | 'malformed' | 'unsupportedLink';
type Case = readonly [
  name: string,
  linkType: number,
  data: Uint8Array,
  expected: Expected,
  originalLength?: number,
];

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const { ipv4: v4, ipv6: v6, arp, mpls, pppoe: session } = etherTypes;
const packet4 = ipv4({ totalLength: 1500 });
const packet6 = ipv6({ payloadLength: 1460 });
const unsized4 = ipv4({ totalLength: 0 });
const unsized6 = (nextHeader = 6): Buffer => ipv6({ payloadLength: 0, nextHeader });

const linkTypes: Case[] = [
  ['Ethernet with IPv4', 1, ethernet(v4, packet4), 1500],
  ['Ethernet with IPv6', 1, ethernet(v6, packet6), 1500],
  ['Ethernet with FCS flags in the link type', 0x14000001, ethernet(v4, packet4), 1500],
  ['Ethernet with a class in the link type', 0x00020001, ethernet(v4, packet4), 1500],
  ['one 802.1Q tag', 1, ethernet(0x8100, tagged([v4], packet4)), 1500],
  ['802.1ad in 0x9100 in 802.1Q', 1, ethernet(0x88a8, tagged([0x9100, 0x8100, v6], packet6)), 1500],
  ['ten tags', 1, ethernet(0x8100, tagged([...Array<number>(9).fill(0x8100), v4], packet4)), 1500],
  ['PPPoE with IPv4', 1, ethernet(session, pppoe(0x21, packet4)), 1500],
  ['PPPoE with IPv6 in a tag', 1, ethernet(0x8100, tagged([session], pppoe(0x57, packet6))), 1500],
  ['PPPoE with LCP', 1, ethernet(session, pppoe(0xc021, packet4)), 'nonIp'],
  ['cooked v1', 113, cooked(v4, packet4), 1500],
  ['cooked v1 with tags', 113, cooked(0x8100, tagged([0x8100, v6], packet6)), 1500],
  ['cooked v1 with PPPoE', 113, cooked(session, pppoe(0x21, packet4)), 1500],
  ['cooked v2', 276, cookedV2(v6, packet6), 1500],
  ['cooked v2 with a tag', 276, cookedV2(0x88a8, tagged([v4], packet4)), 1500],
  ['NULL, little-endian', 0, nullLink(2, packet4), 1500],
  ['NULL, big-endian', 0, nullLink(2, packet4, true), 1500],
  ['NULL of NetBSD', 0, nullLink(24, packet6), 1500],
  ['NULL of FreeBSD', 0, nullLink(28, packet6, true), 1500],
  ['NULL of macOS', 0, nullLink(30, packet6), 1500],
  ['NULL with AppleTalk', 0, nullLink(16, packet4), 'nonIp'],
  ['LOOP', 108, loopLink(2, packet4), 1500],
  ['LOOP with IPv6', 108, loopLink(24, packet6), 1500],
  ['LOOP in the wrong byte order', 108, nullLink(2, packet4), 'nonIp'],
  ...[12, 14, 101].flatMap((link): Case[] => [
    [`raw IP (${link}) with IPv4`, link, packet4, 1500],
    [`raw IP (${link}) with IPv6`, link, packet6, 1500],
    [`raw IP (${link}) of version 5`, link, ipv4({ version: 5 }), 'malformed'],
    [`raw IP (${link}) without a byte`, link, Buffer.alloc(0), 'malformed'],
  ]),
  ['raw IPv4', 228, packet4, 1500],
  ['raw IPv4 with IPv6', 228, packet6, 'malformed'],
  ['raw IPv6', 229, packet6, 1500],
  ['raw IPv6 with IPv4', 229, ipv4({ rest: 40 }), 'malformed'],
  ['PPP', 9, ppp([0x00, 0x21], packet4), 1500],
  ['PPP with address and control', 9, ppp([0xff, 0x03, 0x00, 0x57], packet6), 1500],
  ['PPP with a short protocol', 9, ppp([0x21], packet4), 1500],
  ['PPP with all of it', 9, ppp([0xff, 0x03, 0x57], packet6), 1500],
  ['PPP with LCP', 9, ppp([0xff, 0x03, 0xc0, 0x21], packet4), 'nonIp'],
  ['IEEE 802.11', 105, ethernet(v4, packet4), 'unsupportedLink'],
  ['PPP with HDLC framing', 50, ppp([0xff, 0x03, 0x00, 0x21], packet4), 1500],
  ['Cisco HDLC', 104, ciscoHdlc(v4, packet4), 1500],
  ['Cisco HDLC as PPP with HDLC framing', 50, ciscoHdlc(v6, packet6), 1500],
  ['Cisco HDLC as PPP', 9, ciscoHdlc(v4, packet4), 1500],
  ['Cisco HDLC with its keep-alive', 9, ciscoHdlc(0x8035, packet4), 'nonIp'],
  [
    'PPPoE with a short protocol',
    1,
    ethernet(session, Buffer.from([0x11, 0, 0, 7, 0, 1, 0x21, ...packet4])),
    1500,
  ],
  ['PKTAP with Ethernet', 258, pktap(1, ethernet(v4, packet4)), 1500],
  ['PKTAP with raw IP', 258, pktap(12, packet6), 1500],
  ['PKTAP as Apple writes it', 149, pktap(1, ethernet(v4, packet4)), 1500],
  ['PKTAP without a packet', 258, pktap(1, ethernet(v4, packet4), 0), 'nonIp'],
  ['PKTAP in PKTAP', 258, pktap(258, pktap(1, ethernet(v4, packet4))), 'unsupportedLink'],
  ['a link type of the user that is not a PKTAP', 149, ethernet(v4, packet4), 'unsupportedLink'],
  ['NFLOG', 239, nflog(2, packet4), 1500],
  ['NFLOG, big-endian, with IPv6', 239, nflog(10, packet6, true), 1500],
  ['NFLOG of a bridge', 239, nflog(7, packet4), 'nonIp'],
  ['IPNET', 226, ipnet(2, packet4), 1500],
  ['IPNET with IPv6', 226, ipnet(26, packet6), 1500],
  ['IP over InfiniBand', 242, ipoib(v4, packet4), 1500],
  ['the tag of a Broadcom switch', 281, switchTagged(v4, packet4, 4), 1500],
  ['the tag of a Broadcom switch before the frame', 282, switchTagged(v6, packet6, 'before'), 1500],
  ['the tag of a Marvell switch', 284, switchTagged(0x8100, tagged([v4], packet4), 4), 1500],
  ['the longer tag of a Marvell switch', 285, switchTagged(v4, packet4, 8), 1500],
  ['MPLS', 1, ethernet(mpls, labelled(1, packet4)), 1500],
  [
    'MPLS for many receivers, three labels, in a tag',
    1,
    ethernet(0x8100, tagged([0x8848], labelled(3, packet6))),
    1500,
  ],
  ['MPLS with something else below', 1, ethernet(mpls, labelled(2, Buffer.alloc(60))), 'nonIp'],
  ['a stack of labels cut short', 1, ethernet(mpls, labelled(2, packet4).subarray(0, 6)), 'malformed'],
  ['SNAP', 1, ethernet(1508, snap(v4, packet4)), 1500],
  ['SNAP of a length in a tag', 1, ethernet(0x8100, tagged([1508], snap(v6, packet6))), 1500],
  [
    'SNAP of another organisation',
    1,
    ethernet(60, Buffer.from([0xaa, 0xaa, 3, 0, 0, 0x0c, 8, 0, ...packet4])),
    'nonIp',
  ],
  ['LLC', 1, ethernet(60, Buffer.from([0x42, 0x42, 3, ...packet4])), 'nonIp'],
];

const lengths: Case[] = [
  ['padding after the packet', 1, ethernet(v4, Buffer.concat([ipv4({ rest: 1 }), Buffer.alloc(25)])), 21],
  ['a packet cut by the snap length', 1, ethernet(v4, ipv4({ totalLength: 9000, rest: 0 })), 9000, 9014],
  ['IPv4 options', 101, ipv4({ headerWords: 15, totalLength: 60 }), 60],
  ['offloaded IPv4', 1, ethernet(v4, unsized4), 70_000, 70_014],
  ['offloaded IPv4 in a tag', 1, ethernet(0x8100, tagged([v4], unsized4)), 70_000, 70_018],
  ['offloaded IPv4 of the least length', 101, unsized4, 20, 20],
  ['offloaded IPv4 below the least length', 101, unsized4, 'malformed', 19],
  ['offloaded IPv4 shorter on the wire than its link header', 1, ethernet(v4, unsized4), 'malformed', 3],
  ['the longest IPv4', 101, ipv4({ totalLength: 65_535 }), 65_535],
  ['the longest IPv6', 101, ipv6({ payloadLength: 65_535 }), 65_575],
  ['an empty IPv6', 1, ethernet(v6, ipv6({ nextHeader: 59, rest: 0 })), 40],
  ['an empty, padded IPv6', 1, ethernet(v6, unsized6(59)), 40, 14 + 60],
  ['offloaded IPv6', 1, ethernet(v6, unsized6()), 61, 14 + 61],
  ['large offloaded IPv6', 1, ethernet(v6, unsized6()), 180_000, 180_014],
  ['a jumbogram', 1, ethernet(v6, unsized6(0)), 48, 14 + 48],
  ['a jumbogram of its true size', 1, ethernet(v6, unsized6(0)), 100_000, 100_014],
  ['the greatest length that a file can say', 101, unsized4, 0xffffffff, 0xffffffff],
];

const malformed: Case[] = [
  ['an empty Ethernet record', 1, Buffer.alloc(0), 'malformed'],
  ['13 bytes of Ethernet', 1, Buffer.alloc(13), 'malformed'],
  ['a tag cut short', 1, ethernet(0x8100, Buffer.alloc(3)), 'malformed'],
  ['a PPPoE header cut short', 1, ethernet(session, Buffer.alloc(7)), 'malformed'],
  ['15 bytes of cooked v1', 113, Buffer.alloc(15), 'malformed'],
  ['19 bytes of cooked v2', 276, Buffer.alloc(19), 'malformed'],
  ['3 bytes of NULL', 0, Buffer.alloc(3), 'malformed'],
  ['3 bytes of LOOP', 108, Buffer.alloc(3), 'malformed'],
  ['PPP without a protocol', 9, Buffer.from([0xff, 0x03]), 'malformed'],
  ['PPP with half a protocol', 9, Buffer.from([0x00]), 'malformed'],
  ['19 bytes of IPv4', 1, ethernet(v4, packet4.subarray(0, 19)), 'malformed'],
  ['IPv4 of version 6', 1, ethernet(v4, ipv4({ version: 6 })), 'malformed'],
  ['IPv4 with 16 header bytes', 1, ethernet(v4, ipv4({ headerWords: 4 })), 'malformed'],
  [
    'a total length below the header',
    1,
    ethernet(v4, ipv4({ headerWords: 6, totalLength: 23 })),
    'malformed',
  ],
  ['39 bytes of IPv6', 1, ethernet(v6, packet6.subarray(0, 39)), 'malformed'],
  ['IPv6 of version 4', 1, ethernet(v6, ipv6({ version: 4 })), 'malformed'],
];

const others: Case[] = [
  ['ARP', 1, ethernet(arp, Buffer.alloc(28)), 'nonIp'],
  ['a lone Ethernet header', 1, ethernet(arp, Buffer.alloc(0)), 'nonIp'],
  ['LLC', 1, ethernet(0x05dc, packet4), 'nonIp'],
  ['ARP in a tag', 1, ethernet(0x8100, tagged([arp], Buffer.alloc(28))), 'nonIp'],
  ['PPPoE discovery', 1, ethernet(0x8863, pppoe(0x21, packet4)), 'nonIp'],
];

function checkCase(...[name, linkType, data, expected, originalLength]: Case): void {
  it(`counts ${name} as ${expected}`, async () => {
    const record = { data, ...(originalLength === undefined ? {} : { originalLength }) };
    const totals = totalsOf(await replay(folder.write(pcapFile([record], { linkType }))));
    const kind = typeof expected === 'number' ? 'ip' : expected;
    const counters = { records: 1, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0, damaged: false };
    const sums = typeof expected === 'number' ? [{ bytes: BigInt(expected), packets: 1n }] : [];
    expect(totals).toMatchObject({ ...counters, [kind]: 1 });
    expect([...totals.flows.values()]).toEqual(sums);
  });
}

describe('the rule for one captured record', () => {
  describe('link types', () => linkTypes.forEach((one) => checkCase(...one)));
  describe('lengths', () => lengths.forEach((one) => checkCase(...one)));
  describe('malformed records', () => malformed.forEach((one) => checkCase(...one)));
  describe('other protocols', () => others.forEach((one) => checkCase(...one)));

  it('takes the addresses of the outermost header', async () => {
    const inner = ipv4({ source: '10.0.0.1', destination: '10.0.0.2' });
    const tunnel = Buffer.concat([ipv4({ totalLength: 48, rest: 0 }), inner]);
    const totals = totalsOf(await replay(folder.write(pcapFile([{ data: ethernet(v4, tunnel) }]))));
    expect([...totals.flows]).toEqual([['0 c0000201 c6336402', { bytes: 48n, packets: 1n }]]);
  });
});
