import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from './command-line.ts';

/** Mounting takes root. */
export const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A file system of its own with little room, which can be filled; it goes when the test is over. */
export class SmallDisk {
  readonly #folder = new TemporaryFolder();
  readonly #filler = join(this.#folder.path, 'filler');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.#folder.path]);
  }

  get path(): string {
    return this.#folder.path;
  }

  /** Writes until there is no room. */
  fill(): void {
    for (let size = 8 * 2 ** 20; size >= 4096; size /= 2) while (this.#takes(size));
  }

  #takes(size: number): boolean {
    try {
      writeFileSync(this.#filler, Buffer.alloc(size), { flag: 'a' });
      return true;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown;
      return false;
    }
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.#filler, { force: true });
  }

  [Symbol.dispose](): void {
    execFileSync('umount', ['--lazy', this.#folder.path]);
    this.#folder[Symbol.dispose]();
  }
}
