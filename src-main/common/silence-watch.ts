import type { Clock } from './clock.ts';
import type { Disposable } from './disposable.ts';

/** What a watch is made of. */
export interface SilenceWatchParts {
  readonly clock: Pick<Clock, 'monotonic' | 'once'>;
  /** Silence is what lasts this long, in milliseconds. */
  readonly afterMs: number;
  /** Called when silence begins, and when it ends. */
  readonly onChanged: (isSilent: boolean) => void;
  /** Whether anything can be heard at the moment; always, unless it says otherwise. */
  readonly canHear?: () => boolean;
}

/** Notices by itself that a process falls silent which should speak all the time. */
export class SilenceWatch implements Disposable {
  readonly #parts: SilenceWatchParts;
  #heardMs: number;
  #isSilent = false;
  #couldHear = true;
  #timer: Disposable;

  constructor(parts: SilenceWatchParts) {
    this.#parts = parts;
    this.#heardMs = parts.clock.monotonic();
    this.#timer = this.#wait(parts.afterMs);
  }

  /** Records that it spoke. */
  heard(): void {
    this.#heardMs = this.#parts.clock.monotonic();
    if (!this.#isSilent) return;
    this.#timer = this.#wait(this.#parts.afterMs);
    this.#become(false);
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #wait(ms: number): Disposable {
    return this.#parts.clock.once(ms, () => this.#look());
  }

  /** Looks when silence would begin, if nothing had been heard since the look before. */
  #look(): void {
    const { clock, afterMs, canHear } = this.#parts;
    const couldHear = canHear?.() !== false;
    // What it could not hear for a part of the time is not silence.
    if (!couldHear || !this.#couldHear) this.#heardMs = clock.monotonic();
    this.#couldHear = couldHear;
    const leftMs = this.#heardMs + afterMs - clock.monotonic();
    if (leftMs > 0) this.#timer = this.#wait(leftMs);
    else this.#become(true);
  }

  #become(isSilent: boolean): void {
    this.#isSilent = isSilent;
    this.#parts.onChanged(isSilent);
  }
}
