import type { MonitorStatus } from '../common/model/status.ts';

/** How much of a window a person sees: `visible` is seen from the corner of the eye. */
export type Attention = 'focused' | 'visible' | 'hidden';

/** What is seen from the corner of the eye is drawn once for so many statuses, which come each second. */
const statusesPerFrame = 3;

/** Where statuses go. */
export interface StatusFeedParts {
  readonly attention: () => Attention;
  readonly send: (status: MonitorStatus) => void;
}

/**
 * Hands statuses on to the window as it is looked at: each at once where it has the focus, several together where it is
 * only visible, and none while nobody sees it. What a person is to notice is not kept waiting.
 */
export class StatusFeed {
  readonly #parts: StatusFeedParts;
  #held: MonitorStatus[] = [];
  #shown = '';

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
    const isDue = attention === 'focused' || this.#held.length >= statusesPerFrame;
    if (isDue || noticeable(status) !== this.#shown) this.flush();
  }

  /** Hands on what waits: the window is looked at more than before. */
  flush(): void {
    for (const status of this.#held.splice(0)) {
      this.#shown = noticeable(status);
      this.#parts.send(status);
    }
  }
}

/** What of a status calls for attention when it becomes another one. */
const noticeable = ({ firingCount, capture, window, problems, limits }: MonitorStatus): string =>
  JSON.stringify([
    ...[firingCount, capture.state, window?.startMs, limits.lastChange?.id],
    ...problems.map(({ id }) => id),
  ]);
