/** What /proc says of processes; one that is gone has used nothing and holds nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function procText(...path: string[]): string {
  try {
    return readFileSync(join('/proc', ...path), 'utf8');
  } catch {
    return '';
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The children of a process, their children, and so on. */
export function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    procText(String(pid), 'task', thread, 'children').trim().split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** What a process was started with, as one line. */
export const commandLineOf = (pid: number): string => procText(String(pid), 'cmdline').replaceAll('\0', ' ');

/** CPU time that a process used so far, to the nanosecond. */
export function cpuNsOf(pid: number): number {
  const times = threadsOf(pid).map((thread) => procText(String(pid), 'task', thread, 'schedstat'));
  return times.reduce((sum, line) => sum + Number(line.split(' ')[0] ?? 0), 0);
}

/** How often a process has been woken up so far: each time that one of its threads had waited for something. */
export const wakeUpsOf = (pid: number): number =>
  threadsOf(pid)
    .map((thread) => procText(String(pid), 'task', thread, 'status'))
    .reduce((sum, text) => sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(text)?.[1] ?? 0), 0);

/** CPU time of the kernel's thread that does what interrupts of this processor left over. */
export function softirqThreadNs(processor: number): number {
  const own = `ksoftirqd/${processor}\n`;
  const found = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && procText(pid, 'comm') === own);
  return found === undefined ? 0 : cpuNsOf(Number(found));
}

/** What a process has in memory, shared pages included. */
export const residentKibOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(procText(String(pid), 'status'))?.[1] ?? 0);

/** What a process has in memory, its part of shared pages only. */
export const proportionalKibOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(procText(String(pid), 'smaps_rollup'))?.[1] ?? 0);
