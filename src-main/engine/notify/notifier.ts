import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import type { NotificationMessage, ReceiverStatus } from '../../common/model/alerts.ts';
import { DeliveryStage, type Receiver } from './delivery-stage.ts';
import type { NewNotification, Outbox, Reader } from './outbox.ts';
import { PendingNotifications } from './pending-notifications.ts';
import { alwaysOurs, type Turn } from './turn.ts';

/** How long a stop waits for what is being delivered. */
const stopMs = 1_000;
/** Messages that a reader gets at once which fetches them by itself. */
const fetchCount = 20;

/** Delivers what is in the outbox to every receiver of this run, each at its own pace. */
export class Notifier {
  readonly #outbox: Outbox;
  readonly #stages: readonly DeliveryStage[];
  readonly #fetching: PendingNotifications | undefined;

  /**
   * @param parts.fetching a reader that fetches its notifications by itself
   * @param parts.turn when it is for this process to notify; always, where it is left out
   */
  constructor(parts: {
    outbox: Outbox;
    clock: Clock;
    receivers: readonly Receiver[];
    fetching?: Reader;
    turn?: Turn;
  }) {
    const { outbox, clock, receivers, fetching, turn = alwaysOurs } = parts;
    this.#outbox = outbox;
    outbox.begin([...(fetching ? [fetching] : []), ...receivers]);
    this.#stages = receivers.map((receiver) => new DeliveryStage({ receiver, outbox, clock, turn }));
    this.#fetching = fetching && new PendingNotifications({ outbox, reader: fetching, clock, turn });
  }

  get status(): ReceiverStatus[] {
    return this.#stages.map(({ status }) => status);
  }

  /** Looks for what is due: something was added, was left by an earlier run, or has been gathered long enough. */
  wake(): void {
    for (const stage of this.#stages) void stage.run();
  }

  /** What the reader that fetches by itself is to get next, oldest first; it stays until {@link fetched}. */
  async fetch(): Promise<readonly NotificationMessage[]> {
    if (!this.#fetching) return [];
    const unreadable = await this.#fetching.fill().catch((thrown: unknown) => ({ thrown }));
    const due = this.#fetching.due().slice(0, fetchCount);
    if (due.length === 0 && unreadable) throw unreadable.thrown;
    return due;
  }

  /** The reader that fetches by itself has got the message of this sequence. */
  fetched(sequence: number): void {
    this.#fetching?.settle(sequence);
  }

  /** Whether something waits to be fetched. */
  get hasToFetch(): boolean {
    return (this.#fetching?.due().length ?? 0) > 0;
  }

  /**
   * Delivers at once what can't be stored. What is stored after all is not delivered again.
   *
   * @returns whether there was anything new in it
   */
  deliverUnstored(notifications: readonly NewNotification[]): boolean {
    const isNew = this.#fetching?.addUnstored(notifications) ?? false;
    const woken = this.#stages.filter(({ pending }) => pending.addUnstored(notifications));
    for (const stage of woken) void stage.runNow();
    return isNew || woken.length > 0;
  }

  /** Deletes what every receiver is done with. */
  async trim(): Promise<void> {
    await this.#fetching?.fill();
    while (this.#outbox.trim()) await setImmediate();
  }

  /** Delivers what it can in a second; what is left goes on in the next run. */
  async stop(withinMs = stopMs): Promise<void> {
    await Promise.all(this.#stages.map((stage) => stage.stop(withinMs)));
  }
}
