/**
 * Runs a step, one run at a time. Who asks for it while it runs may ask because of what has come since it looked: it
 * runs once more then, and all who asked get the same answer.
 */
export class RepeatedRun {
  readonly #step: () => Promise<boolean>;
  #running: Promise<boolean> | undefined;
  #isAsked = false;

  /** @param step whether it has found anything to do */
  constructor(step: () => Promise<boolean>) {
    this.#step = step;
  }

  /**
   * Asks for a run.
   *
   * @returns whether anything was found in the runs until the step had nothing more to look for
   * @throws whatever the step throws; the next call begins anew
   */
  ask(): Promise<boolean> {
    this.#isAsked = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<boolean> {
    // From here on it is known to run.
    await Promise.resolve();
    try {
      let hasFound = false;
      while (this.#isAsked) {
        this.#isAsked = false;
        hasFound = (await this.#step()) || hasFound;
      }
      return hasFound;
    } finally {
      this.#running = undefined;
    }
  }
}
