import { afterEach } from 'vitest';
import { TemporaryFolder } from './command-line.ts';

/** What a test opens; it is closed when the test is over, the newest first. */
export class Owned {
  readonly #opened: { stop(): Promise<void> }[] = [];
  readonly #folders: TemporaryFolder[] = [];

  constructor() {
    afterEach(() => this.#close());
  }

  /** A data folder that goes with the test. */
  folder(): string {
    const folder = new TemporaryFolder();
    this.#folders.push(folder);
    return folder.path;
  }

  own<T extends { stop(): Promise<void> }>(one: T): T {
    this.#opened.push(one);
    return one;
  }

  /** Closes one before the test is over. */
  async stop(one: { stop(): Promise<void> }): Promise<void> {
    this.#opened.splice(this.#opened.indexOf(one), 1);
    await one.stop();
  }

  async #close(): Promise<void> {
    for (const one of this.#opened.splice(0).reverse()) await one.stop();
    for (const folder of this.#folders.splice(0)) folder[Symbol.dispose]();
  }
}
