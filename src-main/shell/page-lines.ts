/**
 * The numbers of the lines that a page holds to one process. Those of a page that has gone are closed from the other end, as
 * whoever holds its ports might go on asking.
 */
export class PageLines {
  #newest = 0;
  #leaving = 0;
  readonly #close: (upTo: number) => void;

  /** @param close closes the lines up to a number */
  constructor(close: (upTo: number) => void) {
    this.#close = close;
  }

  /** The number of one more. */
  next(): number {
    return (this.#newest += 1);
  }

  /** The page begins to go elsewhere; it may yet stay. */
  leaving(): void {
    this.#leaving = this.#newest;
  }

  /** Another page is there; it may hold lines of its own already. */
  left(): void {
    if (this.#leaving > 0) this.#close(this.#leaving);
    this.#leaving = 0;
  }

  /** There is no page any more. */
  gone(): void {
    this.leaving();
    this.left();
  }
}
