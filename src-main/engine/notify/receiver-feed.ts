import { BackOff } from '../../common/back-off.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AlertNotification, ReceiverStatus } from '../../common/model/alerts.ts';
import type { Clock } from '../../common/clock.ts';
import { epochMs } from '../../common/units.ts';
import { notificationAgeMs, type Outbox, type Reader } from './outbox.ts';

/** A way to be told of alerts. Its name is shown, too: no secret is part of it. */
export interface Receiver extends Reader {
  /**
   * Resolves once the notification has been taken; what is thrown says why it was not. After a crash, the last one
   * may come again, with the same sequence.
   */
  deliver(notification: AlertNotification, signal: AbortSignal): Promise<void>;
}

/** Notifications read at once. */
const readCount = 50;
/** The longest pause between two attempts. */
const longestPauseMs = 5 * 60_000;

/**
 * Hands a receiver what the outbox has for it, one after the other, and marks each as taken. A failure is tried
 * again with growing pauses, until the notification is too old; the engine never waits for it.
 */
export class ReceiverFeed {
  readonly #receiver: Receiver;
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  readonly #backOff = new BackOff({ longestMs: longestPauseMs });
  #running: Promise<void> | undefined;
  /** Called since it looked last: what was added while it looked is not left lying. */
  #isCalled = false;
  /** Taken, though the mark may have failed. */
  #taken = 0;
  #problem: MonitorError | null = null;
  #backlog = { waiting: 0, lost: 0 };

  constructor(parts: { receiver: Receiver; outbox: Outbox; clock: Clock }) {
    this.#receiver = parts.receiver;
    this.#outbox = parts.outbox;
    this.#clock = parts.clock;
  }

  /** As it was when it last looked into the outbox. */
  get status(): ReceiverStatus {
    return { name: this.#receiver.name, ...this.#backlog, problem: this.#problem?.toData() ?? null };
  }

  /** Hands over all that waits; resolves when nothing is left, or at the stop. */
  run(): Promise<void> {
    this.#isCalled = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Gives what is under way this long, then stops. What is left stays in the outbox. */
  async stop(withinMs: number): Promise<void> {
    const bound = this.#clock.once(withinMs, () => this.#stopping.abort());
    await this.run();
    bound.dispose();
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#isCalled && !signal.aborted) {
      this.#isCalled = false;
      try {
        if (await this.#handOver(signal)) this.#isCalled = true;
        this.#backlog = this.#outbox.backlog(this.#receiver.name);
      } catch (thrown) {
        this.#problem = MonitorError.from(thrown);
        await this.#clock.after(this.#backOff.next(0), signal);
        this.#isCalled = true;
      }
    }
    this.#running = undefined;
  }

  /** @returns whether there was something to take */
  async #handOver(signal: AbortSignal): Promise<boolean> {
    const { name } = this.#receiver;
    const notBeforeMs = epochMs(this.#clock.now() - notificationAgeMs);
    const waiting = this.#outbox.next(name, notBeforeMs, readCount);
    this.#backlog = this.#outbox.backlog(name);
    for (const notification of waiting) {
      if (signal.aborted) break;
      const { sequence } = notification;
      if (sequence > this.#taken) await this.#receiver.deliver(notification, signal);
      this.#taken = sequence;
      this.#outbox.take(name, sequence);
      this.#problem = null;
      this.#backOff.reset();
    }
    return waiting.length > 0;
  }
}
