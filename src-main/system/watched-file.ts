import { type FSWatcher, watch } from 'node:fs';
import { realpath, stat, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';

/** A file whose changes are all announced is looked at all the same: its folder may be moved, or mounted over. */
const restMs = 10_000;

/** File systems of Linux that announce each change of a file: ext2 to ext4, XFS, Btrfs, tmpfs, F2FS, ZFS. */
const announcing: ReadonlySet<number> = new Set([
  ...[0xef53, 0x58465342, 0x9123683e, 0x01021994, 0xf2f52010, 0x2fc12fc1],
]);

/** What tells a file from one that was written, replaced or linked anew since; undefined where there is none. */
export async function fingerprintOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return undefined; // Whoever reads it says why.
  }
}

/** Whether no link leads to a file, and it lies where each of its changes is announced. */
async function isAnnounced(path: string): Promise<boolean> {
  try {
    if ((await realpath(path)) !== resolve(path)) return false;
    return process.platform === 'linux' && announcing.has((await statfs(path)).type);
  } catch {
    return false;
  }
}

/** What is watched. */
export interface WatchedFileParts {
  readonly path: string;
  readonly clock: Pick<Clock, 'once'>;
  /** How often a file is looked at whose changes are not announced, in milliseconds. */
  readonly lookMs: number;
  /** As the file was when it was read; see {@link fingerprintOf}. */
  readonly seen?: string | undefined;
}

/**
 * Watches a file, whatever links lead to it: whether it is written, replaced, or comes into being. It is the file that is
 * watched and not its folder, where a database may lie whose every write would wake this process. What is not
 * announced, which is a file that is not there yet, a link that is laid anew, and what others change on a server, is
 * looked for from time to time.
 */
export class WatchedFile implements Disposable {
  readonly #parts: WatchedFileParts;
  readonly #changed = new Emitter<void>();
  #seen: string | undefined;
  #watcher: FSWatcher | undefined;
  #next: Disposable | undefined;
  #isLooking = false;
  /** Looks that are asked for, and not done yet: what changes during a look needs another one. */
  #asked = 0;
  #isDisposed = false;
  readonly onChanged: Event<void> = this.#changed.event;

  constructor(parts: WatchedFileParts) {
    this.#parts = parts;
    this.#seen = parts.seen;
    this.#arm();
    void this.look();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#next?.dispose();
    this.#watcher?.close();
  }

  /** Looks whether the file is another one now, and tells if it is. */
  async look(): Promise<void> {
    this.#asked += 1;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#asked > 0) await this.#lookOnce();
    this.#isLooking = false;
    await this.#lookLater();
  }

  async #lookOnce(): Promise<void> {
    this.#asked = 0;
    const found = await fingerprintOf(this.#parts.path);
    if (found === this.#seen || this.#isDisposed) return;
    this.#seen = found;
    // What is watched may be the file that was replaced; what happens until the new one is watched is looked for.
    this.#arm();
    this.#asked += 1;
    this.#changed.fire();
  }

  #arm(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    try {
      const watcher = watch(this.#parts.path, () => void this.look());
      watcher.on('error', () => this.#watchNoMore(watcher));
      this.#watcher = watcher;
    } catch {
      // It is not there, or the system can watch no more: looking does.
    }
  }

  /** What it would have announced is looked for often from now on. */
  #watchNoMore(watcher: FSWatcher): void {
    watcher.close();
    if (watcher !== this.#watcher) return;
    this.#watcher = undefined;
    void this.look();
  }

  async #lookLater(): Promise<void> {
    const { path, clock, lookMs } = this.#parts;
    const isAtRest = this.#watcher !== undefined && (await isAnnounced(path));
    this.#next?.dispose();
    if (!this.#isDisposed) this.#next = clock.once(isAtRest ? restMs : lookMs, () => void this.look());
  }
}
