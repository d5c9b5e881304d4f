import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { program } from '../capture/programs.ts';

const run = promisify(execFile);

/** Sends frames over the loopback interface for so long: so many a second, between this many pairs chosen at random. */
export async function sendOnLoopback(
  durationMs: number,
  pairs: number,
  packetsPerSecond: number,
): Promise<{ sent: number }> {
  const sender = await program('send-frames');
  const { stdout } = await run(sender, ['lo', ...[durationMs, pairs, packetsPerSecond].map(String)]);
  return JSON.parse(stdout) as { sent: number };
}
