import type { Clock } from '../../../common/clock.ts';
import type { MonitorError } from '../../../common/errors.ts';

/** An answer that takes longer is told. */
const longestSilenceMs = 4_000;

/**
 * What keeps going wrong. The first failure of a row is not news: a leader that moves or a topic that is being made
 * fails once and is well at the next attempt.
 */
export class Failures {
  readonly #clock: Clock;
  readonly #silence: () => MonitorError;
  #count = 0;
  #standing: MonitorError | undefined;
  /** When what is under way was asked for; undefined where nothing is. */
  #askedMs: number | undefined;

  /** @param silence says that an answer is long in coming */
  constructor(clock: Clock, silence: () => MonitorError) {
    this.#clock = clock;
    this.#silence = silence;
  }

  /** The newest failure, where it is not the first; or that no answer comes, though the attempt goes on. */
  get standing(): MonitorError | undefined {
    if (this.#standing) return this.#standing;
    return this.#clock.monotonic() - (this.#askedMs ?? Infinity) > longestSilenceMs
      ? this.#silence()
      : undefined;
  }

  /** Waits for an answer, and records how long it takes. */
  async answer<T>(asked: Promise<T>): Promise<T> {
    this.#askedMs ??= this.#clock.monotonic();
    const answer = await asked;
    this.#askedMs = undefined;
    return answer;
  }

  /** There is an answer, good or bad, and the next attempt begins anew. */
  answered(): void {
    this.#askedMs = undefined;
  }

  note(error: MonitorError): void {
    this.#count += 1;
    if (this.#count > 1) this.#standing = error;
  }

  /** As {@link note}, of what no further attempt would mend. */
  tell(error: MonitorError): void {
    this.#count += 1;
    this.#standing = error;
  }

  clear(): void {
    this.#count = 0;
    this.#standing = undefined;
  }
}
