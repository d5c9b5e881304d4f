import { MonitorError } from '../../common/errors.ts';
import type { LimitsRefresh } from '../../common/model/limits.ts';
import type { LimitSource, LimitWatch } from './limit-source.ts';

interface WatchParts {
  readonly refresh: LimitsRefresh;
  readonly onChanged: () => void;
}

/** Looks for changes of the followed source, where it is followed continuously. */
export class SourceWatch {
  readonly #parts: WatchParts;
  #source: LimitSource | undefined;
  #watch: LimitWatch | undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  get current(): LimitWatch | undefined {
    return this.#watch;
  }

  /**
   * Looks for changes from now on: before a read, so that none falls in between.
   *
   * @returns why the source can't be watched; it can be read all the same
   */
  async open(source: LimitSource): Promise<MonitorError | null> {
    if (this.#parts.refresh.mode !== 'continuous' || this.#watch?.isAlive()) return null;
    this.close();
    this.#source = source;
    try {
      this.#take(source, await source.watch());
      return null;
    } catch (thrown) {
      return MonitorError.from(thrown);
    }
  }

  close(): void {
    this.#watch?.dispose();
    this.#watch = this.#source = undefined;
  }

  #take(source: LimitSource, watch: LimitWatch): void {
    if (source !== this.#source) return watch.dispose();
    this.#watch = watch;
    watch.onChanged(() => this.#parts.onChanged());
  }
}
