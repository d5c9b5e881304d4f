import { MonitorError } from '../../common/errors.ts';
import type { Alert, AlertTransition } from '../../common/model/alerts.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { NotifiedAlert } from '../notify/due-stage.ts';
import type { MuteMatcher } from '../notify/mute-matcher.ts';
import type { AlertHandling } from '../notify/storage-stage.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns, toLimitColumns } from './limit-columns.ts';
import { MuteRepository } from './mute-repository.ts';

type Row = LimitColumns & {
  readonly id: string;
  readonly state: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly observed: number;
  readonly at_ms: number;
  readonly fired_ms: number;
  readonly top_pairs: string;
  readonly acknowledged_ms: EpochMs | null;
  readonly acknowledged_by: string | null;
  readonly comment: string | null;
  readonly snoozed_until_ms: EpochMs | null;
  readonly told_ms: EpochMs | null;
};

/** Alerts by series, and what people have done about them. */
export class AlertRepository implements AlertHandling {
  readonly #mutes: MuteRepository;
  readonly #save;
  readonly #firing;
  readonly #newest;
  readonly #find;
  readonly #acknowledge;
  readonly #snooze;
  readonly #told;

  constructor(connection: Connection, mutes = new MuteRepository(connection)) {
    this.#mutes = mutes;
    const select = 'SELECT * FROM alerts LEFT JOIN alert_handling ON alert_id = id';
    this.#firing = connection.prepare(
      `${select} WHERE series_id = ? AND state = 'firing' ORDER BY at_ms, id`,
    );
    this.#newest = connection.prepare(`${select} WHERE series_id = ? ORDER BY at_ms DESC, id LIMIT ?`);
    this.#find = connection.prepare(`${select} WHERE id >= @prefix AND id < @prefix || 'g' LIMIT 2`);
    this.#save = connection.prepare(upsertAlert);
    const handle = (columns: string): string => {
      const names = columns.split(', ');
      const values = names.map((name) => `@${name}`).join(', ');
      const changes = names.map((name) => `${name} = @${name}`).join(', ');
      return `INSERT INTO alert_handling (alert_id, ${columns}) VALUES (@id, ${values})
        ON CONFLICT DO UPDATE SET ${changes}`;
    };
    this.#acknowledge = connection.prepare(handle('acknowledged_ms, acknowledged_by, comment'));
    this.#snooze = connection.prepare(handle('snoozed_until_ms'));
    this.#told = connection.prepare(handle('told_ms'));
  }

  save(series: number, alert: AlertTransition): void {
    const { id, state, limit, window, observed, atMs, firedMs } = alert;
    const topPairs = JSON.stringify(alert.topPairs);
    const times = { ...window, atMs, firedMs };
    this.#save.run({ id, series, state, ...toLimitColumns(limit), ...times, observed, topPairs });
  }

  /** Alerts that are firing, the oldest first. */
  firing(series: number, now: EpochMs): NotifiedAlert[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#firing.all(series) as Row[]).map((row) => ({
      ...toAlert(row, mutes),
      notifiedMs: row.told_ms,
    }));
  }

  /** The newest alerts, newest first. */
  newest(series: number, count: number, now: EpochMs): Alert[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#newest.all(series, count) as Row[]).map((row) => toAlert(row, mutes));
  }

  /**
   * The alert whose id is, or begins with, the text.
   *
   * @throws MonitorError `request/invalid` unless there is exactly one
   */
  find(prefix: string, now: EpochMs): NotifiedAlert {
    const rows = /^[0-9a-f]+$/.test(prefix) ? (this.#find.all({ prefix }) as Row[]) : [];
    const [row] = rows;
    if (row && rows.length === 1)
      return { ...toAlert(row, this.#mutes.matcher(now)), notifiedMs: row.told_ms };
    const what = row ? 'More than one alert has' : 'No alert has';
    throw new MonitorError('request/invalid', `${what} an id that begins with "${prefix}"`, {
      remedy: 'copy the id from: alerts list --format json',
    });
  }

  /** The mutes in force. */
  muteMatcher(now: EpochMs): MuteMatcher {
    return this.#mutes.matcher(now);
  }

  /** Records that someone knows of an alert. */
  acknowledge(id: string, by: string, comment: string, now: EpochMs): void {
    this.#acknowledge.run({ id, acknowledged_ms: now, acknowledged_by: by, comment });
  }

  /** Keeps an alert from people until then; null ends that. */
  snooze(id: string, untilMs: EpochMs | null): void {
    this.#snooze.run({ id, snoozed_until_ms: untilMs });
  }

  /** Records that people were notified that an alert is firing. */
  recordNotified(id: string, now: EpochMs): void {
    this.#told.run({ id, told_ms: now });
  }
}

const upsertAlert = `INSERT INTO alerts VALUES (@id, @series, @state, @limit_name, @limit_value, @effective_ms,
  @source, @destination, @window_seconds, @startMs, @endMs, @observed, @atMs, @firedMs, @topPairs)
  ON CONFLICT DO UPDATE SET state = @state, limit_name = @limit_name, limit_value = @limit_value,
  effective_ms = @effective_ms, source = @source, destination = @destination, window_seconds = @window_seconds,
  start_ms = @startMs, end_ms = @endMs, observed = @observed, at_ms = @atMs, fired_ms = @firedMs,
  top_pairs = @topPairs`;

function toAlert(row: Row, mutes: MuteMatcher): Alert {
  const limit = fromLimitColumns(row);
  const { acknowledged_ms: atMs, acknowledged_by: by, comment } = row;
  return {
    id: row.id,
    state: row.state as Alert['state'],
    limit,
    window: { startMs: epochMs(row.start_ms), endMs: epochMs(row.end_ms) },
    observed: row.observed,
    atMs: epochMs(row.at_ms),
    firedMs: epochMs(row.fired_ms),
    topPairs: JSON.parse(row.top_pairs) as PairTotal[],
    acknowledged: atMs === null ? null : { by: by ?? '', atMs, comment: comment ?? '' },
    snoozedUntilMs: row.snoozed_until_ms,
    muted: mutes.covers(limit),
  };
}
