import type { Connection } from './database.ts';

/** A folder that is opened once more. */
interface Reader {
  readonly connection: Connection;
  dispose(): void;
}

/** Readers that stay open for the next read. */
const keptReaders = 2;

/**
 * Reads that see one moment of a database, however long they take and whatever is stored meanwhile, by this thread, too:
 * each has a connection of its own.
 */
export class Snapshots<R extends Reader> {
  readonly #open: () => R;
  readonly #idle: R[] = [];
  readonly #busy = new Set<R>();

  constructor(open: () => R) {
    this.#open = open;
  }

  /** Gives a reader to some steps; what they read is of the moment at which they begin. */
  async read<T>(steps: (reader: R) => T | Promise<T>): Promise<T> {
    const reader = this.#idle.pop() ?? this.#open();
    this.#busy.add(reader);
    try {
      return await readAtOnce(reader, steps);
    } finally {
      if (this.#busy.delete(reader)) this.#putBack(reader);
    }
  }

  #putBack(reader: R): void {
    if (this.#idle.length < keptReaders) this.#idle.push(reader);
    else reader.dispose();
  }

  /** Ends reads that are under way, too. */
  dispose(): void {
    for (const reader of [...this.#idle.splice(0), ...this.#busy]) reader.dispose();
    this.#busy.clear();
  }
}

/** Reads one moment over a connection that nobody else uses meanwhile. */
async function readAtOnce<R extends Reader, T>(reader: R, steps: (reader: R) => T | Promise<T>): Promise<T> {
  const { connection } = reader;
  connection.exec('BEGIN; SELECT 1 FROM series LIMIT 1');
  try {
    return await steps(reader);
  } finally {
    // It may have been closed meanwhile.
    if (connection.open) connection.exec('COMMIT');
  }
}
