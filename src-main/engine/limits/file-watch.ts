import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { Emitter } from '../../common/event.ts';
import type { LimitWatch } from './limit-source.ts';

/**
 * The file is looked at this often: what lies behind a link, a bind mount or a network is not announced by the folder in
 * which it is named.
 */
const lookMs = 250;
/** A watched file is read this often although no change was seen. */
const safetyPeriodMs = 20 * 60_000;

/** What tells a file from one that was written, replaced or linked anew since; undefined where there is none. */
export async function fingerprintOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return undefined; // Whoever reads it says why.
  }
}

/** Watches a file, whatever links lead to it, and whether it is written or replaced. */
export class FileWatch implements LimitWatch {
  readonly kind = 'watch';
  readonly periodMs = safetyPeriodMs;
  readonly #path: string;
  readonly #changed = new Emitter<void>();
  readonly #looks;
  readonly #folder: FSWatcher | undefined;
  #seen: string | undefined;
  #isLooking = false;
  #isDisposed = false;
  readonly onChanged = this.#changed.event;

  private constructor(path: string, seen: string | undefined, clock: Clock) {
    this.#path = path;
    this.#seen = seen;
    this.#looks = clock.every(lookMs, () => void this.#look());
    this.#folder = this.#watchFolder();
  }

  /** What changes from here on is announced. */
  static async begin(path: string, clock: Clock): Promise<FileWatch> {
    return new FileWatch(path, await fingerprintOf(path), clock);
  }

  isAlive(): boolean {
    return !this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#looks.dispose();
    this.#folder?.close();
  }

  /** The folder's announcements come at once; where there are none, looking does. */
  #watchFolder(): FSWatcher | undefined {
    try {
      const watcher = watch(dirname(this.#path), () => void this.#look());
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const found = await fingerprintOf(this.#path);
    this.#isLooking = false;
    if (found === this.#seen || this.#isDisposed) return;
    this.#seen = found;
    this.#changed.fire();
  }
}
