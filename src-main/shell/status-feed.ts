import type { MonitorStatus } from '../common/model/status.ts';
import type { RateSample } from '../common/shell-api.ts';

/** How much of a window a person sees: `visible` is seen from the corner of the eye. */
export type Attention = 'focused' | 'visible' | 'hidden';

/** What is seen from the corner of the eye is drawn so often. */
const frameMs = 5_000;
/** Statuses come about a second apart, not to the millisecond. */
const slackMs = 500;

/** Where statuses go. */
export interface StatusFeedParts {
  readonly attention: () => Attention;
  readonly send: (status: MonitorStatus) => void;
  /** Hands on what is drawn of the statuses that were held back for a newer one. */
  readonly sendRates: (samples: readonly RateSample[]) => void;
}

/**
 * Hands statuses on to the window as it is looked at: each at once where it has the focus, every five seconds where it is
 * only visible, and none while nobody sees it. What a person is to notice is not kept waiting.
 */
export class StatusFeed {
  readonly #parts: StatusFeedParts;
  #held: MonitorStatus[] = [];
  #shown = '';
  #sentMs = -Infinity;

  constructor(parts: StatusFeedParts) {
    this.#parts = parts;
  }

  /** The engine has a new status. */
  take(status: MonitorStatus): void {
    const attention = this.#parts.attention();
    if (attention === 'hidden') {
      this.#held = [status];
      return;
    }
    this.#held.push(status);
    const isDue = attention === 'focused' || Math.abs(status.atMs - this.#sentMs) >= frameMs - slackMs;
    if (isDue || noticeable(status) !== this.#shown) this.flush();
  }

  /** Hands on what waits: the window is looked at more than before. */
  flush(): void {
    const held = this.#held.splice(0);
    const newest = held.pop();
    if (!newest) return;
    if (held.length > 0)
      this.#parts.sendRates(held.map(({ atMs, capture }) => ({ atMs, bytes: capture.bytesPerSecond })));
    this.#shown = noticeable(newest);
    this.#sentMs = newest.atMs;
    this.#parts.send(newest);
  }
}

/** What of a status calls for attention when it becomes another one. */
const noticeable = ({ firingCount, capture, window, problems, limits }: MonitorStatus): string =>
  JSON.stringify([
    ...[firingCount, capture.state, window?.startMs, limits.lastChange?.id],
    ...problems.map(({ id }) => id),
  ]);
