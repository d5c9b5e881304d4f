import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperDecoder } from '../../../src-main/engine/capture/helper-decoder.ts';
import type { HelperFrame } from '../../../src-main/engine/capture/helper-protocol.ts';

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value));
  return bytes;
};

const frame = (type: number, index: number, ...payload: Buffer[]): Buffer => {
  const body = Buffer.concat(payload);
  return Buffer.concat([u32(body.length), Buffer.from([type, 0]), u16(index), body]);
};

interface Entry {
  readonly bytes: bigint;
  readonly packets: bigint;
}

const sumOf = (entries: readonly Entry[], name: keyof Entry): bigint =>
  entries.reduce((sum, entry) => sum + entry[name], 0n);

function flowsFrame(
  family: number,
  entries: readonly Entry[],
  sums = { bytes: sumOf(entries, 'bytes'), packets: sumOf(entries, 'packets') },
): Buffer {
  const address = Buffer.alloc(family === 4 ? 8 : 32, 7);
  const head = [u64(-5000n), u32(1000), Buffer.from([family, 0, 0, 0]), u32(entries.length), u32(0)];
  const body = entries.flatMap(({ bytes, packets }) => [address, u64(bytes), u64(packets)]);
  return frame(3, 2, ...head, u64(sums.packets), u64(sums.bytes), ...body);
}

/** From 1000 to 1034 ms, at 70 ms of CLOCK_MONOTONIC and 90 of CLOCK_BOOTTIME. */
const times = [1000n, 1034n, 70n, 90n];
const statsFrame = (...counts: bigint[]): Buffer => statsOver(times, counts);
const statsOver = (covered: readonly bigint[], counts: readonly bigint[]): Buffer =>
  Buffer.concat([frame(9, 1, ...covered.map(u64), u64(1n)), frame(4, 1, u64(1234n), ...counts.map(u64))]);
const problem = (severity: number, code: number, text: string): Buffer =>
  frame(5, 1, Buffer.from([severity, 0]), u16(code), Buffer.from(text));

const hello = frame(1, 0xffff, u32(2), Buffer.from('libpcap'));
const decodeAll = (...chunks: Uint8Array[]): HelperFrame[] => {
  const decoder = new HelperDecoder();
  return chunks.flatMap((chunk) => [...decoder.decode(chunk)]);
};

/** Frames to compare: a batch may refer to a Buffer or own its bytes. */
const plain = (frames: readonly HelperFrame[]): unknown[] =>
  frames.map((one) =>
    one.type === 'flows' ? { ...one, flows: Buffer.from(one.flows).toString('hex') } : one,
  );

describe('the reader of the helper’s protocol', () => {
  it('reads every kind of frame', () => {
    const stream = [
      ...[hello, frame(2, 0, u32(1), u32(96), Buffer.from('eth0'))],
      ...[flowsFrame(4, [{ bytes: 100n, packets: 2n }]), statsFrame(10n, 4n, 3n, 2n, 1n, 6n, 7n, 8n)],
      ...[problem(1, 5, 'eth0 is gone'), frame(6, 0xffff), frame(7, 0xffff)],
      frame(8, 0xffff, u64(123_456_789_012n)),
    ];
    const counted = { records: 10, ip: 4, nonIp: 3, malformed: 2, unsupportedLink: 1 };
    expect(decodeAll(Buffer.concat(stream))).toMatchObject([
      { type: 'hello', version: 2, libpcap: 'libpcap' },
      { type: 'interface', index: 0, linkType: 1, snapLength: 96, name: 'eth0' },
      {
        type: 'flows',
        index: 2,
        fromMs: -5000,
        intervalMs: 1000,
        family: 4,
        count: 1,
        packets: 2,
        bytes: 100,
      },
      {
        type: 'stats',
        index: 1,
        atMs: 1234,
        ...counted,
        kernelReceived: 6,
        kernelDropped: 7,
        interfaceDropped: 8,
        ...{ fromMs: 1000, toMs: 1034, monotonicMs: 70, bootMs: 90, dropsKnown: true },
      },
      { type: 'problem', index: 1, severity: 'warning', code: 'failed', text: 'eth0 is gone' },
      { type: 'flushed' },
      { type: 'end' },
      { type: 'progress', readBytes: 123_456_789_012 },
    ]);
  });

  it('gives the same frames however the bytes are split', () => {
    const entry = fc.record({ bytes: fc.bigInt(0n, 2n ** 40n), packets: fc.bigInt(0n, 2n ** 40n) });
    const anyFrame = fc.oneof(
      fc.tuple(fc.constantFrom(4, 6), fc.array(entry, { maxLength: 20 })).map((a) => flowsFrame(...a)),
      fc.constantFrom(hello, frame(6, 0xffff), statsFrame(2n, 2n, 0n, 0n, 0n, 1n, 1n, 1n)),
      fc.string().map((text) => problem(2, 4, text)),
    );
    const cuts = fc.array(fc.nat({ max: 4000 }));
    fc.assert(
      fc.property(fc.array(anyFrame), cuts, (frames, at) => {
        const stream = Buffer.concat(frames);
        const edges = [0, ...at.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((edge, i) => stream.subarray(edges[i], edge));
        expect(plain(decodeAll(...chunks))).toEqual(plain(frames.flatMap((one) => decodeAll(one))));
      }),
    );
  });

  it('hands out batches that outlive the next chunk', () => {
    const decoder = new HelperDecoder();
    const bytes = flowsFrame(6, [{ bytes: 1n, packets: 1n }]);
    expect([...decoder.decode(bytes.subarray(0, 30))]).toEqual([]);
    const [first] = [...decoder.decode(bytes.subarray(30))];
    const before = structuredClone(first);
    Array.from(decoder.decode(flowsFrame(6, [{ bytes: 9n, packets: 9n }])));
    expect(first).toEqual(before);
  });

  it('says whether it is in the middle of a frame', () => {
    const decoder = new HelperDecoder();
    Array.from(decoder.decode(hello.subarray(0, 5)));
    expect(decoder.midFrame).toBe(true);
    Array.from(decoder.decode(hello.subarray(5)));
    expect(decoder.midFrame).toBe(false);
  });

  it('takes counts up to 2^53 − 1 and refuses those above', () => {
    const most = 2n ** 53n - 1n;
    expect(decodeAll(flowsFrame(4, [{ bytes: most, packets: 1n }]))).toMatchObject([{ bytes: Number(most) }]);
    const tooLarge = expect.objectContaining({ code: 'count/too-large' }) as unknown;
    expect(() => decodeAll(flowsFrame(4, [{ bytes: most + 1n, packets: 1n }]))).toThrow(tooLarge);
    expect(() => decodeAll(statsFrame(most + 1n, most + 1n, 0n, 0n, 0n, 0n, 0n, 0n))).toThrow(tooLarge);
  });

  it.each([
    ['an unknown type', frame(10, 0)],
    ['another version', frame(1, 0, u32(1))],
    ['a length beyond all measure', Buffer.concat([u32(0xffffffff), Buffer.from([3, 0, 0, 0])])],
    ['a short STATS', frame(4, 0, u64(1n))],
    ['a FLUSHED with a payload', frame(6, 0, u32(0))],
    ['an unknown address family', flowsFrame(5, [])],
    ['flows that do not add up', flowsFrame(4, [{ bytes: 5n, packets: 1n }], { bytes: 6n, packets: 1n })],
    ['packets that do not add up', flowsFrame(4, [{ bytes: 5n, packets: 1n }], { bytes: 5n, packets: 2n })],
    ['counters that do not add up', statsFrame(3n, 1n, 1n, 0n, 0n, 0n, 0n, 0n)],
    ['counters without a time', frame(4, 0, u64(1234n), ...Array.from({ length: 8 }, () => u64(0n)))],
    ['a time that ends before it begins', statsOver([2n, 1n, 0n, 0n], [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n])],
    ['an unknown problem', problem(1, 77, '')],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeAll(bytes)).toThrow(
      expect.objectContaining({ code: 'capture/failed', retriable: false }),
    );
  });
});
