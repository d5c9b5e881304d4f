import type { Connection } from '../../../src-main/engine/store/database.ts';

/** Windows as the store holds them, one behind the other, closed and exact. */
export interface StoredWindows {
  readonly seriesId: number;
  readonly startMs: number;
  readonly sizeMs: number;
  readonly count: number;
}

/** Writes windows of which the `i`th has `1000 + i % 1000` bytes, fast enough for millions. */
export function writeWindows(
  connection: Connection,
  { seriesId, startMs, sizeMs, count }: StoredWindows,
): void {
  connection
    .prepare(
      `INSERT INTO windows (series_id, start_ms, end_ms, reports, closed, complete, bytes, packets, pair_count, late,
         dropped, missed, status)
       WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n + 1 < @count)
       SELECT @seriesId, @startMs + n * @sizeMs, @startMs + (n + 1) * @sizeMs, 1, 1, 1, 1000 + n % 1000, 1, 1, 0, 0, 0,
         'within' FROM i`,
    )
    .run({ seriesId, startMs, sizeMs, count });
}
