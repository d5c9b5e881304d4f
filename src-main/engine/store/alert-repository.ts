import type { Alert, PairTotal } from '../../common/model.ts';
import { epochMs } from '../../common/units.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns, toLimitColumns } from './limit-columns.ts';

type Row = LimitColumns & {
  readonly id: string;
  readonly state: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly observed: number;
  readonly at_ms: number;
  readonly fired_ms: number;
  readonly top_pairs: string;
};

/** Alerts by series. */
export class AlertRepository {
  readonly #save;
  readonly #firing;
  readonly #newest;

  constructor(connection: Connection) {
    this.#firing = connection.prepare(
      "SELECT * FROM alerts WHERE series_id = ? AND state = 'firing' ORDER BY at_ms",
    );
    this.#newest = connection.prepare(
      'SELECT * FROM alerts WHERE series_id = ? ORDER BY at_ms DESC, id LIMIT ?',
    );
    this.#save = connection.prepare(
      `INSERT OR REPLACE INTO alerts VALUES (@id, @series, @state, @limit_name, @limit_value, @effective_ms, @source,
           @destination, @window_seconds, @startMs, @endMs, @observed, @atMs, @firedMs, @topPairs)`,
    );
  }

  save(series: number, alert: Alert): void {
    const { id, state, limit, window, observed, atMs, firedMs } = alert;
    const topPairs = JSON.stringify(alert.topPairs);
    this.#save.run({
      id,
      series,
      state,
      ...toLimitColumns(limit),
      ...window,
      observed,
      atMs,
      firedMs,
      topPairs,
    });
  }

  firing(series: number): Alert[] {
    return (this.#firing.all(series) as Row[]).map(toAlert);
  }

  /** The newest alerts, newest first. */
  newest(series: number, count: number): Alert[] {
    return (this.#newest.all(series, count) as Row[]).map(toAlert);
  }
}

const toAlert = (row: Row): Alert => ({
  id: row.id,
  state: row.state as Alert['state'],
  limit: fromLimitColumns(row),
  window: { startMs: epochMs(row.start_ms), endMs: epochMs(row.end_ms) },
  observed: row.observed,
  atMs: epochMs(row.at_ms),
  firedMs: epochMs(row.fired_ms),
  topPairs: JSON.parse(row.top_pairs) as PairTotal[],
});
