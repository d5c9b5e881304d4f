import { Emitter } from '../../common/event.ts';
import type { AlertComment } from '../../common/model/alert-answer.ts';
import type { Alert, AlertTransition, Mute, MuteScope } from '../../common/model/alerts.ts';
import type { WallClock } from '../../common/clock.ts';
import type { EpochMs } from '../../common/units.ts';
import { AlertActs } from './alert-acts.ts';
import { FiringAlerts } from './firing-alerts.ts';
import type { MuteMatcher } from '../notify/mute-matcher.ts';
import { alwaysOurs, type Turn } from '../notify/turn.ts';
import type { FiringAlert } from '../notify/storage-stage.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';

/** What a person can change about an alert, as text to compare. */
const handlingOf = ({ acknowledged, snoozedUntilMs, muted }: FiringAlert | Alert): string =>
  JSON.stringify([acknowledged, snoozedUntilMs, muted]);

/**
 * What people do about alerts: acknowledge, snooze, mute; and the reminders that follow from it. Another process may
 * do the same on the data folder; that is seen at the next look.
 */
export class AlertHandling {
  readonly #folder: DataFolder;
  readonly #series: Series;
  readonly #clock: WallClock;
  readonly #repeatMs: number | null;
  readonly #turn: Turn;
  readonly #alertChanged = new Emitter<Alert>();
  readonly #alertHandled = new Emitter<Alert>();
  readonly #mutesChanged = new Emitter<readonly Mute[]>();
  readonly #acts: AlertActs;
  readonly #firing: FiringAlerts;
  /** The alerts that are firing as they were seen last, and what people had done about each. */
  #looked: readonly FiringAlert[];
  #seen: Map<string, string>;
  #mutes: MuteMatcher;
  readonly onAlertChanged = this.#alertChanged.event;
  readonly onAlertHandled = this.#alertHandled.event;
  readonly onMutesChanged = this.#mutesChanged.event;

  /** @param parts.repeatMs how often people are told again that an alert is firing; null for once */
  constructor(parts: {
    folder: DataFolder;
    series: Series;
    clock: WallClock;
    repeatMs: number | null;
    turn?: Turn;
  }) {
    this.#folder = parts.folder;
    this.#series = parts.series;
    this.#clock = parts.clock;
    this.#repeatMs = parts.repeatMs;
    this.#turn = parts.turn ?? alwaysOurs;
    this.#acts = new AlertActs(parts.folder, parts.clock);
    this.#firing = new FiringAlerts(parts.folder, parts.series);
    this.#looked = this.#firing.all(this.#clock.now());
    this.#seen = new Map(this.#looked.map((alert) => [alert.id, handlingOf(alert)]));
    this.#mutes = this.#folder.mutes.matcher(this.#clock.now());
  }

  /** The newest few of the alerts that are firing, the oldest of them first. */
  get firing(): readonly Alert[] {
    return this.#firing.newest(this.#clock.now());
  }

  /** How many alerts are firing. */
  get firingCount(): number {
    return this.#firing.all(this.#clock.now()).length;
  }

  /** Some of the alerts that are firing, the newest first. */
  firingPage(page: { offset: number; count: number }): readonly Alert[] {
    return this.#folder.alerts.firingPage(this.#series.id, this.#clock.now(), page);
  }

  get mutes(): readonly Mute[] {
    return this.#folder.mutes.list(this.#clock.now());
  }

  newest(count: number): readonly Alert[] {
    return this.#folder.alerts.newest(this.#series.id, count, this.#clock.now());
  }

  /** Passes on an alert's transition, once it is stored. */
  pass({ id }: AlertTransition): void {
    const alert = this.#folder.alerts.find(id, this.#clock.now());
    this.#seen.set(id, handlingOf(alert));
    this.#alertChanged.fire(alert);
  }

  acknowledge(id: string, comment: string): Alert {
    return this.#handled(this.#acts.acknowledge(id, comment));
  }

  comment(id: string, text: string): AlertComment {
    const { alert, comment } = this.#acts.comment(id, text);
    this.#alertHandled.fire(alert);
    return comment;
  }

  snooze(id: string, untilMs: EpochMs | null): Alert {
    return this.#handled(this.#acts.snooze(id, untilMs));
  }

  mute(scope: MuteScope, untilMs: EpochMs | null): Mute {
    const mute = this.#acts.mute(scope, untilMs);
    this.#notice();
    return mute;
  }

  unmute(id: number): void {
    this.#acts.unmute(id);
    this.#notice();
  }

  /**
   * Takes up what other processes and the clock have changed, and puts the reminders that are due into the outbox.
   *
   * @returns how many reminders that were
   */
  look(): number {
    this.#notice();
    if (!this.#turn.isOurs) return 0;
    const now = this.#clock.now();
    const firing = this.#firing.all(now);
    if (firing.length === 0) return 0;
    const { notifications } = this.#folder;
    return this.#folder.transaction(() => notifications.remind(firing, this.#repeatMs, now));
  }

  #notice(): void {
    const now = this.#clock.now();
    this.#noticeHandled(this.#firing.all(now), now);
    const mutes = this.#folder.mutes.matcher(now);
    if (!mutes.isSameAs(this.#mutes)) this.#mutesChanged.fire(this.mutes);
    this.#mutes = mutes;
  }

  #noticeHandled(firing: readonly FiringAlert[], now: EpochMs): void {
    if (firing === this.#looked) return;
    const seen = this.#seen;
    this.#looked = firing;
    this.#seen = new Map(firing.map((alert) => [alert.id, handlingOf(alert)]));
    for (const [id, handling] of this.#seen)
      if (seen.get(id) !== handling) this.#alertHandled.fire(this.#folder.alerts.find(id, now));
  }

  #handled(alert: Alert): Alert {
    this.#seen.set(alert.id, handlingOf(alert));
    this.#alertHandled.fire(alert);
    return alert;
  }
}
