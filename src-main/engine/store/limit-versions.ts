import type { LimitVersion } from '../../common/model/alert-answer.ts';
import { scopeKey } from '../../common/limit-scope.ts';
import type { Limit } from '../../common/model/limits.ts';
import { epochMs } from '../../common/units.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns } from './limit-columns.ts';

type VersionRow = LimitColumns & { readonly first_seen_ms: number; readonly gone_ms: number | null };

/** All versions of a limit that were ever stored, the oldest first; none of an agent's silence. */
export function limitVersions(connection: Connection, limit: Limit): LimitVersion[] {
  const { name, source, destination } = limit;
  const rows = connection.prepare(versionsOf).all({ name, source, destination }) as VersionRow[];
  const key = scopeKey(limit);
  return rows
    .map((row) => ({
      limit: fromLimitColumns(row),
      firstSeenMs: epochMs(row.first_seen_ms),
      goneMs: row.gone_ms === null ? null : epochMs(row.gone_ms),
    }))
    .filter((version) => scopeKey(version.limit) === key);
}

const versionsOf = `SELECT name AS limit_name, value AS limit_value, effective_ms, source, destination, window_seconds,
    period, hours, limit_agent, direction, warn_at, title, note, first_seen_ms, gone_ms
  FROM limit_versions WHERE name = @name AND source IS @source AND destination IS @destination
  ORDER BY effective_ms, first_seen_ms`;
