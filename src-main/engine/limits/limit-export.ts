import Papa from 'papaparse';
import { isGroupName } from '../../common/network-groups.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { LimitForm } from '../../common/contract/monitor/limits.ts';
import { limitRow, type LimitRow, type TermColumn, termColumns } from '../../common/limit-row.ts';

const writers: Readonly<Record<LimitForm, (rows: readonly LimitRow[]) => string>> = {
  json: (rows) => `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`,
  csv: (rows) => `${Papa.unparse(rows as LimitRow[], { columns: columnsOf(rows), newline: '\n' })}\n`,
  sql: (rows) => {
    const columns = columnsOf(rows);
    const inserts = rows.map((row) => insertStatement('traffic_limits', row, columns));
    const hasGroups = rows.some(({ source, destination }) => [source, destination].some(isGroup));
    return `${[tableOf(hasGroups ? 'text' : 'cidr'), ...alterationsFor(columns, hasGroups), ...inserts].join('\n')}\n`;
  },
};

/** Limits as the text of a file that can be imported, or run by PostgreSQL. */
export const writeLimits = (limits: readonly Limit[], form: LimitForm): string =>
  writers[form](limits.map(limitRow));

const isGroup = (text: string | null): boolean => text !== null && isGroupName(text);

const plainColumns: (keyof LimitRow)[] = [
  'limit_name',
  'limit_value',
  'effective_date',
  'source',
  'destination',
  'window_seconds',
];

/** The columns of each limit, and the others that any of the rows needs: most tables have none of them. */
const columnsOf = (rows: readonly LimitRow[]): (keyof LimitRow)[] => [
  ...plainColumns,
  ...termColumns.filter((column) => rows.some((row) => row[column] !== undefined)),
];

/** @param addresses the type of the columns of addresses: a group of networks is text */
const tableOf = (addresses: 'cidr' | 'text'): string => `CREATE TABLE IF NOT EXISTS traffic_limits (
  limit_name text NOT NULL CHECK (limit_name IN ('min', 'max')), limit_value bigint NOT NULL CHECK (limit_value >= 0),
  effective_date timestamptz NOT NULL, source ${addresses}, destination ${addresses}, window_seconds integer,
  ${termColumns.map((column) => `${column} ${columnTypes[column]}`).join(', ')}
);`;

const columnTypes: Readonly<Record<TermColumn, string>> = {
  ...{ period: 'text', hours: 'text', agent: 'text', direction: 'text', title: 'text', note: 'text' },
  warn_at: 'integer CHECK (warn_at BETWEEN 1 AND 100)',
};

/** What a table needs that is there already: an earlier export may have made it. Only its owner may alter it. */
function alterationsFor(columns: readonly (keyof LimitRow)[], hasGroups: boolean): string[] {
  const added = termColumns.filter((column) => columns.includes(column));
  return [
    ...added.map(
      (column) => `ALTER TABLE traffic_limits ADD COLUMN IF NOT EXISTS ${column} ${columnTypes[column]};`,
    ),
    ...(hasGroups ? [groupsComment] : []),
  ];
}

const groupsComment = `-- Groups of networks (@office) are text. Where the table has its addresses as cidr or inet, alter it first:
-- ALTER TABLE traffic_limits ALTER COLUMN source TYPE text, ALTER COLUMN destination TYPE text;`;

/**
 * The statement that puts a row into a table of PostgreSQL.
 *
 * @param table quoted where need be
 */
export const insertStatement = (table: string, row: LimitRow, columns: readonly (keyof LimitRow)[]): string =>
  `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => literal(row[column])).join(', ')});`;

/** A value as SQL writes it. */
export const literal = (value: string | number | null | undefined): string =>
  value === null || value === undefined
    ? 'NULL'
    : typeof value === 'number'
      ? String(value)
      : `'${value.replaceAll("'", "''")}'`;
