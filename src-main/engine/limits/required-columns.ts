import { MonitorError } from '../../common/errors.ts';
import { type LimitRow, termColumns } from '../../common/limit-row.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';

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
