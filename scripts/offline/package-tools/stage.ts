import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lays the files out as they will be on the system; `FROM=TO`, a folder's content if FROM ends in a slash. */
export function stage(pairs: readonly string[], root: string): void {
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const [from, to] = [pair.slice(0, at), join(root, pair.slice(at + 1))];
    mkdirSync(from.endsWith('/') ? to : dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

/** The size of all that is in a folder, in bytes. */
export function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  const sizes = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sizeOf(path) : lstatSync(path).size;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Runs a tool of the system's; what it prints is shown when it fails. */
export function tool(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}
