import { breachSize } from './breach-repository.ts';
import type { Connection } from './database.ts';
import type { Series } from './series-repository.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What is foreseen. */
const days = 90;
/** What was stored in this time stands for what will be. */
const sampleMs = 6 * hourMs;
/** Until pairs of hours are stored, an hour is taken to have so many times the pairs of a window. */
const hourOfWindows = 2;
/** What a window's row takes beside its texts, about. */
const rowBytes = 120;

/** How long what is kept, in ms, and bytes of all of it at most. */
export interface KeptSpace {
  readonly windowPairs: number;
  readonly pairs: number;
  readonly windows: number;
  readonly bytes: number;
}

/** As it is kept unless someone says otherwise. */
export const usuallyKept: KeptSpace = {
  windowPairs: 7 * dayMs,
  pairs: days * dayMs,
  windows: 3_650 * dayMs,
  bytes: Infinity,
};

/** Bytes that a series will take in 90 days at the rate of its last hours; null where it has too few windows to say. */
export function foresee(
  connection: Connection,
  series: Pick<Series, 'id' | 'slideMs'>,
  kept: KeptSpace,
): number | null {
  const given = { series: series.id, sampleMs };
  const pane = connection.prepare(averagePane).get(given) as { count: number; bytes: number | null };
  const window = connection.prepare(averageWindow).pluck().get(given) as number | null;
  if (pane.count < 2 || pane.bytes === null || window === null) return null;
  const hour =
    (connection.prepare(averageHour).pluck().get(given) as number | null) ?? hourOfWindows * pane.bytes;
  const daysOf = (ms: number): number => Math.min(days, ms / dayMs);
  const byWindow = series.slideMs < hourMs ? Math.min(kept.windowPairs, kept.pairs) : kept.pairs;
  const windowsADay = dayMs / series.slideMs;
  const bytes =
    pane.bytes * windowsADay * daysOf(byWindow) +
    hour * 24 * Math.max(0, daysOf(kept.pairs) - daysOf(byWindow)) +
    window * windowsADay * daysOf(kept.windows);
  return Math.round(Math.min(bytes, kept.bytes));
}

const averagePane = `SELECT count(*) AS count, avg(length(pairs)) AS bytes FROM pane_pairs WHERE series_id = @series
  AND start_ms >= (SELECT max(start_ms) FROM pane_pairs WHERE series_id = @series) - @sampleMs`;

const averageWindow = `SELECT avg(${rowBytes} + ${breachSize} + length(interfaces) + length(gaps)) FROM windows
  WHERE series_id = @series
  AND start_ms >= (SELECT max(start_ms) FROM windows WHERE series_id = @series) - @sampleMs`;

const averageHour = `SELECT avg(length(pairs)) FROM
  (SELECT pairs FROM hour_pairs WHERE series_id = @series ORDER BY start_ms DESC LIMIT 24)`;
