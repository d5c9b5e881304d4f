import { describe, expect, it } from 'vitest';
import { type Contender, contenders } from '../../../scripts/bench/capture/contenders.ts';
import { HelperFrames } from '../../../scripts/bench/capture/helper-frames.ts';

function frame(type: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(payload.length);
  header[4] = type;
  return Buffer.concat([header, payload]);
}

function stats(records: bigint, kernelDropped: bigint): Buffer {
  const payload = Buffer.alloc(72);
  payload.writeBigUInt64LE(records, 8);
  payload.writeBigUInt64LE(kernelDropped, 56);
  return frame(4, payload);
}

describe('frames of the helper', () => {
  const output = Buffer.concat([
    frame(1, Buffer.from('\x01\0\0\x00libpcap')),
    frame(3, Buffer.alloc(100, 4)),
    stats(10n, 1n),
    frame(6, Buffer.alloc(0)),
    stats(2n ** 33n, 2n),
  ]);

  it.each([1, 3, 7, 8, 9, 64, 1000])('are summed when they come %d bytes at a time', (size) => {
    const frames = new HelperFrames();
    for (let at = 0; at < output.length; at += size) frames.push(output.subarray(at, at + size));
    expect(frames.counts).toEqual({ records: 2 ** 33 + 10, kernelDropped: 3 });
  });
});

describe('contenders', () => {
  const all = contenders(() => true, true).present;
  const counts = (contender: Contender, stdout: string[], stderr = ''): unknown => {
    const reader = contender.reader();
    for (const chunk of stdout) reader.stdout(Buffer.from(chunk));
    reader.stderr(Buffer.from(stderr));
    return reader.counts();
  };
  const named = (name: string): Contender => all.find((contender) => contender.name.startsWith(name))!;

  it('are ours first, then others', () => {
    expect(all.map(({ name }) => name)).toEqual([
      'helper',
      'ebpf',
      'tcpdump -w /dev/null',
      'tshark -q -z conv,ip',
      'cap',
    ]);
  });

  it('are left out, with a word, where they are not installed', () => {
    const { present, absent } = contenders((program) => program !== 'tshark', false);
    expect(present.map(({ name }) => name)).toEqual(['helper', 'ebpf', 'tcpdump -w /dev/null']);
    expect(absent).toEqual([
      '`tshark -q -z conv,ip` was not measured: it is not installed.',
      '`cap` was not measured: the npm package is not built here.',
    ]);
  });

  it('are counted by what tcpdump says at its end', () => {
    const end = '10 packets captured\n12 packets received by filter\n2 packets dropped by kernel\n';
    expect(counts(named('tcpdump'), [], end)).toEqual({ captured: 10, dropped: 2 });
  });

  it("are counted by tshark's table, also where a line comes in two pieces", () => {
    const lines =
      '10.0.3.38   <-> 198.18.0.38    0 0 bytes   10316 660 kB   10316 660 kB   0.000061000   9.9991\n' +
      '10.0.3.39   <-> 198.18.0.39    1 64 bytes      2 128 bytes    3 192 bytes 0.000061000   9.9991\n';
    expect(counts(named('tshark'), [lines.slice(0, 60), lines.slice(60)], '')).toEqual({
      captured: 10319,
      dropped: 0,
    });
  });

  it('have no count of drops where there is none', () => {
    const output = Buffer.concat([frame(1, Buffer.from('\x01\0\0\0cap')), stats(5n, 0n)]);
    expect(counts(named('cap'), [output.toString('latin1')])).toEqual({ captured: 5 });
  });
});
