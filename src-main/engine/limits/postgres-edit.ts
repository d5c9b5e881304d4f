import { isDateAlone } from '../../common/effective-date.ts';
import { MonitorError } from '../../common/errors.ts';
import { isOff } from '../../common/limit-switch.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { insertStatement, literal } from './limit-export.ts';
import { goneError, type LimitEdit, rowsEdit, type RowsEdit } from './limit-edit.ts';
import { requireReadable } from './limit-preview.ts';
import type { LimitRow } from '../../common/limit-row.ts';
import { requireScope } from './required-columns.ts';
import { parseTextRows, type TextRow } from './limit-rows.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { type PostgresTable, readTable } from './postgres-table.ts';

/** A statement, and the right that it needs; it is about one row. */
interface Statement {
  readonly right: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly sql: string;
}

/**
 * Changes limits in a table, in a transaction that the caller has begun.
 *
 * @throws MonitorError `limits/not-writable` where the server refuses them, or they would make it a table that can't be
 * read; with the statements that someone else may run. `limits/unreadable` where the server can't be reached.
 */
export async function editTable(
  connection: PostgresConnection,
  table: PostgresTable,
  address: PostgresAddress,
  edit: LimitEdit,
): Promise<void> {
  if (table.keepsDays) requireWholeDays(address, edit);
  const rows = await readTable(connection, table, address);
  const before = parseTextRows(rows, 'database');
  requireReadable(address.origin, before);
  const changes = rowsEdit(address.origin, before.limits, edit);
  requireScope([...changes.added, ...changes.changed.values()], table.columns, `The table ${address.table}`);
  const statements = statementsFor(changes, rows, table, address);
  for (const statement of statements) {
    if (!(await hasRun(connection, statement, statements, address))) throw goneError(address.origin);
  }
  const found = parseTextRows(await readTable(connection, table, address), 'database');
  requireReadable(address.origin, found);
}

/**
 * A limit is switched off from an instant on, which a column of days would move to the beginning of its day: there it
 * would be off too early, or be the same row as the limit itself.
 */
function requireWholeDays({ table }: PostgresAddress, { added = [], changed = [] }: LimitEdit): void {
  if (!added.some(isOff)) return;
  const kept = [...added, ...changed.map(({ after }) => after)];
  if (kept.every(({ effectiveMs }) => isDateAlone(effectiveMs))) return;
  throw new MonitorError('limits/not-writable', say('postgres.wholeDays', { table }), {
    remedy: say('postgres.remedy.wholeDays'),
  });
}

/** @returns whether it was about one row */
async function hasRun(
  connection: PostgresConnection,
  { right, sql }: Statement,
  all: readonly Statement[],
  address: PostgresAddress,
): Promise<boolean> {
  try {
    const touched = await connection.query(right === 'INSERT' ? sql : `${sql.slice(0, -1)} RETURNING 1;`);
    return right === 'INSERT' || touched.length === 1;
  } catch (thrown) {
    throw refusedError(thrown, address, all);
  }
}

function statementsFor(
  { added, changed, removed }: RowsEdit,
  rows: readonly TextRow[],
  { columns }: PostgresTable,
  { table }: PostgresAddress,
): Statement[] {
  const there = (row: Partial<LimitRow>): (keyof LimitRow)[] =>
    (Object.keys(row) as (keyof LimitRow)[]).filter((name) => columns.includes(name));
  const filled = (row: LimitRow): (keyof LimitRow)[] => there(row).filter((name) => row[name] !== null);
  const where = (place: number): string =>
    columns.map((name) => `${name}::text IS NOT DISTINCT FROM ${literal(rows[place]![name])}`).join(' AND ');
  const set = (row: Partial<LimitRow>): string =>
    there(row)
      .map((name) => `${name} = ${literal(row[name])}`)
      .join(', ');
  return [
    ...[...removed].map((place) => statement('DELETE', `DELETE FROM ${table} WHERE ${where(place)};`)),
    ...[...changed].map(([place, row]) =>
      statement('UPDATE', `UPDATE ${table} SET ${set(row)} WHERE ${where(place)};`),
    ),
    ...added.map((row) => statement('INSERT', insertStatement(table, row, filled(row)))),
  ];
}

const statement = (right: Statement['right'], sql: string): Statement => ({ right, sql });

const mayNot = {
  INSERT: 'postgres.mayNotInsert',
  UPDATE: 'postgres.mayNotUpdate',
  DELETE: 'postgres.mayNotDelete',
} as const;

type Refusal = (address: PostgresAddress, detail: string, right: Statement['right']) => Phrase;

/** What the server says to the statement itself, by SQLSTATE; else by the first two characters, its class. */
const refusals: Readonly<Record<string, Refusal>> = {
  42501: ({ user, table }, _detail, right) => say(mayNot[right], { user, table }),
  25006: ({ host }, detail) => say('postgres.readOnly', { host, detail }),
  55000: ({ table }, detail, right) =>
    say(right === 'INSERT' ? 'postgres.noInsert' : 'postgres.noChange', { table, detail }),
  22: ({ table }, detail) => say('postgres.rowRefused', { table, detail }),
  23: ({ table }, detail) => say('postgres.rowRefused', { table, detail }),
};

function refusedError(thrown: unknown, address: PostgresAddress, statements: readonly Statement[]): unknown {
  const { code = '', message = '' } = ((thrown as Error).cause ?? {}) as { code?: string; message?: string };
  const words = refusals[code] ?? refusals[code.slice(0, 2)];
  const isHidden = message.startsWith('query would be affected by row-level security');
  if (words === undefined || isHidden) return thrown;
  const sql = statements.map((one) => one.sql).join(' ');
  const rights = [...new Set(statements.map(({ right }) => right))];
  const { table, user } = address;
  const remedy =
    code === '42501'
      ? say('postgres.remedy.grantOrRun', { rights, table, user, sql })
      : say('postgres.remedy.run', { sql });
  const right = rights.at(-1)!;
  const text = say('postgres.notDone', { refusal: words(address, message, right), right });
  return new MonitorError('limits/not-writable', text, { remedy, cause: thrown });
}
