import type { Connection } from './database.ts';
import {
  type LargeTable,
  largeTables,
  type OlderPiece,
  type OlderTable,
  PieceConverter,
  seriesColumns,
} from './older-piece.ts';

/** With no more rows than this, all steps of the schema take some ms on a table. */
const fewRows = 5_000;
/** Rows that are converted at once, in memory. */
const rowsInPiece = 10_000;
/** Rows that are stored in one transaction: some ms. */
const rowsAtOnce = 1_000;

/**
 * Moves the rows of large tables aside, so that the steps of the schema find these tables empty, and take no time. The rows
 * are taken over in pieces ({@link OlderRows}). To be called in a transaction, without foreign keys: what refers to a row
 * waits until it is there again.
 *
 * @param version of the schema that the database has
 */
export function setAside(connection: Connection, version: number): void {
  for (const table of largeTables)
    if (isLarge(connection, table)) beginAnew(connection, table, `${table}_v${version}`);
}

const isLarge = (connection: Connection, table: LargeTable): boolean =>
  tablesLike(connection, table).length > 0 &&
  connection.prepare(`SELECT 1 FROM ${table} LIMIT 1 OFFSET ${fewRows}`).get() !== undefined;

const tablesLike = (connection: Connection, pattern: string): string[] =>
  connection
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ?")
    .pluck()
    .all(pattern) as string[];

/** Gives a table another name, and makes an empty one of its form. */
function beginAnew(connection: Connection, table: LargeTable, older: string): void {
  const parts = connection
    .prepare('SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql NOT NULL ORDER BY rowid')
    .all(table) as { type: string; name: string; sql: string }[];
  // What refers to the table goes on referring to its name.
  connection.pragma('legacy_alter_table = ON');
  connection.exec(`ALTER TABLE ${table} RENAME TO ${older}`);
  connection.pragma('legacy_alter_table = OFF');
  for (const { type, name } of parts) if (type !== 'table') connection.exec(`DROP ${type} ${name}`);
  for (const { sql } of parts) connection.exec(sql);
}

/**
 * Rows of an older folder that are not in the tables of now yet. They are taken over newest first; what was not taken is
 * still there: whoever is killed goes on with the same piece.
 */
export class OlderRows {
  readonly #connection: Connection;
  readonly #migrations: readonly string[];
  readonly #converters = new Map<number, PieceConverter>();

  constructor(connection: Connection, migrations: readonly string[]) {
    this.#connection = connection;
    this.#migrations = migrations;
  }

  /** Whether there are any. */
  get remain(): boolean {
    return this.#tables().length > 0;
  }

  /** How many there are: they are counted. */
  get count(): number {
    const counts = this.#tables().map(({ older }) => `(SELECT count(*) FROM ${older})`);
    return this.#connection
      .prepare(`SELECT ${['0', ...counts].join(' + ')}`)
      .pluck()
      .get() as number;
  }

  /** Takes all of them over; says after each piece which share of them is here. */
  takeAll(onMigrated: (share: number) => void = () => {}): void {
    const { count } = this;
    let taken = 0;
    for (let piece = this.convert(); piece; piece = this.convert()) {
      const steps = this.store(piece);
      while (!steps.next().done);
      taken += piece.rows.length;
      onMigrated(taken / count);
    }
  }

  /** Converts the next piece; stores nothing. Undefined where nothing is left. */
  convert(): OlderPiece | undefined {
    const [next] = this.#tables();
    if (!next) {
      this.dispose();
      return undefined;
    }
    const { older, table, version } = next;
    const key = this.#keyOf(older);
    const newestFirst = key.map((column) => `${column} DESC`).join(', ');
    const rows = this.#connection
      .prepare(`SELECT * FROM ${older} ORDER BY ${newestFirst} LIMIT ${rowsInPiece}`)
      .all() as Record<string, unknown>[];
    const last = rows.at(-1);
    const converted = last && this.#converterOf(version).convert(table, rows.map(Object.values));
    return {
      ...next,
      ...(converted ?? { rows: [], others: [], kept: [] }),
      lastKey: last ? key.map((column) => last[column]) : [],
      isLast: rows.length < rowsInPiece,
    };
  }

  /**
   * Stores a piece, in transactions of some ms: one with each `next()`. What came before the last one is stored again where
   * that was not reached.
   */
  *store(piece: OlderPiece): Generator<void> {
    const { table, rows } = piece;
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const some = rows.slice(from, from + rowsAtOnce);
      this.#connection.transaction(() => this.#insert(table, some)).immediate();
      yield;
    }
    this.#connection.transaction(() => this.#settle(piece)).immediate();
  }

  dispose(): void {
    for (const converter of this.#converters.values()) converter.dispose();
    this.#converters.clear();
  }

  /** All rows of a piece are here: what refers to them comes, and the older ones go. */
  #settle({ older, others, kept, lastKey, isLast }: OlderPiece): void {
    for (const [table, rows] of others) this.#insert(table, rows);
    const note = this.#connection.prepare(
      'UPDATE series SET kept_from_ms = min(coalesce(kept_from_ms, @fromMs), @fromMs) WHERE id = @series',
    );
    for (const [series, fromMs] of kept) note.run({ series, fromMs });
    if (isLast) {
      this.#connection.exec(`DROP TABLE ${older}`);
      return;
    }
    const columns = this.#keyOf(older).join(', ');
    this.#connection
      .prepare(`DELETE FROM ${older} WHERE (${columns}) >= (${lastKey.map(() => '?').join(', ')})`)
      .run(lastKey);
  }

  /** Those that are there were stored before the piece was cut off. */
  #insert(table: string, rows: readonly unknown[][]): void {
    const [first] = rows;
    if (!first) return;
    const marks = first.map(() => '?').join(', ');
    const insert = this.#connection.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${marks})`);
    for (const row of rows) insert.run(row);
  }

  #keyOf(table: string): string[] {
    const columns = this.#connection.prepare(
      'SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk',
    );
    return columns.pluck().all(table) as string[];
  }

  #converterOf(version: number): PieceConverter {
    const known = this.#converters.get(version);
    if (known) return known;
    const series = this.#connection.prepare(`SELECT ${seriesColumns} FROM series`).raw().all() as unknown[][];
    const converter = new PieceConverter(this.#migrations, version, series);
    this.#converters.set(version, converter);
    return converter;
  }

  /** In the order in which they are taken over. */
  #tables(): OlderTable[] {
    const names = tablesLike(this.#connection, '*_v[0-9]*');
    return largeTables.flatMap((table) =>
      names
        .filter((name) => name.startsWith(`${table}_v`))
        .map((older) => ({ older, table, version: Number(older.slice(table.length + 2)) })),
    );
  }
}
