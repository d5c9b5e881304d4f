import type { AlertNotification, AlertSubject } from '../../common/model/alerts.ts';
import { scopeKey } from '../../common/limit-scope.ts';
import type { NewNotification } from './outbox.ts';

/** What can't be stored is held in memory; past this, it waits until it can be stored. */
const unstoredBound = 1_000;
/** Notifications that were delivered without being stored, and may still come from the store. */
const deliveredBound = 20_000;

interface Unstored {
  readonly key: string;
  /** The sequence under which it was stored after all. */
  stored: number | undefined;
}

/**
 * Keeps a receiver from getting twice what it gets before it can be stored. An alert that is stored later may have
 * another id, as the records are read again: it is known by its subject, kind, and the window in which it began.
 */
export class UnstoredNotifications {
  readonly #pending = new Map<string, number>();
  readonly #bySequence = new Map<number, Unstored>();
  readonly #delivered = new Set<string>();
  #next = -1;

  /** Those that wait, and are not in the outbox by now. */
  get waiting(): number {
    return [...this.#bySequence.values()].filter(({ stored }) => stored === undefined).length;
  }

  /** Gives a notification a sequence below 0; undefined where it is known already, or there is no room. */
  add(notification: NewNotification): AlertNotification | undefined {
    const key = keyOf(notification);
    const isKnown = this.#pending.has(key) || this.#delivered.has(key);
    if (isKnown || this.#pending.size >= unstoredBound) return undefined;
    const sequence = this.#next;
    this.#next -= 1;
    this.#pending.set(key, sequence);
    this.#bySequence.set(sequence, { key, stored: undefined });
    return { ...notification, sequence };
  }

  /**
   * Whether a notification of the outbox came without being stored before: it was delivered, or waits to be, and goes
   * out with that one then.
   */
  match(notification: AlertNotification): 'delivered' | 'waiting' | undefined {
    const key = keyOf(notification);
    if (this.#delivered.delete(key)) return 'delivered';
    const pending = this.#bySequence.get(this.#pending.get(key) ?? 0);
    if (!pending || pending.stored !== undefined) return undefined;
    pending.stored = notification.sequence;
    return 'waiting';
  }

  /** It was delivered; returns the sequence under which it was stored meanwhile. */
  settle(sequence: number): number | undefined {
    const unstored = this.#bySequence.get(sequence);
    if (!unstored) return undefined;
    this.#bySequence.delete(sequence);
    this.#pending.delete(unstored.key);
    if (unstored.stored === undefined) this.#delivered.add(unstored.key);
    const [oldest] = this.#delivered;
    if (this.#delivered.size > deliveredBound && oldest !== undefined) this.#delivered.delete(oldest);
    return unstored.stored;
  }
}

const keyOf = ({ kind, subject, began }: NewNotification): string =>
  [kind, subjectKey(subject), began.startMs].join('\n');

const subjectKey = (subject: AlertSubject): string =>
  subject.kind === 'limit' ? scopeKey(subject.limit) : `agent ${subject.agent}`;
