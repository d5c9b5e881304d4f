import type { Clock } from './clock.ts';
import type { Disposable } from './disposable.ts';

/** How often it looks whether something was heard. */
const lookMs = 1_000;

/** What a watch is made of. */
export interface SilenceWatchParts {
  readonly clock: Pick<Clock, 'monotonic' | 'every'>;
  /** Silence is what lasts this long, in milliseconds. */
  readonly afterMs: number;
  /** Called when silence begins, and when it ends. */
  readonly onChanged: (isSilent: boolean) => void;
  /** Whether anything can be heard at the moment; always, unless it says otherwise. */
  readonly canHear?: () => boolean;
}

/** Notices by itself that a process falls silent which should speak about once a second. */
export class SilenceWatch implements Disposable {
  readonly #parts: SilenceWatchParts;
  #heardMs: number;
  #isSilent = false;
  readonly #timer: Disposable;

  constructor(parts: SilenceWatchParts) {
    this.#parts = parts;
    this.#heardMs = parts.clock.monotonic();
    this.#timer = parts.clock.every(lookMs, () => this.#look());
  }

  /** Records that it spoke. */
  heard(): void {
    this.#heardMs = this.#parts.clock.monotonic();
    if (this.#isSilent) this.#become(false);
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #look(): void {
    const { clock, afterMs, canHear } = this.#parts;
    if (canHear?.() === false) this.#heardMs = clock.monotonic();
    else if (!this.#isSilent && clock.monotonic() - this.#heardMs >= afterMs) this.#become(true);
  }

  #become(isSilent: boolean): void {
    this.#isSilent = isSilent;
    this.#parts.onChanged(isSilent);
  }
}
