import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { CaptureFolder, replay, totalsOf } from '../../helpers/pcap-replay.ts';
import {
  cooked,
  cookedV2,
  ethernet,
  ipv4,
  ipv6,
  nullLink,
  pcapFile,
  pcapngFile,
  type PcapRecord,
  ppp,
  pppoe,
  tagged,
} from '../../helpers/pcap-writer.ts';
import { referenceTotals } from '../../helpers/reference-decoder.ts';

const root = resolve(import.meta.dirname, '../../..');
const checkedHelper = resolve(root, 'src-capture/build/asan/streamchecker-capture');
const folder = new CaptureFolder();
afterAll(() => folder.remove());

const linkTypes = [0, 1, 9, 12, 14, 101, 108, 113, 228, 229, 276, 105, 0x14000001];
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

/** Frames that fit the link type, of every kind, in every state of disrepair. */
function frameOf(linkType: number): fc.Arbitrary<Uint8Array> {
  switch (linkType & 0xffff) {
    case 1:
      return fc.tuple(etherType, payload).map((a) => ethernet(...a));
    case 113:
      return fc.tuple(etherType, payload).map((a) => cooked(...a));
    case 276:
      return fc.tuple(etherType, payload).map((a) => cookedV2(...a));
    case 0:
    case 108:
      return fc.tuple(fc.constantFrom(2, 24, 28, 30, 7), anyPacket, fc.boolean()).map((a) => nullLink(...a));
    case 9:
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

const recordOf = (linkType: number): fc.Arbitrary<PcapRecord> =>
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

const anyFile = fc
  .record({ linkType: fc.constantFrom(...linkTypes), bigEndian: fc.boolean(), nanoseconds: fc.boolean() })
  .chain((options) =>
    fc
      .tuple(
        fc.array(recordOf(options.linkType), { maxLength: 400, size: 'max' }),
        fc.nat({ max: 30 }),
        fc.boolean(),
      )
      .map(([records, lost, whole]) => {
        const file = pcapFile(records, options);
        return whole ? file : file.subarray(0, Math.max(24, file.length - lost));
      }),
  );

/** The same records in both formats; pcapng has no fractions of its own unit and no FCS flags. */
const anyPair = fc.constantFrom(...linkTypes.filter((linkType) => linkType < 0x10000)).chain((linkType) =>
  fc.record({
    linkType: fc.constant(linkType),
    bigEndian: fc.boolean(),
    records: fc.array(recordOf(linkType)),
  }),
);

const agreesOnPcapng = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyPair, async ({ records, ...options }) => {
      const totals = totalsOf(await replay(folder.write(pcapngFile(records, options)), { helperPath }));
      expect(totals).toEqual(referenceTotals(pcapFile(records, options)));
    }),
    { numRuns },
  );

/** Any single change of a byte may change the totals, but never more than that. */
const survivesAnything = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyPair, fc.nat(), fc.nat({ max: 255 }), async ({ records, ...options }, at, value) => {
      const content = pcapngFile(records, options);
      content.writeUInt8(value, at % content.length);
      const reading = replay(folder.write(content), { helperPath });
      await reading.catch((error: unknown) => expect(error).toMatchObject({ code: 'capture/bad-file' }));
    }),
    { numRuns },
  );

const agreesWithReference = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyFile, async (content) => {
      const totals = totalsOf(await replay(folder.write(content), { helperPath }));
      expect(totals).toEqual(referenceTotals(content));
    }),
    { numRuns },
  );

describe('the helper and the reference decoder', () => {
  it('agree on any file', () => agreesWithReference(findHelper(), 300));
  it('agree on any pcapng file', () => agreesOnPcapng(findHelper(), 100));

  describe('under sanitizers', () => {
    beforeAll(() => {
      execFileSync('make', ['-s', '-C', 'src-capture', 'asan'], { cwd: root });
      expect(existsSync(checkedHelper)).toBe(true);
    });

    it('agree on any file', () => agreesWithReference(checkedHelper, 60));
    it('agree on any pcapng file', () => agreesOnPcapng(checkedHelper, 30));
    it('survive any change of a byte', () => survivesAnything(checkedHelper, 60));
  });
});
