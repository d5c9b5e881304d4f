import { MonitorError } from '../../common/errors.ts';
import type { Alert, AlertTransition } from '../../common/model/alerts.ts';
import type { PeriodSpan } from '../../common/periods/period.ts';
import type { EpochMs } from '../../common/units.ts';
import type { NotifiedAlert } from '../notify/due-stage.ts';
import type { MuteMatcher } from '../notify/mute-matcher.ts';
import type { AlertHandling, FiringAlert, Handling } from '../notify/storage-stage.ts';
import {
  stateValuesOf,
  subjectColumns,
  type SubjectRow,
  updateAlert,
  updateAlertState,
  upsertAlert,
  valuesOf,
} from './alert-columns.ts';
import { say } from '../../common/phrases/say.ts';
import { acknowledgementOf, type AlertRow as Row, fromSubjectColumns, toAlert } from './alert-rows.ts';
import type { Connection } from './database.ts';
import { MuteRepository } from './mute-repository.ts';

type HandlingColumns = Pick<
  Row,
  'acknowledged_ms' | 'acknowledged_by' | 'comment' | 'snoozed_until_ms' | 'told_ms'
>;

type HandlingRow = SubjectRow & HandlingColumns & Pick<Row, 'id'>;

/** Alerts by series, and what people have done about them. */
export class AlertRepository implements AlertHandling {
  readonly #mutes: MuteRepository;
  readonly #save;
  readonly #change;
  readonly #changeState;
  readonly #firing;
  readonly #firingElsewhere;
  readonly #forgetFiring;
  readonly #newest;
  readonly #within: ReturnType<typeof statementsWithin>;
  readonly #find;
  readonly #handlingOf;
  readonly #has;
  readonly #seriesOf;
  readonly #acknowledge;
  readonly #snooze;
  readonly #told;
  readonly #firingPage;
  readonly #firingHandling;
  readonly #dataVersion;
  #changes = 0;

  constructor(connection: Connection, mutes = new MuteRepository(connection)) {
    this.#mutes = mutes;
    const select = 'SELECT * FROM alerts LEFT JOIN alert_handling ON alert_id = id';
    this.#firing = connection.prepare(
      `${select} WHERE series_id = ? AND state = 'firing' ORDER BY at_ms, id`,
    );
    this.#firingElsewhere = connection.prepare(
      `${select} WHERE state = 'firing' AND series_id IN
       (SELECT series.id FROM series WHERE series.id <> ? AND name LIKE 'live|%') ORDER BY last_start_ms, id`,
    );
    this.#forgetFiring = connection.prepare(
      'UPDATE alert_memories SET firing = NULL, breach_ms = NULL WHERE series_id = ?',
    );
    this.#newest = connection.prepare(
      `${select} WHERE series_id = ? ORDER BY last_start_ms DESC, at_ms DESC, id LIMIT ?`,
    );
    this.#within = statementsWithin(connection);
    this.#firingPage = connection.prepare(
      `${select} WHERE series_id = ? AND state = 'firing' ORDER BY at_ms DESC, id DESC LIMIT ? OFFSET ?`,
    );
    this.#firingHandling = connection.prepare(
      `SELECT id, ${subjectColumns.join(', ')}, acknowledged_ms, acknowledged_by, comment, snoozed_until_ms, told_ms
       FROM alerts LEFT JOIN alert_handling ON alert_id = id
       WHERE series_id = ? AND state = 'firing' ORDER BY at_ms, id`,
    );
    this.#dataVersion = connection.prepare('PRAGMA data_version').pluck();
    this.#find = connection.prepare(`${select} WHERE id >= @prefix AND id < @prefix || 'g' LIMIT 2`);
    // All at once: thousands change in one checkpoint, and each question takes longer than its answer.
    this.#handlingOf = connection.prepare(
      'SELECT * FROM alert_handling WHERE alert_id IN (SELECT value FROM json_each(?))',
    );
    this.#has = connection.prepare('SELECT 1 FROM alerts WHERE id = ?').pluck();
    this.#seriesOf = connection.prepare('SELECT series_id FROM alerts WHERE id = ?').pluck();
    this.#save = connection.prepare(upsertAlert);
    this.#change = connection.prepare(updateAlert);
    this.#changeState = connection.prepare(updateAlertState);
    this.#acknowledge = connection.prepare(handlingUpsert('acknowledged_ms, acknowledged_by, comment'));
    this.#snooze = connection.prepare(handlingUpsert('snoozed_until_ms'));
    this.#told = connection.prepare(handlingUpsert('told_ms'));
  }

  /** Another one whenever an alert may have changed, by this process or another one. */
  get version(): string {
    return `${this.#dataVersion.get() as number}/${this.#changes}`;
  }

  /** Stores an alert as it is now; one that is stored already costs less by {@link change}. */
  save(series: number, alert: AlertTransition): void {
    this.#changes += 1;
    this.#save.run([alert.id, series, ...valuesOf(alert)]);
  }

  /** Stores an alert as it is now, which most probably is stored already. */
  change(series: number, alert: AlertTransition): void {
    this.#changes += 1;
    if (this.#change.run([...valuesOf(alert), alert.id]).changes === 0) this.save(series, alert);
  }

  /** Stores that an alert has ended, of which all else is stored. */
  end(series: number, alert: AlertTransition): void {
    this.#changes += 1;
    if (this.#changeState.run([...stateValuesOf(alert), alert.id]).changes === 0) this.save(series, alert);
  }

  has(id: string): boolean {
    return this.#has.get(id) !== undefined;
  }

  /** Id of the series that an alert is of; undefined where there is no such alert. */
  seriesOf(id: string): number | undefined {
    return this.#seriesOf.get(id) as number | undefined;
  }

  /** Alerts that are firing, the oldest first. */
  firing(series: number, now: EpochMs): NotifiedAlert[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#firing.all(series) as Row[]).map((row) => ({
      ...toAlert(row, mutes),
      notifiedMs: row.told_ms,
    }));
  }

  /** Some of the alerts that are firing, the newest first. */
  firingPage(series: number, now: EpochMs, page: { offset: number; count: number }): Alert[] {
    const mutes = this.#mutes.matcher(now);
    const rows = this.#firingPage.all(series, page.count, page.offset) as Row[];
    return rows.map((row) => toAlert(row, mutes));
  }

  /** What people have done about each alert that is firing, the oldest first. */
  firingHandling(series: number, now: EpochMs): FiringAlert[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#firingHandling.all(series) as HandlingRow[]).map((row) => ({
      id: row.id,
      acknowledged: acknowledgementOf(row),
      snoozedUntilMs: row.snoozed_until_ms,
      muted: mutes.covers(fromSubjectColumns(row)),
      notifiedMs: row.told_ms,
    }));
  }

  /** Alerts that are firing in other live series than this one, with the series of each. */
  firingElsewhere(series: number, now: EpochMs): { readonly series: number; readonly alert: Alert }[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#firingElsewhere.all(series) as Row[]).map((row) => ({
      series: row.series_id,
      alert: toAlert(row, mutes),
    }));
  }

  /** Forgets what a series remembers of alerts that are firing. */
  forgetFiring(series: number): void {
    this.#changes += 1;
    this.#forgetFiring.run(series);
  }

  /** The newest alerts, by their last window, the newest first. */
  newest(series: number, count: number, now: EpochMs): Alert[] {
    const mutes = this.#mutes.matcher(now);
    return (this.#newest.all(series, count) as Row[]).map((row) => toAlert(row, mutes));
  }

  /** The newest alerts with a window in a span, the newest first, and how many there are in all. */
  within(
    series: number,
    { startMs, endMs }: PeriodSpan,
    count: number,
    now: EpochMs,
  ): { readonly newest: Alert[]; readonly count: number } {
    const [mutes, span] = [this.#mutes.matcher(now), { series, startMs, endMs }];
    const rows = this.#within.newest.all({ ...span, count }) as Row[];
    return {
      newest: rows.map((row) => toAlert(row, mutes)),
      count: this.#within.count.get(span) as number,
    };
  }

  /**
   * The newest alerts of those that are wanted.
   *
   * @returns with whether there are no more of them; not known where as many were looked at as may be
   */
  newestOf(
    series: number,
    { count, lookedAt, isIn }: { count: number; lookedAt: number; isIn: (alert: Alert) => boolean },
    now: EpochMs,
  ): { readonly alerts: readonly Alert[]; readonly isWhole: boolean } {
    const mutes = this.#mutes.matcher(now);
    const alerts: Alert[] = [];
    let looked = 0;
    for (const row of this.#newest.iterate(series, lookedAt + 1) as Iterable<Row>) {
      const alert = toAlert(row, mutes);
      const isWanted = isIn(alert);
      if (looked++ === lookedAt || (isWanted && alerts.length === count)) return { alerts, isWhole: false };
      if (isWanted) alerts.push(alert);
    }
    return { alerts, isWhole: true };
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
    const key = row ? 'store.manyAlerts' : 'store.noAlert';
    throw new MonitorError('request/invalid', say(key, { prefix }), {
      remedy: say('store.remedy.alertId'),
    });
  }

  handlingOf(ids: readonly string[]): Map<string, Handling> {
    const rows = this.#handlingOf.all(JSON.stringify(ids)) as (HandlingColumns & { alert_id: string })[];
    return new Map(
      rows.map((row) => [
        row.alert_id,
        {
          acknowledged: acknowledgementOf(row),
          snoozedUntilMs: row.snoozed_until_ms,
          notifiedMs: row.told_ms,
        },
      ]),
    );
  }

  /** The mutes in force. */
  muteMatcher(now: EpochMs): MuteMatcher {
    return this.#mutes.matcher(now);
  }

  /** Records that someone knows of an alert. */
  acknowledge(id: string, by: string, comment: string, now: EpochMs): void {
    this.#changes += 1;
    this.#acknowledge.run({ id, acknowledged_ms: now, acknowledged_by: by, comment });
  }

  /** Keeps an alert from people until then; null ends that. */
  snooze(id: string, untilMs: EpochMs | null): void {
    this.#changes += 1;
    this.#snooze.run({ id, snoozed_until_ms: untilMs });
  }

  /** Records that people were notified that an alert is firing. */
  recordNotified(id: string, now: EpochMs): void {
    this.#changes += 1;
    this.#told.run({ id, told_ms: now });
  }
}

/** Sets columns of what people have done about an alert. */
function handlingUpsert(columns: string): string {
  const names = columns.split(', ');
  const values = names.map((name) => `@${name}`).join(', ');
  const changes = names.map((name) => `${name} = @${name}`).join(', ');
  return `INSERT INTO alert_handling (alert_id, ${columns}) VALUES (@id, ${values})
    ON CONFLICT DO UPDATE SET ${changes}`;
}

/** Alerts that had a window in a span. */
function statementsWithin(connection: Connection) {
  const isWithin = 'series_id = @series AND began_start_ms < @endMs AND last_end_ms > @startMs';
  return {
    newest: connection.prepare(
      `SELECT * FROM alerts LEFT JOIN alert_handling ON alert_id = id WHERE ${isWithin}
       ORDER BY last_start_ms DESC, at_ms DESC, id LIMIT @count`,
    ),
    count: connection.prepare(`SELECT count(*) FROM alerts WHERE ${isWithin}`).pluck(),
  };
}
