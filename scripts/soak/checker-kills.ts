import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { distribution, type Say } from './soak.ts';

const test = 'test/integration/stream/standby.test.ts';
const title = 'killed again and again';

/**
 * Kills the active one of two checkers of a group again and again, in some groups at the same time, each on a broker of
 * its own: the test of it, for long.
 *
 * @returns whether totals and alerts were right in all groups
 */
export async function checkerKills(count: number, groups: number, say: Say): Promise<boolean> {
  const tookMs: number[] = [];
  const kills = Math.ceil(count / groups);
  const runs = Array.from({ length: groups }, (_, i) => killIn(`group ${i + 1}`, kills, tookMs, say));
  const isRight = (await Promise.all(runs)).every(Boolean);
  say(`from kill -9 to the first notification of the other one: ${distribution(tookMs)}`);
  return isRight;
}

async function killIn(name: string, kills: number, tookMs: number[], say: Say): Promise<boolean> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--retry', '0', test, '-t', title];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, STREAMCHECKER_KILLS: String(kills), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    const ms = /took over after (\d+) ms/.exec(line)?.[1];
    if (ms !== undefined) tookMs.push(Number(ms));
    if (line.trim() !== '') say(`${name}: ${line}`);
  }
  const [status] = (await ended) as [number | null];
  return status === 0;
}
