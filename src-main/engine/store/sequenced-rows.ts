import type { Connection } from './database.ts';

/** Rows of one series that say, one after the other, what has changed of the window or pane that starts at an instant. */
export class SequencedRows<Row extends object> {
  readonly #series: number;
  readonly #select;
  readonly #append;
  readonly #remove;

  /** @param columns those of the table behind `series_id`, `start_ms` and `sequence`, in their order */
  constructor(
    connection: Connection,
    series: number,
    table: string,
    columns: readonly (keyof Row & string)[],
  ) {
    this.#series = series;
    const which = 'series_id = @series AND start_ms = @startMs';
    this.#select = connection.prepare(`SELECT * FROM ${table} WHERE ${which} ORDER BY sequence`);
    this.#append = connection.prepare(
      `INSERT INTO ${table} SELECT @series, @startMs, coalesce(max(sequence), 0) + 1,
       ${columns.map((column) => `@${column}`).join(', ')} FROM ${table} WHERE ${which}`,
    );
    this.#remove = connection.prepare(`DELETE FROM ${table} WHERE ${which}`);
  }

  /** The rows of a start, the oldest first; one at a time, as they may be large. */
  of(startMs: number): IterableIterator<Row> {
    return this.#select.iterate({ series: this.#series, startMs }) as IterableIterator<Row>;
  }

  append(startMs: number, row: Row): void {
    this.#append.run({ series: this.#series, startMs, ...row });
  }

  remove(startMs: number): void {
    this.#remove.run({ series: this.#series, startMs });
  }
}
