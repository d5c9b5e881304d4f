import { createHook } from 'node:async_hooks';
import { constants, createZstdCompress, gzipSync, zstdCompressSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { packBatch } from '../../../../src-main/engine/log/kafka/batch-writer.ts';
import { codecOf } from '../../../../src-main/engine/log/kafka/codecs.ts';
import { batchHeaderSize } from '../../../../src-main/engine/log/kafka/record-batch.ts';
import { RecordSet } from '../../../../src-main/engine/log/kafka/record-set.ts';
import { gzipSize, zstdSize } from '../../../../src-main/engine/log/kafka/unpacked-size.ts';

/** Around each border between the widths of the field, and of the chunks that are taken at once. */
const sizes = [
  0, 1, 255, 256, 257, 65_535, 65_791, 65_792, 65_536, 65_537, 1_000_000, 16_777_216, 16_777_217,
];

const textOf = (size: number): Buffer => Buffer.alloc(size, '{"v":2,"source":"10.0.0.1"');
const [gzip, zstd] = [codecOf(1)!, codecOf(4)!];

describe('the size that packed records say', () => {
  it('is the one that they unpack to', () => {
    expect(sizes.map((size) => zstdSize(zstdCompressSync(textOf(size))))).toEqual(sizes);
    expect(sizes.map((size) => gzipSize(gzipSync(textOf(size))))).toEqual(sizes);
  });

  it('is said by what this product publishes', async () => {
    const set = new RecordSet();
    for (let i = 0; i < 1_000; i += 1) set.add(1_000 * i, Buffer.from(`key ${i}`), textOf(100));
    const records = async (compression: 'zstd' | 'gzip'): Promise<Buffer> =>
      (await packBatch(set, compression)).subarray(batchHeaderSize);
    expect(zstdSize(await records('zstd'))).toBe(set.bytes.length);
    expect(gzipSize(await records('gzip'))).toBe(set.bytes.length);
  });

  it('is not known of what was written as a stream, of what is cut, and of anything else', async () => {
    const stream = createZstdCompress();
    stream.write(textOf(1_000));
    stream.end(textOf(1_000));
    expect(zstdSize(await buffer(stream))).toBeUndefined();
    const whole = zstdCompressSync(textOf(1_000));
    expect([0, 4, 5, 6].map((end) => zstdSize(whole.subarray(0, end)))).toEqual(Array(4).fill(undefined));
    expect(zstdSize(Buffer.from('no frame at all'))).toBeUndefined();
    expect(gzipSize(Buffer.alloc(19))).toBeUndefined();
  });
});

describe('records that are unpacked', () => {
  it('are as they were, whatever their length', async () => {
    for (const size of sizes) {
      expect((await zstd.unpack(zstdCompressSync(textOf(size)))).equals(textOf(size))).toBe(true);
      expect((await gzip.unpack(gzipSync(textOf(size)))).equals(textOf(size))).toBe(true);
    }
  });

  it('are as they were where nothing says their length, or what says it is not true', async () => {
    const stream = createZstdCompress({ params: { [constants.ZSTD_c_contentSizeFlag]: 0 } });
    stream.end(textOf(200_000));
    expect((await zstd.unpack(await buffer(stream))).equals(textOf(200_000))).toBe(true);
    // Of two members, the last one's length is told.
    const members = Buffer.concat([gzipSync(textOf(200_000)), gzipSync(textOf(1))]);
    expect(await gzip.unpack(members)).toHaveLength(200_001);
  });

  it('come by way of this thread no more often than in chunks of Node, whatever length is told', async () => {
    const unpacking = new Set<number>();
    let chunks = 0;
    const hook = createHook({
      init: (id, type) => type === 'ZLIB' && unpacking.add(id),
      before: (id) => (chunks += Number(unpacking.has(id))),
    }).enable();
    await gzip.unpack(Buffer.concat([gzipSync(textOf(200_000)), gzipSync(textOf(1))]));
    hook.disable();
    expect(chunks).toBeGreaterThan(0);
    expect(chunks).toBeLessThanOrEqual(Math.ceil(200_001 / 16_384) + 1);
  });
});
