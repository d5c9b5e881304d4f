import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

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
