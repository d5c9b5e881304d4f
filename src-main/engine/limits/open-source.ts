import type { Clock } from '../../common/clock.ts';
import type { Limit } from '../../common/model/limits.ts';
import { FileSource } from './file-source.ts';
import { goodRows } from './limit-preview.ts';
import type { LimitSource } from './limit-source.ts';
import { isPostgresUrl } from '../../common/postgres-url.ts';
import { PostgresSource } from './postgres-source.ts';

/**
 * The source that a person named: a JSON or CSV file, or a table of a PostgreSQL server.
 *
 * @throws MonitorError `settings/invalid` for a URL that can't be used
 */
export const openSource = (named: string, clock: Clock): LimitSource =>
  isPostgresUrl(named) ? new PostgresSource(named, clock) : new FileSource(named, clock);

/**
 * The rows of a source, read once.
 *
 * @throws MonitorError `limits/unreadable`, `limits/bad-rows`
 */
export async function readLimits(named: string, clock: Clock): Promise<readonly Limit[]> {
  const source = openSource(named, clock);
  try {
    return goodRows(source.origin, await source.read());
  } finally {
    source.dispose();
  }
}
