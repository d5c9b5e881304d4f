import { userInfo } from 'node:os';
import { Emitter } from '../../common/event.ts';
import type { Alert, AlertTransition, Mute, MuteScope } from '../../common/model/alerts.ts';
import type { WallClock } from '../../common/clock.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';

/** Name of the person whose process this is. */
export function personName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list has only a number.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** What a person can change about an alert, as text to compare. */
const handlingOf = ({ acknowledged, snoozedUntilMs, muted }: Alert): string =>
  JSON.stringify([acknowledged, snoozedUntilMs, muted]);

/**
 * What people do about alerts: acknowledge, snooze, mute; and the reminders that follow from it. Another process may
 * do the same on the data folder; that is seen at the next look.
 */
export class AlertDesk {
  readonly #folder: DataFolder;
  readonly #series: Series;
  readonly #clock: WallClock;
  readonly #repeatMs: number | null;
  readonly #alertChanged = new Emitter<Alert>();
  readonly #alertHandled = new Emitter<Alert>();
  readonly #mutesChanged = new Emitter<readonly Mute[]>();
  #seen: Map<string, string>;
  #mutes: string;
  readonly onAlertChanged = this.#alertChanged.event;
  readonly onAlertHandled = this.#alertHandled.event;
  readonly onMutesChanged = this.#mutesChanged.event;

  /** @param parts.repeatMs how often people are told again that an alert is firing; null for once */
  constructor(parts: { folder: DataFolder; series: Series; clock: WallClock; repeatMs: number | null }) {
    this.#folder = parts.folder;
    this.#series = parts.series;
    this.#clock = parts.clock;
    this.#repeatMs = parts.repeatMs;
    this.#seen = new Map(this.firing.map((alert) => [alert.id, handlingOf(alert)]));
    this.#mutes = JSON.stringify(this.mutes);
  }

  get firing(): readonly Alert[] {
    return this.#folder.alerts.firing(this.#series.id, this.#clock.now());
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
    const now = this.#clock.now();
    const alert = this.#folder.alerts.find(id, now);
    this.#folder.alerts.acknowledge(alert.id, personName(), comment, now);
    return this.#handled(this.#folder.alerts.find(id, now));
  }

  snooze(id: string, untilMs: EpochMs | null): Alert {
    const now = this.#clock.now();
    const alert = this.#folder.alerts.find(id, now);
    this.#folder.alerts.snooze(alert.id, untilMs);
    return this.#handled(this.#folder.alerts.find(id, now));
  }

  mute(scope: MuteScope, untilMs: EpochMs | null): Mute {
    const mute = this.#folder.mutes.add(scope, untilMs, this.#clock.now());
    this.#notice();
    return mute;
  }

  unmute(id: number): void {
    this.#folder.mutes.remove(id);
    this.#notice();
  }

  /**
   * Takes up what other processes and the clock have changed, and puts the reminders that are due into the outbox.
   *
   * @returns how many reminders that were
   */
  look(): number {
    this.#notice();
    const now = this.#clock.now();
    return this.#folder.transaction(() => {
      const firing = this.#folder.alerts.firing(this.#series.id, now);
      return this.#folder.notifications.remind(firing, this.#repeatMs, now);
    });
  }

  #notice(): void {
    const { firing, mutes } = this;
    for (const alert of firing) if (this.#seen.get(alert.id) !== handlingOf(alert)) this.#handled(alert);
    this.#seen = new Map(firing.map((alert) => [alert.id, handlingOf(alert)]));
    const text = JSON.stringify(mutes);
    if (text !== this.#mutes) this.#mutesChanged.fire(mutes);
    this.#mutes = text;
  }

  #handled(alert: Alert): Alert {
    this.#seen.set(alert.id, handlingOf(alert));
    this.#alertHandled.fire(alert);
    return alert;
  }
}
