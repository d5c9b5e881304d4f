import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { columnDefect, type TextRow } from './limit-rows.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { PostgresConnection } from './postgres-connection.ts';

/** Rows that are read at most: what is larger is hardly a table of limits, and would fill the memory. */
const mostRows = 1_000_000;

const texts = ['text', 'varchar', 'bpchar', 'name', 'enum'];
const integers = ['int2', 'int4', 'int8', 'numeric'];
const addresses = ['inet', 'cidr', ...texts];

/** The types that a column may have; a domain counts as what it is based on. */
const typesOf: Readonly<Record<string, readonly string[] | 'any'>> = {
  limit_name: texts,
  limit_value: integers,
  effective_date: ['date', 'timestamp', 'timestamptz'],
  source: addresses,
  destination: addresses,
  window_seconds: integers,
  period: texts,
  hours: texts,
  agent: texts,
  direction: texts,
  warn_at: integers,
  title: texts,
  note: 'any',
};

/** The table of limits as the server's catalogue has it. */
export interface PostgresTable {
  readonly oid: string;
  /** Whether the trigger is there that announces each change; a standby passes no announcements on. */
  readonly notifies: boolean;
  /** Columns of limits that it has. */
  readonly columns: readonly string[];
  /** Whether an effective date is a whole day, whose time is dropped. */
  readonly keepsDays: boolean;
}

const columnsQuery = `SELECT a.attname AS name,
    CASE base.typtype WHEN 'e' THEN 'enum' ELSE base.typname::text END AS type
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_type base ON base.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid)
  WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`;

const notifiesQuery = `SELECT NOT pg_is_in_recovery() AND EXISTS (SELECT FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
  WHERE t.tgrelid = $1::oid AND f.proname = 'streamchecker_notify' AND t.tgenabled IN ('O', 'A')) AS notifies`;

/**
 * Looks the table up, and refuses one whose columns can't be rows of limits.
 *
 * @throws MonitorError `limits/unreadable`
 */
export async function findTable(
  connection: PostgresConnection,
  address: PostgresAddress,
): Promise<PostgresTable> {
  const [found] = await connection.query<{ oid: string }>('SELECT $1::regclass::oid::text AS oid', [
    address.table,
  ]);
  const { oid } = found!;
  const columns = await connection.query<{ name: string; type: string }>(columnsQuery, [oid]);
  const defect = columnDefect(columns.map(({ name }) => name)) ?? typeDefect(columns);
  if (defect !== undefined)
    throw unusable(say('limits.columns', { name: say('postgres.table', { table: address.table }), defect }));
  const [trigger] = await connection.query<{ notifies: boolean }>(notifiesQuery, [oid]);
  const known = columns.map(({ name }) => name).filter((name) => name in typesOf);
  const keepsDays = columns.some(({ name, type }) => name === 'effective_date' && type === 'date');
  return { oid, notifies: trigger!.notifies, columns: known, keepsDays };
}

function typeDefect(columns: readonly { name: string; type: string }[]): Phrase | undefined {
  for (const { name, type } of columns) {
    const types = typesOf[name] ?? 'any';
    if (types !== 'any' && !types.includes(type))
      return say('limits.columnType', { column: name, type, types });
  }
  return undefined;
}

/**
 * Reads all rows as text, by effective date, name, source and destination.
 *
 * @throws MonitorError `limits/unreadable`
 */
export async function readTable(
  connection: PostgresConnection,
  { columns }: PostgresTable,
  { table }: PostgresAddress,
): Promise<TextRow[]> {
  const order = ['effective_date', 'limit_name', 'source', 'destination'].filter((name) =>
    columns.includes(name),
  );
  const rows = await connection.query<Record<string, string | null>>(
    `SELECT ${columns.map((name) => `${name}::text`).join(', ')} FROM ${table}
     ORDER BY ${order.join(', ')} LIMIT ${mostRows + 1}`,
  );
  if (rows.length <= mostRows) return rows;
  throw unusable(say('postgres.tooManyRows', { table, most: mostRows }));
}

const unusable = (message: Phrase): MonitorError =>
  new MonitorError('limits/unreadable', message, {
    remedy: say('postgres.remedy.table'),
    retriable: true,
  });
