import type { Clock } from '../../common/clock.ts';
import type { LimitWatch } from './limit-source.ts';
import { fingerprintOf, WatchedFile } from '../../system/watched-file.ts';

/** What is not announced is in force within a second: after this time, and that for which the file must be unchanged. */
const lookMs = 500;
/** A watched file is read this often although no change was seen. */
const safetyPeriodMs = 20 * 60_000;

/** Watches a file of limits, whatever links lead to it. */
export class FileWatch implements LimitWatch {
  readonly kind = 'watch';
  readonly periodMs = safetyPeriodMs;
  readonly #file: WatchedFile;
  readonly onChanged;
  #isDisposed = false;

  private constructor(path: string, seen: string | undefined, clock: Clock) {
    this.#file = new WatchedFile({ path, clock, lookMs, seen });
    this.onChanged = this.#file.onChanged;
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
    this.#file.dispose();
  }
}
