import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatedHelper } from '../../support/packets/pcap-live.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { ethernet, etherTypes, ipv4, ipv6, pcapFile } from '../../support/packets/pcap-writer.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const zig = join(root, '.cache/ziglang-0.17.1/ziglang/zig');
const isThere = existsSync(zig);
if (!isThere) process.stderr.write('The helper was not compiled for other platforms: zig is not there\n');

describe.runIf(isThere)('the helper’s sources', () => {
  it.each(['x86_64-macos', 'aarch64-macos', 'aarch64-linux-gnu', 'x86_64-linux-musl', 'aarch64-linux-musl'])(
    'compile for %s, without a warning',
    async (platform) => {
      const made = await run('make', ['-C', join(root, 'src-capture'), `cross-${platform}`, `ZIG=${zig}`]);
      expect(made.stderr).toBe('');
    },
    300_000,
  );
});

const emulator = 'qemu-aarch64';
const isEmulated = spawnSync(emulator, ['--version']).status === 0;
if (!isEmulated) process.stderr.write(`No capture file was read on arm64: ${emulator} is not there\n`);

describe.runIf(isThere && isEmulated)('the helper for arm64', () => {
  const sources = join(root, 'src-capture');
  const folder = new CaptureFolder();
  let helperPath: string;
  beforeAll(async () => {
    await run('make', ['-C', sources, 'cross-reader', `ZIG=${zig}`]);
    helperPath = emulatedHelper(folder, emulator, join(sources, 'build/cross/streamchecker-capture-aarch64'));
  }, 120_000);
  afterAll(() => folder.remove());

  const plain = readdirSync(join(sources, 'fuzz/corpus/reader')).filter((name) =>
    /^(classic|pcapng)/.test(name),
  );

  it.each(plain)('reads a capture file as that of this machine does: %s', async (name) => {
    const file = folder.write(readFileSync(join(sources, 'fuzz/corpus/reader', name)));
    expect(totalsOf(await replay(file, { helperPath }))).toEqual(totalsOf(await replay(file)));
  });

  it('sums many pairs of both families as that of this machine does', async () => {
    const frames = Array.from({ length: 20_000 }, (_, i) => {
      const isIpv4 = i % 3 > 0;
      const frame = isIpv4 ? ethernet(etherTypes.ipv4, ipv4()) : ethernet(etherTypes.ipv6, ipv6());
      frame.writeUInt32BE((i * 7919) % 5000, isIpv4 ? 26 : 34);
      return { data: frame, seconds: i % 10 };
    });
    const file = folder.write(pcapFile(frames));
    const [there, here] = [await replay(file, { helperPath }), await replay(file)];
    expect(totalsOf(there)).toEqual(totalsOf(here));
    expect(totalsOf(there)).toMatchObject({ records: 20_000, ip: 20_000 });
  });
});
