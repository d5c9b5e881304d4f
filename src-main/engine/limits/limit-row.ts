import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitName } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { termColumns, type TermRow, termRow } from './limit-terms.ts';

/** A limit with the names of the table's columns, as it is written into files. */
export interface LimitRow extends TermRow {
  readonly limit_name: LimitName;
  readonly limit_value: number;
  /** ISO 8601. */
  readonly effective_date: string;
  readonly source: string | null;
  readonly destination: string | null;
  readonly window_seconds: number | null;
}

/** A limit as a row. */
export const limitRow = (limit: Limit): LimitRow => ({
  limit_name: limit.name,
  limit_value: limit.value,
  effective_date: new Date(limit.effectiveMs).toISOString(),
  source: limit.source,
  destination: limit.destination,
  window_seconds: limit.windowSeconds,
  ...termRow(limit),
});

/**
 * Refuses rows that a table can't hold without making their limits about more traffic.
 *
 * @param name what the table is called in the error
 * @throws MonitorError `limits/not-writable`
 */
export function requireScope(
  rows: readonly Partial<LimitRow>[],
  columns: readonly string[],
  name: Text,
): void {
  const missing = (['source', 'destination', ...termColumns] as const).find(
    (column) => !columns.includes(column) && rows.some((row) => (row[column] ?? null) !== null),
  );
  if (missing === undefined) return;
  throw new MonitorError('limits/not-writable', say('limits.noColumn', { name, column: missing }), {
    remedy: say('limits.remedy.addColumn', { column: missing }),
  });
}
