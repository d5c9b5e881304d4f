import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { ReplaySource } from './replay-source.ts';

/** Link types that interfaces have: Ethernet, raw IP, Linux cooked. What makes sense on one of them can be captured by. */
const linkTypes = [1, 101, 113];

/**
 * Makes sure that a capture filter can be used, by compiling it for captures without a packet; needs no privilege.
 *
 * @throws MonitorError `capture/bad-filter`, or what keeps the helper from running
 */
export async function checkFilter(filter: string, helperPath: string, clock: Clock): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'streamchecker-filter-'));
  try {
    let refusal: MonitorError | undefined;
    for (const linkType of linkTypes) {
      const file = join(folder, `${linkType}.pcap`);
      await writeFile(file, emptyCapture(linkType));
      const found = await compile({ filter, file, helperPath, clock });
      if (found === undefined) return;
      refusal ??= found;
    }
    if (refusal) throw refusal;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns why the filter can't be used */
async function compile(
  options: ConstructorParameters<typeof ReplaySource>[0],
): Promise<MonitorError | undefined> {
  try {
    for await (const message of new ReplaySource(options).messages(new AbortController().signal)) {
      if (message.kind === 'problem' && message.problem.code === 'capture/bad-filter')
        return MonitorError.fromData(message.problem);
    }
    return undefined;
  } catch (thrown) {
    const error = MonitorError.from(thrown);
    if (error.code === 'capture/bad-filter') return error;
    throw error;
  }
}

/** The header of a capture file, pcap 2.4. */
function emptyCapture(linkType: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(linkType, 20);
  return header;
}
