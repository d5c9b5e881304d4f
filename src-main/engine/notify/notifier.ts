import type { ReceiverStatus } from '../../common/model/alerts.ts';
import type { Clock } from '../../common/clock.ts';
import { epochMs } from '../../common/units.ts';
import { type Receiver, ReceiverFeed } from './receiver-feed.ts';
import { notificationAgeMs, type Outbox, type Reader } from './outbox.ts';

/** How long a stop waits for what is being told. */
const stopMs = 1_000;

/** Tells what is in the outbox through every receiver of this run, each at its own pace. */
export class Notifier {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #feeds: readonly ReceiverFeed[];

  /** @param parts.pulled readers that fetch their notifications by themselves */
  constructor(parts: {
    outbox: Outbox;
    clock: Clock;
    receivers: readonly Receiver[];
    pulled: readonly Reader[];
  }) {
    const { outbox, clock, receivers, pulled } = parts;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#feeds = receivers.map((receiver) => new ReceiverFeed({ receiver, outbox, clock }));
    outbox.begin([...pulled, ...receivers]);
  }

  get status(): ReceiverStatus[] {
    return this.#feeds.map(({ status }) => status);
  }

  /** Looks for what is to be told: something was added, or was left by an earlier run. */
  wake(): void {
    for (const feed of this.#feeds) void feed.run();
  }

  trim(): void {
    this.#outbox.trim(epochMs(this.#clock.now() - notificationAgeMs));
  }

  /** Tells what it can in a second; what is left goes on in the next run. */
  async stop(withinMs = stopMs): Promise<void> {
    await Promise.all(this.#feeds.map((feed) => feed.stop(withinMs)));
  }
}
