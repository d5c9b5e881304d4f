import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { DataFolder } from '../store/data-folder.ts';

/** How soon is looked again whether much was stored: while much is, and while next to nothing is, in milliseconds. */
const [soonestMs, latestMs] = [1_000, 5_000];

/** Moves what was stored into the database's file whenever it is much, looking as often as it may have become so. */
export class LogCheckpoints implements Disposable {
  readonly #folder: Pick<DataFolder, 'checkpointLog'>;
  readonly #clock: Pick<Clock, 'monotonic' | 'once'>;
  #room: number;
  #lookedMs: number;
  #next: Disposable;

  constructor(folder: Pick<DataFolder, 'checkpointLog'>, clock: Pick<Clock, 'monotonic' | 'once'>) {
    this.#folder = folder;
    this.#clock = clock;
    this.#room = folder.checkpointLog();
    this.#lookedMs = clock.monotonic();
    this.#next = clock.once(soonestMs, () => this.#look());
  }

  dispose(): void {
    this.#next.dispose();
  }

  #look(): void {
    const [roomBefore, lookedMs] = [this.#room, this.#lookedMs];
    this.#room = this.#folder.checkpointLog();
    this.#lookedMs = this.#clock.monotonic();
    const perMs = (roomBefore - this.#room) / (this.#lookedMs - lookedMs);
    // By half of the time after which it is much at this rate; where room was made, nothing is known of the rate.
    const leftMs = perMs > 0 ? this.#room / perMs / 2 : this.#room > roomBefore ? 0 : latestMs;
    const pauseMs = Math.min(latestMs, Math.max(soonestMs, leftMs));
    this.#next = this.#clock.once(pauseMs, () => this.#look());
  }
}
