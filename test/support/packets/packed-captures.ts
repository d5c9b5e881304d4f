import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ethernet, etherTypes, ipv4, pcapFile } from './pcap-writer.ts';

/** A capture file of three packets with 600 bytes in all. */
export const plain = pcapFile(
  [100, 200, 300].map((totalLength, seconds) => ({
    seconds,
    data: ethernet(etherTypes.ipv4, ipv4({ totalLength })),
  })),
);

/** That file by the programs lz4 and xz, which Node has not. */
const lz4 = Buffer.from(
  'BCJNGGRAp1cAAACG1MOyoQIABAABADYEAAENACMAKgQAFwIBAGAIAEUAAGQlAMBAEQAAwAACAcYzZAIQAAACAAQ+AA86AAYQyCYADzoAAQRD' +
    'AA86AAUvASw6AABQAAAAAAAAAAAA8f0KPA==',
  'base64',
);
const xz = Buffer.from(
  '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4ADFADldAGow0ch9i/gJm68fzHj8RGIejknQd+1T7vm4Q/SS+BQmYQJo4S2A4wf+GlaFgEFhqQGD' +
    'z1GHy4mcAAAAAAA0zX/PAAFRxgEAAACRdW7aPjANiwIAAAAAAVla',
  'base64',
);

/** That file in each form in which it can be read. */
export const packed: readonly (readonly [name: string, content: Buffer])[] = [
  ['gzip', gzipSync(plain)],
  ['gzip in two members', Buffer.concat([gzipSync(plain.subarray(0, 50)), gzipSync(plain.subarray(50))])],
  ['zstd', zstdCompressSync(plain)],
  ['lz4', lz4],
  ['xz', xz],
];

/**
 * A file of pcap 2.1 to 2.3 with one packet of 1,500 bytes.
 * @param swapped whether the captured length stands behind the original one
 */
export function oldCapture(minor: number, swapped: boolean): Buffer {
  const data = ethernet(etherTypes.ipv4, ipv4({ totalLength: 1500 }));
  const file = pcapFile([{ data, originalLength: 1514 }]);
  file.writeUInt16LE(minor, 6);
  if (swapped) [1514, data.length].forEach((length, i) => file.writeUInt32LE(length, 24 + 8 + 4 * i));
  return file;
}
