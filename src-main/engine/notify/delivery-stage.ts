import { BackOff } from '../../common/back-off.ts';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import {
  type AlertNotification,
  isGroup,
  type NotificationMessage,
  type ReceiverStatus,
} from '../../common/model/alerts.ts';
import { say } from '../../common/phrases/say.ts';
import type { Outbox, Reader } from './outbox.ts';
import { type Backlog, PendingNotifications } from './pending-notifications.ts';
import { alwaysOurs, type Turn } from './turn.ts';

/**
 * What became of an attempt to deliver. `refused`: the receiver will never take this one, and the next one can follow.
 * `later`: it may take it when it is tried again, after `waitMs` milliseconds or more.
 */
export type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: MonitorError }
  | { readonly kind: 'later'; readonly reason: MonitorError; readonly waitMs: number };

export const taken: Outcome = { kind: 'taken' };

interface Delivering<Message> {
  /**
   * Hands over one message. What is thrown counts as `later`. After a crash the last one may come again, with the
   * same sequence; one that could not be stored has a sequence below 0.
   */
  deliver(message: Message, signal: AbortSignal): Promise<Outcome>;
}

/** Keeps a record of all notifications. Its name is shown, too: no secret is part of it. */
export interface RecordReceiver extends Reader, Delivering<AlertNotification> {
  readonly isRecord: true;
}

/** Calls people. Its name is shown, too: no secret is part of it. */
export interface PeopleReceiver extends Reader, Delivering<NotificationMessage> {
  readonly isRecord: false;
}

export type Receiver = RecordReceiver | PeopleReceiver;

/** The longest pause between two attempts of our own choice, and the longest that a receiver can ask for. */
const longestPauseMs = 5 * 60_000;
const longestWishMs = 3_600_000;

/**
 * Hands a receiver what waits for it, one after the other. A failure is tried again with growing pauses until the
 * notification is too old; the engine never waits for it.
 */
export class DeliveryStage {
  readonly #receiver: Receiver;
  readonly #pending: PendingNotifications;
  readonly #turn: Turn;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  readonly #backOff = new BackOff({ longestMs: longestPauseMs });
  #running: Promise<void> | undefined;
  /** Called since it looked last: what was added while it looked is not left lying. */
  #isCalled = false;
  /** Called for something that can't wait until the outbox can be read again. */
  #pausing = new AbortController();
  #problem: MonitorError | null = null;
  #refusal: MonitorError | null = null;
  #backlog: Backlog = { waiting: 0, lost: 0, refused: 0 };

  constructor(parts: { receiver: Receiver; outbox: Outbox; clock: Clock; turn?: Turn }) {
    const { receiver, outbox, clock, turn = alwaysOurs } = parts;
    this.#turn = turn;
    this.#receiver = receiver;
    this.#clock = clock;
    this.#pending = new PendingNotifications({ outbox, reader: receiver, clock, turn });
  }

  /** As it was when it last looked into the outbox. */
  get status(): ReceiverStatus {
    return {
      ...{ name: this.#receiver.name, ...this.#backlog },
      problem: this.#problem?.toData() ?? null,
      refusal: this.#refusal?.toData() ?? null,
    };
  }

  /** What waits for this receiver. */
  get pending(): PendingNotifications {
    return this.#pending;
  }

  /** Hands over all that is due; resolves when nothing is left, or at the stop. */
  run(): Promise<void> {
    this.#isCalled = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Like {@link run}, and doesn't wait for a pause to end. */
  runNow(): Promise<void> {
    this.#pausing.abort();
    return this.run();
  }

  /** Gives what is under way this long (ms), then stops. What is left stays in the outbox. */
  async stop(withinMs: number): Promise<void> {
    this.#pending.flush();
    const bound = this.#clock.once(withinMs, () => {
      this.#stopping.abort();
      this.#pausing.abort();
    });
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
      } catch (thrown) {
        await this.#pause(MonitorError.from(thrown), 0);
      }
    }
    this.#running = undefined;
  }

  /** @returns whether there was something to hand over */
  async #handOver(signal: AbortSignal): Promise<boolean> {
    const unreadable = await this.#read();
    const due = [...this.#pending.due()];
    if (due.length === 0 && unreadable) throw unreadable;
    for (const message of due) {
      if (signal.aborted || !this.#turn.isOurs) break;
      const outcome = await this.#deliver(message, signal);
      if (outcome.kind === 'later') {
        await this.#pause(outcome.reason, outcome.waitMs);
        break;
      }
      if (outcome.kind === 'refused') this.#refusal = outcome.reason;
      else this.#problem = null;
      this.#pending.settle(message.sequence, outcome.kind);
      this.#backOff.reset();
    }
    if (due.length === 0) this.#problem = null;
    this.#backlog = this.#pending.backlog();
    return due.length > 0;
  }

  /** What can't be read now holds up nothing that was read before. */
  async #read(): Promise<MonitorError | undefined> {
    try {
      await this.#pending.fill();
      this.#backlog = this.#pending.backlog();
      return undefined;
    } catch (thrown) {
      return MonitorError.from(thrown);
    }
  }

  async #deliver(message: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    const receiver = this.#receiver;
    if (!receiver.isRecord) return receiver.deliver(message, signal);
    if (isGroup(message)) throw new MonitorError('internal', say('notify.group'));
    return receiver.deliver(message, signal);
  }

  async #pause(problem: MonitorError, wishMs: number): Promise<void> {
    this.#problem = problem;
    this.#isCalled = true;
    if (this.#stopping.signal.aborted) return;
    const pauseMs = Math.max(this.#backOff.next(0), Math.min(wishMs, longestWishMs));
    this.#pausing = new AbortController();
    await this.#clock.after(pauseMs, AbortSignal.any([this.#pausing.signal, this.#stopping.signal]));
  }
}
