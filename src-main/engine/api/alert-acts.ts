import { userInfo } from 'node:os';
import type { WallClock } from '../../common/clock.ts';
import type { AlertComment } from '../../common/model/alert-answer.ts';
import type { Alert, Mute, MuteScope } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';

/** Name of the person whose process this is. */
function personName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list has only a number.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** A comment, and the alert that it is about. */
export interface CommentedAlert {
  readonly alert: Alert;
  readonly comment: AlertComment;
}

/**
 * What a person does about alerts, as it is stored; in the name of the one whose process this is. An alert is named by
 * its id, or by the beginning of it.
 */
export class AlertActs {
  readonly #folder: Pick<DataFolder, 'alerts' | 'comments' | 'mutes'>;
  readonly #clock: WallClock;

  constructor(folder: Pick<DataFolder, 'alerts' | 'comments' | 'mutes'>, clock: WallClock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  acknowledge(id: string, comment: string): Alert {
    return this.#change(id, (found, now) =>
      this.#folder.alerts.acknowledge(found, personName(), comment, now),
    );
  }

  /** @param untilMs null ends the snooze */
  snooze(id: string, untilMs: EpochMs | null): Alert {
    return this.#change(id, (found) => this.#folder.alerts.snooze(found, untilMs));
  }

  comment(id: string, text: string): CommentedAlert {
    const now = this.#clock.now();
    const alert = this.#folder.alerts.find(id, now);
    return { alert, comment: this.#folder.comments.add(alert.id, personName(), text, now) };
  }

  /** @param untilMs null for ever */
  mute(scope: MuteScope, untilMs: EpochMs | null): Mute {
    return this.#folder.mutes.add(scope, untilMs, this.#clock.now());
  }

  unmute(id: number): void {
    this.#folder.mutes.remove(id);
  }

  #change(id: string, change: (id: string, now: EpochMs) => void): Alert {
    const now = this.#clock.now();
    const alert = this.#folder.alerts.find(id, now);
    change(alert.id, now);
    return this.#folder.alerts.find(alert.id, now);
  }
}
