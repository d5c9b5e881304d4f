import type { Attention } from '../../common/attention.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import type { RateSample } from '../../common/model/capture.ts';

/** What is not looked at is told so often. */
const frameMs: Readonly<Record<Attention, number>> = { focused: 0, visible: 5_000, hidden: Infinity };
/** Of what nobody looks at, the tray tells so often. */
const trayMs = 30_000;
/** Statuses come about a second apart, not to the millisecond. */
const slackMs = 500;
/** A window that is seen again draws what was captured in the last two minutes. */
const mostSamples = 120;

/**
 * Hands statuses on to the app's page as it is looked at: each at once where it has the focus, every five seconds where it
 * is only visible, and none while nobody sees it. What a person who sees it is to notice is not kept waiting.
 */
export class StatusFeed {
  readonly #statusChanged = new Emitter<MonitorStatus>();
  readonly #ratesSampled = new Emitter<readonly RateSample[]>();
  #attention: Attention = 'focused';
  /** The newest one that the window does not show yet, and what was captured before it. */
  #waiting: MonitorStatus | null = null;
  #samples: RateSample[] = [];
  #told = '';
  #toldMs = -Infinity;
  readonly onStatusChanged: Event<MonitorStatus> = this.#statusChanged.event;
  /** What is drawn of the statuses that were held back for a newer one. */
  readonly onRatesSampled: Event<readonly RateSample[]> = this.#ratesSampled.event;

  constructor(statuses: Event<MonitorStatus>) {
    statuses((status) => this.#take(status));
  }

  /** The window is looked at so from now on; one that is looked at more than before shows what waits at once. */
  attend(attention: Attention): void {
    const isMore = frameMs[attention] < frameMs[this.#attention];
    this.#attention = attention;
    if (isMore && this.#waiting !== null) this.#show(this.#waiting);
  }

  #take(status: MonitorStatus): void {
    const before = this.#waiting;
    if (before !== null) this.#samples.push({ atMs: before.atMs, bytes: before.capture.bytesPerSecond });
    if (this.#samples.length > mostSamples) this.#samples.shift();
    this.#waiting = status;
    const isDue = Math.abs(status.atMs - this.#toldMs) >= frameMs[this.#attention] - slackMs;
    if (this.#attention === 'hidden' || (!isDue && noticeable(status) === this.#told)) return;
    this.#show(status);
  }

  #show(status: MonitorStatus): void {
    const samples = this.#samples.splice(0);
    this.#waiting = null;
    if (samples.length > 0) this.#ratesSampled.fire(samples);
    this.#told = noticeable(status);
    this.#toldMs = status.atMs;
    this.#statusChanged.fire(status);
  }
}

/** Hands statuses on to the tray: one each thirty seconds, and at once what a person is to notice. */
export function trayStatuses(statuses: Event<MonitorStatus>): Event<MonitorStatus> {
  const shown = new Emitter<MonitorStatus>();
  let [told, toldMs] = ['', -Infinity];
  statuses((status) => {
    const isDue = Math.abs(status.atMs - toldMs) >= trayMs - slackMs;
    if (!isDue && noticeable(status) === told) return;
    [told, toldMs] = [noticeable(status), status.atMs];
    shown.fire(status);
  });
  return shown.event;
}

/** What of a status calls for attention when it becomes another one. */
const noticeable = ({ firingCount, capture, window, problems, limits, projection }: MonitorStatus): string =>
  JSON.stringify([
    ...[firingCount, capture.state, window?.startMs, limits.lastChange?.id],
    ...problems.map(({ id }) => id),
    ...projection.map(({ standing }) => standing),
  ]);
