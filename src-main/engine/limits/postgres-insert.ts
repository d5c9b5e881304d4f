import { MonitorError } from '../../common/errors.ts';
import type { Limit } from '../../common/model/limits.ts';
import { insertStatement } from './limit-export.ts';
import { requireReadable } from './limit-preview.ts';
import { type LimitRow, limitRow, requireScope } from './limit-row.ts';
import { parseTextRows } from './limit-rows.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { type PostgresTable, readTable } from './postgres-table.ts';

/**
 * Inserts limits into a table, in a transaction that the caller has begun.
 *
 * @throws MonitorError `limits/not-writable` where the server refuses them, or they would make it a table that can't be
 * read; with the statements that someone else may run. `limits/unreadable` where the server can't be reached.
 */
export async function insertLimits(
  connection: PostgresConnection,
  table: PostgresTable,
  address: PostgresAddress,
  limits: readonly Limit[],
): Promise<void> {
  const rows = limits.map(limitRow);
  requireScope(rows, table.columns, `The table ${address.table}`);
  const statements = rows.map((row) =>
    insertStatement(
      address.table,
      row,
      filledColumns(row).filter((name) => table.columns.includes(name)),
    ),
  );
  try {
    for (const statement of statements) await connection.query(statement);
  } catch (thrown) {
    throw insertError(thrown, address, statements);
  }
  const found = parseTextRows(await readTable(connection, table, address), 'database');
  requireReadable(address.origin, found);
}

const filledColumns = (row: LimitRow): (keyof LimitRow)[] =>
  (Object.keys(row) as (keyof LimitRow)[]).filter((name) => row[name] !== null);

/** What the server says to the statement itself, by SQLSTATE; else by the first two characters, its class. */
const refusals: Readonly<Record<string, (address: PostgresAddress, message: string) => string>> = {
  42501: ({ user, table }) => `${user} may not insert into the table ${table}`,
  25006: ({ host }, message) => `The PostgreSQL server ${host} only lets read here (${message})`,
  55000: ({ table }, message) => `Nothing can be inserted into ${table} (${message})`,
  22: ({ table }, message) => `The table ${table} refuses the row (${message})`,
  23: ({ table }, message) => `The table ${table} refuses the row (${message})`,
};

function insertError(thrown: unknown, address: PostgresAddress, statements: readonly string[]): unknown {
  const { code = '', message = '' } = ((thrown as Error).cause ?? {}) as { code?: string; message?: string };
  const words = refusals[code] ?? refusals[code.slice(0, 2)];
  const isHidden = message.startsWith('query would be affected by row-level security');
  if (words === undefined || isHidden) return thrown;
  const sql = statements.join(' ');
  const { table, user } = address;
  const remedy =
    code === '42501'
      ? `let the owner run GRANT INSERT ON ${table} TO ${user}, or this: ${sql}`
      : `let someone who may run: ${sql}`;
  return new MonitorError('limits/not-writable', `${words(address, message)}; nothing was added`, {
    remedy,
    cause: thrown,
  });
}
