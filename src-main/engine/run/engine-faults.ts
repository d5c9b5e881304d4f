import { type MonitorError } from '../../common/errors.ts';
import { type FoundProblem, found } from './standing-problems.ts';

/** How often the store is tried while it could not be written. */
const probeMs = 1_000;

/** What a fault needs of the data folder. */
export interface FaultyFolder {
  /** What an error of the database means for the person. */
  explain(thrown: unknown): MonitorError;
  /** Writes something of some size; throws where that can't be. */
  tryWriting(): void;
}

/**
 * What the engine's own steps failed with, until they work again. A step that fails for the store's sake is not asked
 * whether it works again: it may have nothing to write for a while, so the store itself is tried.
 */
export class EngineFaults {
  readonly #folder: FaultyFolder;
  readonly #steps = new Map<string, MonitorError>();
  #store: MonitorError | null = null;
  #probedMs = -Infinity;

  constructor(folder: FaultyFolder) {
    this.#folder = folder;
  }

  /** Records that a step failed. */
  failed(step: string, thrown: unknown): void {
    const error = this.#folder.explain(thrown);
    if (error.code.startsWith('store/')) this.#store = error;
    else this.#steps.set(step, error);
  }

  /** Records that a step went well. */
  works(step: string): void {
    this.#steps.delete(step);
  }

  /** Tries the store where it failed; `now` is any clock's time in milliseconds. */
  look(now: number): void {
    if (this.#store === null || Math.abs(now - this.#probedMs) < probeMs) return;
    this.#probedMs = now;
    try {
      this.#folder.tryWriting();
      this.#store = null;
    } catch (thrown) {
      this.#store = this.#folder.explain(thrown);
    }
  }

  /** What stands: all of it keeps traffic from being counted or checked. */
  get problems(): readonly FoundProblem[] {
    return [
      ...found('store', 'error', this.#store?.toData() ?? null),
      ...[...this.#steps].flatMap(([step, error]) => found('engine', 'error', error.toData(), step)),
    ];
  }
}
