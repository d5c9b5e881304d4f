import Database from 'better-sqlite3';

/** Tables that may be so large that a step of the schema takes long on them, in the order in which they are taken over. */
export const largeTables = ['alerts', 'windows'] as const;

export type LargeTable = (typeof largeTables)[number];

/** What was set aside of a table. */
export interface OlderTable {
  /** The name that it has since. */
  readonly older: string;
  readonly table: LargeTable;
  /** The version of the schema that its rows have. */
  readonly version: number;
}

/** Rows that were set aside, as they are now. */
export interface OlderPiece extends OlderTable {
  readonly rows: readonly unknown[][];
  /** What else came of them, by table. */
  readonly others: readonly (readonly [table: string, rows: readonly unknown[][]])[];
  /** From when on the windows of a series are kept, where that was not known before. */
  readonly kept: readonly (readonly [series: number, fromMs: number])[];
  /** The primary key of the oldest of them. */
  readonly lastKey: readonly unknown[];
  /** Whether no more are left of the table. */
  readonly isLast: boolean;
}

/** Columns of a series that every version has. */
export const seriesColumns = 'id, name, size_ms, slide_ms, opened_ms';

/** Converts rows by the steps of the schema: a piece is a small older folder, which is brought up to date in memory. */
export class PieceConverter {
  readonly #memory = new Database(':memory:');
  readonly #steps: string;

  /** @param version of the schema that the rows have */
  constructor(migrations: readonly string[], version: number, series: readonly unknown[][]) {
    this.#memory.pragma('foreign_keys = OFF');
    this.#memory.exec(migrations.slice(0, version).join(';'));
    this.#steps = migrations.slice(version).join(';');
    const insert = this.#memory.prepare(`INSERT INTO series (${seriesColumns}) VALUES (?, ?, ?, ?, ?)`);
    for (const one of series) insert.run(one);
  }

  convert(table: LargeTable, rows: readonly unknown[][]): Pick<OlderPiece, 'rows' | 'others' | 'kept'> {
    this.#memory.exec('BEGIN');
    try {
      const marks = rows[0]!.map(() => '?').join(', ');
      const insert = this.#memory.prepare(`INSERT INTO ${table} VALUES (${marks})`);
      for (const row of rows) insert.run(row);
      this.#memory.exec(this.#steps);
      return {
        rows: this.#all(table),
        others: this.#names().flatMap((name) => (name === table ? [] : [[name, this.#all(name)]])),
        kept: this.#read('SELECT id, kept_from_ms FROM series WHERE kept_from_ms NOT NULL') as [
          number,
          number,
        ][],
      };
    } finally {
      this.#memory.exec('ROLLBACK');
    }
  }

  dispose(): void {
    this.#memory.close();
  }

  #names(): string[] {
    const sql =
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'series' AND name NOT LIKE 'sqlite_%'";
    return (this.#read(sql) as [string][]).flat();
  }

  #all(table: string): unknown[][] {
    return this.#read(`SELECT * FROM ${table}`);
  }

  #read(sql: string): unknown[][] {
    return this.#memory.prepare(sql).raw().all() as unknown[][];
  }
}
