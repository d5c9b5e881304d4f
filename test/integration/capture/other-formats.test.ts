import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { oldCapture, packed, plain } from '../../support/packets/packed-captures.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const bytesOf = (messages: readonly CaptureMessage[]): bigint =>
  [...totalsOf(messages).flows.values()].reduce((sum, { bytes }) => sum + bytes, 0n);
const problemsOf = (messages: readonly CaptureMessage[]): string[] =>
  messages.flatMap((message) => (message.kind === 'problem' ? [message.problem.message] : []));

describe('a compressed capture file', () => {
  it.each(packed)('is read as what is in it: %s', async (_, content) => {
    const messages = await replay(folder.write(content));
    expect(totalsOf(messages)).toMatchObject({ records: 3, ip: 3, damaged: false });
    expect(bytesOf(messages)).toBe(600n);
  });

  const many = pcapFile(
    Array.from({ length: 20_000 }, (_, i) => ({
      seconds: i,
      data: ethernet(etherTypes.ipv4, ipv4({ totalLength: 20 + ((i * 7919) % 1400) })),
    })),
  );

  it.each([
    ['gzip', gzipSync(many)],
    ['zstd', zstdCompressSync(many)],
  ])('that is cut counts up to there, with a warning: %s', async (_, content) => {
    const messages = await replay(folder.write(content.subarray(0, content.length / 2)));
    const { records, damaged } = totalsOf(messages);
    expect(damaged).toBe(true);
    expect(records).toBeGreaterThan(1000);
    expect(problemsOf(messages)[0]).toMatch(
      /in the middle of its compressed data; what was read up to there/,
    );
  });

  it('that is damaged counts up to there, with a warning', async () => {
    const content = gzipSync(many);
    const middle = Math.floor(content.length / 2);
    content.fill(0xff, middle, middle + 100);
    const messages = await replay(folder.write(content));
    expect(totalsOf(messages)).toMatchObject({ damaged: true });
    expect(totalsOf(messages).records).toBeGreaterThan(1000);
  });

  it.each([
    ...packed.filter(([name]) => name !== 'zstd'),
    ['zstd with a checksum', zstdCompressSync(plain, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
  ] as const)('whose last byte is wrong counts all before it, with a warning: %s', async (_, content) => {
    const wrong = Buffer.from(content);
    wrong[wrong.length - 1]! ^= 0xff;
    const messages = await replay(folder.write(wrong));
    expect(totalsOf(messages)).toMatchObject({ records: 3, damaged: true });
  });

  it('that holds no capture is refused', async () => {
    await expect(replay(folder.write(gzipSync('a text')))).rejects.toMatchObject({
      code: 'capture/bad-file',
    });
  });
});

describe('a file of another format', () => {
  it.each([
    ['snoop', Buffer.from('snoop\0\0\0\0\0\0\u0002\0\0\0\u0004', 'latin1')],
    ['Network Monitor', Buffer.concat([Buffer.from('GMBU'), Buffer.alloc(60)])],
    ['ERF', Buffer.from('00000000406a5d5e02040046000000360000', 'hex')],
  ])('is named, and what converts it: %s', async (format, content) => {
    await expect(replay(folder.write(content))).rejects.toMatchObject({
      code: 'capture/bad-file',
      message: expect.stringMatching(new RegExp(`format ${format}; convert it: editcap`)) as unknown,
    });
  });
});

describe('a capture file of the first years', () => {
  it.each([
    [1, true],
    [2, true],
    [3, true],
    [3, false],
  ])('is read: version 2.%d, swapped %s', async (minor, swapped) => {
    const messages = await replay(folder.write(oldCapture(minor, swapped)));
    expect(totalsOf(messages)).toMatchObject({ records: 1, ip: 1, damaged: false });
    expect(bytesOf(messages)).toBe(1500n);
  });
});

it('tells of two capture files that cat has joined, and counts the first one', async () => {
  const messages = await replay(folder.write(Buffer.concat([plain, plain])));
  expect(bytesOf(messages)).toBe(600n);
  expect(problemsOf(messages)).toEqual([
    expect.stringMatching(/another capture file begins in it; .*mergecap/),
  ]);
});

it('names the link type where no packet of a file can be read', async () => {
  const messages = await replay(folder.write(pcapFile([{ data: Buffer.alloc(40) }], { linkType: 105 })));
  expect(totalsOf(messages)).toMatchObject({ records: 1, unsupportedLink: 1 });
  expect(problemsOf(messages)).toEqual([
    expect.stringMatching(/its link type is not supported: 105, 802\.11; none of its packets counts/),
  ]);
});
