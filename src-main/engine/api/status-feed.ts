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
  /** What it shows. */
  #told: MonitorStatus | null = null;
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
    if (this.#attention === 'hidden') return;
    if (isLate(this.#told, status, frameMs[this.#attention]) || isNoticeable(this.#told, status))
      this.#show(status);
  }

  #show(status: MonitorStatus): void {
    const samples = this.#samples.splice(0);
    this.#waiting = null;
    if (samples.length > 0) this.#ratesSampled.fire(samples);
    this.#told = status;
    this.#statusChanged.fire(status);
  }
}

/** Hands statuses on to the tray: one each thirty seconds, and at once what a person is to notice. */
export function trayStatuses(statuses: Event<MonitorStatus>): Event<MonitorStatus> {
  const shown = new Emitter<MonitorStatus>();
  let told: MonitorStatus | null = null;
  statuses((status) => {
    if (!isLate(told, status, trayMs) && !isNoticeable(told, status)) return;
    told = status;
    shown.fire(status);
  });
  return shown.event;
}

/** Whether what was told last is as old as that; clocks are set back, too. */
const isLate = (told: MonitorStatus | null, { atMs }: MonitorStatus, ms: number): boolean =>
  told === null || Math.abs(atMs - told.atMs) >= ms - slackMs;

const isNoticeable = (told: MonitorStatus | null, status: MonitorStatus): boolean =>
  told === null || noticeable(told) !== noticeable(status);

/** What of a status calls for attention when it becomes another one. */
const noticeable = ({ firingCount, capture, window, problems, limits, projection }: MonitorStatus): string =>
  JSON.stringify([
    ...[firingCount, capture.state, window?.startMs, limits.lastChange?.id],
    ...problems.map(({ id }) => id),
    ...projection.map(({ standing }) => standing),
  ]);
