import type { MonitorError } from '../../../common/errors.ts';

/**
 * What keeps going wrong. The first failure of a row is no news: a leader that moves or a topic that is being made
 * fails once and is well at the next attempt.
 */
export class Failures {
  #count = 0;
  #standing: MonitorError | undefined;

  /** The newest failure, where it is not the first. */
  get standing(): MonitorError | undefined {
    return this.#standing;
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
