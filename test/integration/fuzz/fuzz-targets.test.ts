import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const sources = join(import.meta.dirname, '../../../src-capture');

async function whyNotBuilt(): Promise<string | undefined> {
  const probe = 'echo "int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }"';
  try {
    await run('sh', ['-c', `${probe} | clang -fsanitize=fuzzer,address -x c - -o /dev/null`]);
    return undefined;
  } catch (error) {
    const [line = ''] = (error as { stderr: string }).stderr.trim().split('\n').slice(-1);
    return `clang with libFuzzer is not there: ${line}`;
  }
}

const reason = await whyNotBuilt();
if (reason !== undefined) process.stderr.write(`The fuzz targets did not run: ${reason}\n`);

describe.skipIf(reason !== undefined)('fuzzing finds nothing', () => {
  let found: string;
  beforeAll(async () => {
    found = mkdtempSync(join(tmpdir(), 'streamchecker-fuzz-'));
    await run('make', ['-C', sources, 'fuzz']);
  });
  afterAll(() => rmSync(found, { recursive: true, force: true }));

  it.each([
    ['in the record rule', 'record', 'record', 6],
    ['in the reader of capture files', 'reader', 'reader', 6],
    ['in the reader of capture files on real files', 'file', 'reader', 3],
    ['in what unpacks compressed captures', 'unpack', 'unpack', 3],
    ['in what the kernel answers about interfaces', 'netlink', 'netlink', 3],
  ])('%s', async (_name, target, corpus, seconds) => {
    const program = join(sources, 'build/fuzz', target);
    const limits = [
      `-max_total_time=${seconds}`,
      '-timeout=10',
      `-artifact_prefix=${found}/`,
      '-print_final_stats=1',
    ];
    // New inputs go to the first folder; the corpus stays as it is.
    const folders = [join(found, target), join(sources, 'fuzz/corpus', corpus)];
    mkdirSync(folders[0]!);
    const { stderr } = await run(program, [...limits, ...folders], { maxBuffer: 1 << 26 });
    expect(Number(/number_of_executed_units: (\d+)/.exec(stderr)?.[1])).toBeGreaterThan(100);
  });
});
