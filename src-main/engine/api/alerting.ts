import { Emitter } from '../../common/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Alert, ChannelStatus } from '../../common/model/alerts.ts';
import { AlertDesk } from './alert-desk.ts';
import { Announcer } from '../notify/announcer.ts';
import type { AlertChannel } from '../notify/channel-feed.ts';
import { channelOf } from '../notify/channels/channel-settings.ts';
import type { Reader } from '../notify/outbox.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { AlertSettings } from '../notify/alert-settings.ts';
import type { CheckRepository } from '../store/check-repository.ts';
import type { Series } from '../store/series-repository.ts';

/** The desktop app's place in the outbox. */
export const desktopReader: Reader = { name: 'desktop', takesQuiet: false };

/** What becomes of alerts once they are stored: told through the channels, handled by people, repeated. */
export class Alerting {
  readonly desk: AlertDesk;
  readonly #announcer: Announcer;
  readonly #announcementsAdded = new Emitter<null>();
  readonly onAnnouncementsAdded = this.#announcementsAdded.event;

  /** @param parts.channels ways to be told that live in this process, beside those of the settings */
  constructor(parts: {
    folder: DataFolder;
    series: Series;
    checks: CheckRepository;
    settings: { readonly alerts: AlertSettings; readonly desktop: boolean };
    channels: readonly AlertChannel[];
    clock: Clock;
  }) {
    const { folder, series, checks, settings, clock } = parts;
    const chosen = settings.alerts.channels.map((channel) => channelOf(channel, clock));
    const channels = [...parts.channels, ...chosen];
    this.desk = new AlertDesk({ folder, series, checks, clock, ...settings.alerts });
    const pulled = settings.desktop ? [desktopReader] : [];
    this.#announcer = new Announcer({ outbox: folder.outbox, clock, channels, pulled });
  }

  get firing(): readonly Alert[] {
    return this.desk.firing;
  }

  get channels(): readonly ChannelStatus[] {
    return this.#announcer.status;
  }

  /** Tells what the checker commits, and what an earlier run has left. */
  follow(checker: TrafficChecker): void {
    checker.onAlertChanged((alert) => this.desk.pass(alert));
    checker.onAnnounced(() => this.#announced());
    this.#announcer.wake();
  }

  /** To be called each second: takes up what other processes changed, and reminds. */
  look(): void {
    if (this.desk.look() > 0) this.#announced();
  }

  trim(): void {
    this.#announcer.trim();
  }

  /** Tells what it can in a second; what is left goes on in the next run. */
  stop(): Promise<void> {
    return this.#announcer.stop();
  }

  #announced(): void {
    this.#announcer.wake();
    this.#announcementsAdded.fire(null);
  }
}
