import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { CommandLine } from './command-line.ts';

/** Sockets on which whole packets are captured, by their inodes. */
const packetSockets = (): ReadonlySet<string> =>
  new Set(
    readFileSync('/proc/net/packet', 'utf8')
      .trim()
      .split('\n')
      .map((line) => `socket:[${line.trim().split(/\s+/).at(-1)}]`),
  );

function hasPacketSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // It ended meanwhile.
  }
}

/** Waits until the helper of a running verb has opened what it captures on. */
export async function untilCapturing(run: CommandLine): Promise<void> {
  const { pid } = run.process;
  await run.until(() => {
    const sockets = packetSockets();
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return children.some((child) => hasPacketSocket(child, sockets));
  }, 20_000);
}
