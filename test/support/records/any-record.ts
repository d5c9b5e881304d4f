import fc from 'fast-check';
import {
  ciscoHdlc,
  ipnet,
  ipoib,
  labelled,
  nflog,
  pktap,
  snap,
  switchTagged,
} from '../packets/link-frames.ts';
import {
  cooked,
  cookedV2,
  ethernet,
  ipv4,
  ipv6,
  nullLink,
  type PcapRecord,
  ppp,
  pppoe,
  tagged,
} from '../packets/pcap-writer.ts';

/** All link types of the rule, one that it does not know, and one with the flags of an FCS. */
export const linkTypes = [
  ...[0, 1, 9, 12, 14, 50, 101, 104, 108, 113, 149, 226, 228, 229, 239, 242, 258, 276],
  ...[281, 282, 284, 285, 105, 0x14000001],
];
const length = fc.oneof(
  fc.constantFrom(0, 1, 19, 20, 21, 39, 40, 41, 60, 61, 65_535),
  fc.nat({ max: 65_535 }),
);
const rest = fc.nat({ max: 64 });
const mostly = (usual: number, ...others: number[]): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const anyIpv4 = fc
  .record({ version: mostly(4, 6, 0), headerWords: mostly(5, 4, 6, 15), totalLength: length, rest })
  .map(ipv4);
const anyIpv6 = fc
  .record({
    version: mostly(6, 4),
    nextHeader: fc.constantFrom(0, 6, 17, 59),
    payloadLength: length,
    source: fc.nat({ max: 5 }),
    rest,
  })
  .map(ipv6);
const anyPacket = fc.oneof(anyIpv4, anyIpv6, fc.uint8Array({ maxLength: 50 }));

const etherType = fc.constantFrom(
  0x0800,
  0x0800,
  0x86dd,
  0x86dd,
  0x8100,
  0x88a8,
  0x9100,
  0x8864,
  0x8847,
  0x0806,
  0x0100,
);
const pppProtocol = fc.constantFrom(0x21, 0x57, 0xc021);
const pppStart = fc.constantFrom(
  [0, 0x21],
  [0x21],
  [0xff, 3, 0, 0x57],
  [0xff, 3, 0x57],
  [0xc0, 0x21],
  [0x0f, 0, 8, 0],
  [0x8f, 0, 0x86, 0xdd],
  [0xff],
  [],
);
const payload = fc.oneof(
  { weight: 4, arbitrary: anyPacket },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(etherType, { minLength: 1, maxLength: 4 }), anyPacket)
      .map((a) => tagged(...a)),
  },
  { weight: 1, arbitrary: fc.tuple(pppProtocol, anyPacket).map((a) => pppoe(...a)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(0x8864, 0x8100), pppProtocol, anyPacket)
      .map(([type, protocol, packet]) => tagged([type], pppoe(protocol, packet))),
  },
);

const deepPayload = fc.oneof(
  { weight: 4, arbitrary: payload },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 4 }), anyPacket).map((a) => labelled(...a)) },
  { weight: 1, arbitrary: fc.tuple(etherType, payload).map((a) => snap(...a)) },
  {
    weight: 1,
    arbitrary: anyPacket.map((packet) => Buffer.concat([Buffer.from([0x11, 0, 0, 7, 0, 1, 0x21]), packet])),
  },
);

/** Frames that fit the link type, of every kind, in every state of disrepair. */
function frameOf(linkType: number): fc.Arbitrary<Uint8Array> {
  switch (linkType & 0xffff) {
    case 1:
      return fc.tuple(etherType, deepPayload).map((a) => ethernet(...a));
    case 113:
      return fc.tuple(etherType, payload).map((a) => cooked(...a));
    case 276:
      return fc.tuple(etherType, payload).map((a) => cookedV2(...a));
    case 0:
    case 108:
      return fc.tuple(fc.constantFrom(2, 24, 28, 30, 7), anyPacket, fc.boolean()).map((a) => nullLink(...a));
    case 104:
      return fc.tuple(etherType, deepPayload).map((a) => ciscoHdlc(...a));
    case 149:
    case 258:
      return fc.tuple(fc.constantFrom(0, 1, 12, 258), anyPacket, mostly(1, 0)).map((a) => pktap(...a));
    case 226:
      return fc.tuple(fc.constantFrom(2, 26, 7), anyPacket).map((a) => ipnet(...a));
    case 239:
      return fc.tuple(fc.constantFrom(2, 10, 7), anyPacket, fc.boolean()).map((a) => nflog(...a));
    case 242:
      return fc.tuple(etherType, deepPayload).map((a) => ipoib(...a));
    case 281:
    case 282:
    case 284:
    case 285:
      return fc
        .tuple(etherType, deepPayload, fc.constantFrom(4 as const, 8 as const, 'before' as const))
        .map((a) => switchTagged(...a));
    case 9:
    case 50:
      return fc.tuple(pppStart, anyPacket).map((a) => ppp(...a));
    default:
      return anyPacket;
  }
}

const disrepair = fc.record({
  cut: fc.option(fc.nat({ max: 80 }), { freq: 3 }),
  flip: fc.option(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })), { freq: 3 }),
});

const damage = (
  frame: Uint8Array,
  { cut, flip }: { cut: number | null; flip: [number, number] | null },
): Buffer => {
  const data = Buffer.from(frame.subarray(0, cut ?? undefined));
  if (flip !== null && flip[0] < data.length) data.writeUInt8(flip[1], flip[0]);
  return data;
};

/** A record of a link type, with any time and any length on the wire. */
export const recordOf = (linkType: number): fc.Arbitrary<PcapRecord> =>
  fc
    .record({
      frame: frameOf(linkType),
      state: disrepair,
      seconds: fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 0xffffffff })),
      fraction: fc.oneof(fc.nat({ max: 999_999 }), fc.nat({ max: 0xffffffff })),
      more: fc.oneof(fc.constant(0), fc.nat({ max: 100_000 })),
    })
    .map(({ frame, state, seconds, fraction, more }) => {
      const data = damage(frame, state);
      return { data, seconds, fraction, originalLength: data.length + more };
    });
