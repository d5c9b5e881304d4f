import type { Direction } from '../../common/direction.ts';
import type { Limit } from '../../common/model/limits.ts';
import { epochMs } from '../../common/units.ts';

/** Columns of a limit, wherever a table holds one. */
export interface LimitColumns {
  readonly limit_name: string;
  readonly limit_value: number;
  readonly effective_ms: number;
  readonly source: string | null;
  readonly destination: string | null;
  readonly window_seconds: number | null;
  readonly period: string | null;
  readonly hours: string | null;
  readonly limit_agent: string | null;
  readonly direction: string | null;
  readonly warn_at: number | null;
  readonly title: string | null;
  readonly note: string | null;
}

/** The step of the schema by which limits say which way traffic goes, seen from the home networks. */
export const limitDirections = `
  ALTER TABLE limit_versions ADD COLUMN direction TEXT;
  ALTER TABLE alerts ADD COLUMN direction TEXT;
  `;

/** What limits are called, and notes about them. */
export const limitLabels = ['limit_versions', 'alerts']
  .map((table) => `ALTER TABLE ${table} ADD COLUMN title TEXT; ALTER TABLE ${table} ADD COLUMN note TEXT;`)
  .join('\n');

/** Mutes of limits on a direction. */
export const mutedDirections = 'ALTER TABLE mutes ADD COLUMN direction TEXT;';

/** A limit as named values of a statement. */
export const toLimitColumns = (limit: Limit): LimitColumns => ({
  limit_name: limit.name,
  limit_value: limit.value,
  effective_ms: limit.effectiveMs,
  source: limit.source,
  destination: limit.destination,
  window_seconds: limit.windowSeconds,
  period: limit.period ?? null,
  hours: limit.hours ?? null,
  limit_agent: limit.agent ?? null,
  direction: limit.direction ?? null,
  warn_at: limit.warnPercent ?? null,
  title: limit.title ?? null,
  note: limit.note ?? null,
});

/** A limit from a row. */
export const fromLimitColumns = (row: LimitColumns): Limit => ({
  name: row.limit_name as Limit['name'],
  value: row.limit_value,
  effectiveMs: epochMs(row.effective_ms),
  source: row.source,
  destination: row.destination,
  windowSeconds: row.window_seconds,
  ...(row.period !== null && { period: row.period }),
  ...(row.hours !== null && { hours: row.hours }),
  ...(row.limit_agent !== null && { agent: row.limit_agent }),
  ...(row.direction !== null && { direction: row.direction as Direction }),
  ...(row.warn_at !== null && { warnPercent: row.warn_at }),
  ...(row.title !== null && { title: row.title }),
  ...(row.note !== null && { note: row.note }),
});
