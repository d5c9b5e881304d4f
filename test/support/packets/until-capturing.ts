import { readFileSync } from 'node:fs';
import type { CommandLine } from '../process/command-line.ts';

/** A field of `/proc/PID/status`, or '' if the process is gone. */
export function statusField(pid: number | string, name: string): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  } catch {
    return '';
  }
}

/** Whether a helper captures: it filters its system calls once all its interfaces are open, with their filters. */
export function hasConfinedItself(helper: number | string): boolean {
  const filters = (pid: number | string): number => Number(statusField(pid, 'Seccomp_filters'));
  return filters(helper) > filters('self');
}

/** Waits until the helper of a running verb captures. */
export async function untilCapturing(run: CommandLine): Promise<void> {
  const { pid } = run.process;
  await run.until(() => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return children.some(hasConfinedItself);
  }, 20_000);
}
