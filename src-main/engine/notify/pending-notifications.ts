import { setImmediate } from 'node:timers/promises';
import type { WallClock } from '../../common/clock.ts';
import type { AlertNotification, NotificationMessage } from '../../common/model/alerts.ts';
import { epochMs } from '../../common/units.ts';
import { UnstoredNotifications } from './deduplication-stage.ts';
import { NotificationGroups, type Sealed } from './notification-groups.ts';
import { type NewNotification, notificationAgeMs, type Outbox, type Reader } from './outbox.ts';
import { alwaysOurs, type Turn } from './turn.ts';

/** Notifications read in one go: between two, other work has its turn. */
const readCount = 500;
/** Records get one after the other, so that few are held in memory. */
const recordCount = 50;

/** How many notifications a receiver has yet to get, did not get in time, and refused. */
export interface Backlog {
  readonly waiting: number;
  readonly lost: number;
  readonly refused: number;
}

/**
 * What one receiver has yet to get. Reads each notification of the outbox once, hands out messages, and moves the
 * receiver's mark when all before it are settled. After a crash, what was taken together with something older that
 * was still waiting may come again, with the same sequence.
 */
export class PendingNotifications {
  readonly #outbox: Outbox;
  readonly #reader: Reader;
  readonly #turn: Turn;
  readonly #clock: WallClock;
  readonly #groups: NotificationGroups;
  #unstored = new UnstoredNotifications();
  /** Sequences that were read and are not settled yet, ascending. */
  readonly #unsettled = new Set<number>();
  /** What was handed out, by the sequence of its message. */
  readonly #out = new Map<number, Sealed>();
  /** All up to here were read, or are not for this receiver. */
  #cursor: number;
  #mark: number;
  #gathers = true;

  constructor(parts: { outbox: Outbox; reader: Reader; clock: WallClock; turn?: Turn }) {
    this.#outbox = parts.outbox;
    this.#reader = parts.reader;
    this.#turn = parts.turn ?? alwaysOurs;
    this.#clock = parts.clock;
    this.#groups = new NotificationGroups(parts.reader.isRecord);
    this.#mark = this.#cursor = parts.outbox.mark(parts.reader.name).taken;
  }

  /** How much waits, was lost or refused so far. */
  backlog(): Backlog {
    const { name } = this.#reader;
    const { lost, refused } = this.#outbox.mark(name);
    const unread = this.#outbox.waiting(name, this.#cursor);
    return { waiting: unread + this.#unsettled.size + this.#unstored.waiting, lost, refused };
  }

  /** Reads what came since it was last called, as far as there is room. */
  async fill(): Promise<void> {
    if (!this.#turn.isOurs) this.#letGo();
    // All is settled, most of the time.
    if (this.#outbox.newest() <= this.#mark) return;
    this.#expire();
    while (this.#readPage()) await setImmediate();
    this.#moveMark();
  }

  /** What can be delivered now, in order; it stays until it is settled. */
  due(): readonly NotificationMessage[] {
    if (!this.#turn.isOurs) return [];
    const due = this.#groups.due(this.#clock.now(), this.#gathers);
    return due.map((sealed) => {
      this.#out.set(sealed.message.sequence, sealed);
      return sealed.message;
    });
  }

  /** What is gathered is due from now on: nothing more may come. */
  flush(): void {
    this.#gathers = false;
  }

  /**
   * The receiver has taken the message of this sequence, or refused it for good. Never hands it out again, even where
   * the mark can't be moved.
   */
  settle(sequence: number, outcome: 'taken' | 'refused' = 'taken'): void {
    const sealed = this.#out.get(sequence);
    if (!sealed) return;
    this.#forget(sealed);
    if (outcome === 'refused') this.#outbox.refuse(this.#reader.name, sealed.sequences.length);
    this.#moveMark();
  }

  /**
   * Adds what can't be stored now. Once it is stored after all, it is not handed out again.
   *
   * @returns whether there was anything new in it
   */
  addUnstored(notifications: readonly NewNotification[]): boolean {
    if (!this.#turn.isOurs) return false;
    const added = notifications
      .filter(({ suppressed }) => this.#reader.isRecord || suppressed === null)
      .flatMap((notification) => this.#unstored.add(notification) ?? []);
    for (const notification of added) this.#groups.add(notification);
    return added.length > 0;
  }

  #forget(sealed: Sealed): void {
    this.#out.delete(sealed.message.sequence);
    this.#groups.remove(sealed);
    for (const sequence of sealed.sequences) {
      const stored = sequence < 0 ? this.#unstored.settle(sequence) : sequence;
      if (stored !== undefined) this.#unsettled.delete(stored);
    }
  }

  /** @returns whether there may be more */
  #readPage(): boolean {
    if (this.#groups.isFull) return false;
    const { name, isRecord } = this.#reader;
    const count = isRecord ? recordCount : readCount;
    // Asked before the rows are read, so that it passes over no row that comes in between.
    const newest = this.#outbox.newest();
    const rows = this.#outbox.after(name, this.#cursor, count);
    const isOurs = this.#turn.isOurs;
    const unsettled = isOurs ? -1 : rows.findIndex((row) => !this.#turn.isSettled(this.#reader, row));
    if (unsettled >= 0) rows.length = unsettled;
    if (isOurs) for (const row of rows) this.#take(row);
    const isAll = rows.length < count && unsettled < 0;
    this.#cursor = Math.max(this.#cursor, rows.at(-1)?.sequence ?? 0, isAll ? newest : 0);
    return !isAll && !isRecord && unsettled < 0;
  }

  /** Another process notifies now: what was read is read again when it is our turn, as far as it is not settled then. */
  #letGo(): void {
    if (this.#unsettled.size + this.#unstored.waiting === 0) return;
    this.#unstored = new UnstoredNotifications();
    for (const sealed of this.#groups.removeWhere(() => true)) this.#forget(sealed);
    this.#unsettled.clear();
    this.#cursor = this.#mark;
  }

  #take(notification: AlertNotification): void {
    const known = this.#unstored.match(notification);
    if (known === 'delivered') return;
    if (known === undefined && this.#turn.isSettled(this.#reader, notification)) return;
    this.#unsettled.add(notification.sequence);
    if (known === undefined) this.#groups.add(notification);
  }

  /** Passes over what is too old, and counts it. */
  #expire(): void {
    const { name } = this.#reader;
    const oldest = this.#outbox.oldestSince(epochMs(this.#clock.now() - notificationAgeMs));
    const isOld = (sequence: number): boolean => sequence > 0 && sequence < oldest;
    if (oldest - 1 <= this.#mark) return;
    const held = this.#groups.removeWhere((sealed) => sealed.sequences.every(isOld));
    for (const sealed of held) this.#forget(sealed);
    const lost =
      held.reduce((sum, { sequences }) => sum + sequences.length, 0) +
      this.#outbox.waiting(name, this.#cursor, oldest);
    this.#cursor = Math.max(this.#cursor, oldest - 1);
    if (lost > 0) this.#outbox.lose(name, lost);
  }

  #moveMark(): void {
    const [first] = this.#unsettled;
    const mark = first === undefined ? this.#cursor : first - 1;
    if (mark <= this.#mark) return;
    this.#outbox.take(this.#reader.name, mark);
    this.#mark = mark;
  }
}
