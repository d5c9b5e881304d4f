/** Pages of a long list, as far as they were fetched; never changed, only replaced. */
export class RowPages<T> {
  readonly #pages: ReadonlyMap<number, readonly T[]>;
  readonly #pageRows: number;

  constructor(pageRows: number, pages: Iterable<readonly [number, readonly T[]]> = []) {
    this.#pageRows = pageRows;
    this.#pages = new Map(pages);
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  row(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / this.#pageRows))?.[index % this.#pageRows];
  }

  /** With another page; of more than `bound` the oldest are left out. */
  with(page: number, rows: readonly T[], bound: number): RowPages<T> {
    return new RowPages(this.#pageRows, [...this.#pages, [page, rows] as const].slice(-bound));
  }
}
