import type { ChannelStatus } from '../../common/model/alerts.ts';
import type { Clock } from '../../common/clock.ts';
import { epochMs } from '../../common/units.ts';
import { type AlertChannel, ChannelFeed } from './channel-feed.ts';
import { announcementAgeMs, type Outbox, type Reader } from './outbox.ts';

/** How long a stop waits for what is being told. */
const stopMs = 1_000;

/** Tells what is in the outbox through every channel of this run, each at its own pace. */
export class Announcer {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #feeds: readonly ChannelFeed[];

  /** @param parts.pulled readers that fetch their announcements by themselves */
  constructor(parts: {
    outbox: Outbox;
    clock: Clock;
    channels: readonly AlertChannel[];
    pulled: readonly Reader[];
  }) {
    const { outbox, clock, channels, pulled } = parts;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#feeds = channels.map((channel) => new ChannelFeed({ channel, outbox, clock }));
    outbox.begin([...pulled, ...channels]);
  }

  get status(): ChannelStatus[] {
    return this.#feeds.map(({ status }) => status);
  }

  /** Looks for what is to be told: something was added, or was left by an earlier run. */
  wake(): void {
    for (const feed of this.#feeds) void feed.run();
  }

  trim(): void {
    this.#outbox.trim(epochMs(this.#clock.now() - announcementAgeMs));
  }

  /** Tells what it can in a second; what is left goes on in the next run. */
  async stop(withinMs = stopMs): Promise<void> {
    await Promise.all(this.#feeds.map((feed) => feed.stop(withinMs)));
  }
}
