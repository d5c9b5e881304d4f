import type { Clock } from '../../common/clock.ts';
import { Emitter } from '../../common/event.ts';
import type { AlertNotification } from '../../common/model/alerts.ts';
import type { CheckerElection } from '../log/kafka/checker-election.ts';
import type { Positions, ReadSoFar } from '../log/message-log.ts';
import { eventId } from './alert-event.ts';
import { type GroupProgress, isBehind, offsetsOfProgress, receiverKey } from './group-progress.ts';
import type { NotifiedEvents } from './notified-events.ts';
import type { Outbox, Reader } from './outbox.ts';
import type { Turn } from './turn.ts';

/** How often a standby looks what was notified. */
const followMs = 2_000;
/** How soon a failed attempt is repeated. */
const retryMs = 300;
/** One that can't find out what was notified notifies all the same after this long: twice is better than never. */
const longestBlindMs = 10_000;
/**
 * What is asked and takes longer is asked anew, over other connections. Of who takes over, each further attempt has twice
 * as long; a standby notices before the brokers give up an active one.
 */
const longestMs = { followed: 4_000, taken: 2_000 };
/** Places remembered; with fewer, what was notified is known less exactly. */
const placeBound = 1_000;

/** Notifications up to a sequence, and a position that none of them goes past. */
interface Place {
  readonly sequence: number;
  readonly positions: Positions;
}

/** What a checker has stored by now. */
export interface CheckedSoFar {
  readonly positions: Positions;
  readonly topics: ReadonlyMap<number, string>;
  /** Windows that ended by then are closed, in ms since 1970; null where none is. */
  readonly closedMs: number | null;
}

/** What a turn is made of. */
export interface GroupTurnParts {
  readonly election: Pick<CheckerElection, 'isActive' | 'term' | 'commit' | 'onChanged'>;
  readonly events: NotifiedEvents;
  /** Ends what another checker of the group is about to publish. */
  readonly fence: () => Promise<void>;
  /** Gives up the connections over which all of that is asked: one that is dead may keep its peace for long. */
  readonly letGo: () => void;
  /** Reads the progress that the group has stored; undefined where there is none. */
  readonly readProgress: () => Promise<GroupProgress | undefined>;
  readonly outbox: Outbox;
  /** Name of the receiver that publishes to the alerts topic. */
  readonly topicReceiver: string;
  readonly clock: Clock;
  /** Of windows: they begin at multiples of their slide. */
  readonly shape: { readonly sizeMs: number; readonly slideMs: number };
}

/**
 * The turn of one checker of a group. All find the same alerts; the active one notifies, and stores with the group's
 * offsets how far it has come. A standby passes over what the active one has seen to: events on the alerts topic, and
 * what follows from records that the active one has dealt with. When it becomes active itself it first finds out what
 * the one before it got done.
 */
export class GroupTurn implements Turn {
  readonly #parts: GroupTurnParts;
  readonly #changed = new Emitter<void>();
  /** Names of the receivers, and their keys among what the group stores. */
  #receivers: readonly (readonly [name: string, key: string])[] = [];
  #progress: GroupProgress | undefined;
  #places: Place[] = [];
  /** The term for which it is known what the one before got done. */
  #readyTerm = 0;
  /** The term in which the one before was kept from publishing. */
  #fencedTerm = 0;
  /** Notifications up to here follow from what the active one has dealt with. */
  #passedSequence = 0;
  #topic: string | null = null;
  #committed = '';
  #isCommitting = false;
  /** It may be this one's turn now, or more may be passed over. */
  readonly onChanged = this.#changed.event;

  constructor(parts: GroupTurnParts) {
    this.#parts = parts;
  }

  get isOurs(): boolean {
    const { isActive, term } = this.#parts.election;
    return isActive && term === this.#readyTerm;
  }

  /** The receivers of this run. */
  begin(receivers: readonly Reader[]): void {
    this.#receivers = receivers.map(({ name }) => [name, receiverKey(name)]);
  }

  isSettled(receiver: Reader, notification: AlertNotification): boolean {
    const offset = this.#parts.events.offsetOf(eventId(notification));
    if (offset === undefined) return this.#isPassed(notification);
    if (receiver.name === this.#parts.topicReceiver) return true;
    // What is not known of a receiver is what nobody else has: people heard of it by another one.
    return offset < (this.#progress?.receivers.get(receiverKey(receiver.name)) ?? Infinity);
  }

  /** To be called often: where the checker stands by now. */
  note({ positions, topics }: Pick<ReadSoFar, 'positions' | 'topics'>): void {
    this.#topic = topicOf(topics);
    const sequence = this.#parts.outbox.newest();
    if (sequence === this.#places.at(-1)?.sequence) return;
    this.#places.push({ sequence, positions: new Map(positions) });
    if (this.#places.length > placeBound) this.#places = this.#places.filter((_, i) => i % 2 === 1);
  }

  /** To be called each second: lets the group know how far the active one has come. */
  async checkpointed({ positions, topics, closedMs }: CheckedSoFar): Promise<void> {
    const { outbox, topicReceiver } = this.#parts;
    const isPublished = outbox.mark(topicReceiver).taken >= outbox.newest();
    if (!this.isOurs || this.#isCommitting || !isPublished) return;
    const topic = topicOf(topics);
    const progress = { positions: new Map(positions), topic, closedMs, receivers: this.#reached() };
    this.#isCommitting = true;
    try {
      await this.#commit(progress);
    } catch {
      // The next attempt brings the group up to date.
    } finally {
      this.#isCommitting = false;
    }
  }

  /** Follows what others notify of, and takes over when it is this one's turn, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    let blindSince: number | undefined;
    let takingMs = longestMs.taken;
    while (!signal.aborted) {
      if (!this.#isTaking) [blindSince, takingMs] = [undefined, longestMs.taken];
      else blindSince ??= clock.monotonic();
      const leftMs = (blindSince ?? Infinity) + longestBlindMs - clock.monotonic();
      try {
        await this.#attempt(this.#isTaking ? Math.min(takingMs, leftMs) : longestMs.followed);
      } catch {
        takingMs *= 2;
        // Twice is better than never.
        if (clock.monotonic() - (blindSince ?? Infinity) >= longestBlindMs) this.#ready();
      }
      await this.#pause(signal);
    }
  }

  get #isTaking(): boolean {
    return this.#parts.election.isActive && !this.isOurs;
  }

  /** @throws {Error} also where it takes longer than that */
  async #attempt(withinMs: number): Promise<void> {
    const { clock, letGo } = this.#parts;
    const ended = new AbortController();
    const late = clock.after(withinMs, ended.signal).then(() => {
      if (ended.signal.aborted) return;
      letGo();
      throw new Error('the brokers take too long');
    });
    try {
      await Promise.race([this.#step(ended.signal), late]);
    } finally {
      ended.abort();
    }
  }

  /** @param given aborts once nobody waits for it any more */
  async #step(given: AbortSignal): Promise<void> {
    const { election, events, readProgress, fence } = this.#parts;
    if (this.isOurs) return;
    const { isActive, term } = election;
    if (isActive && this.#fencedTerm !== term) {
      await fence();
      this.#fencedTerm = term;
    }
    await events.readToEnd();
    given.throwIfAborted();
    const progress = await readProgress();
    given.throwIfAborted();
    this.#take(progress);
    if (isActive) await this.#takeOver(term);
    else this.#changed.fire();
  }

  /** What was notified before is known: from now on it is this one's turn. */
  async #takeOver(term: number): Promise<void> {
    const { positions = new Map<number, number>(), topic = null, closedMs = null } = this.#progress ?? {};
    await this.#commit({ positions, topic, closedMs, receivers: this.#known() });
    if (this.#parts.election.term === term) this.#ready();
  }

  #ready(): void {
    this.#readyTerm = this.#parts.election.term;
    this.#changed.fire();
  }

  #take(progress: GroupProgress | undefined): void {
    this.#progress = progress;
    if (progress?.topic !== this.#topic) return;
    const passed = this.#places.findLastIndex(({ positions }) => isBehind(positions, progress.positions));
    if (passed < 0) return;
    this.#passedSequence = this.#places[passed]!.sequence;
    this.#places = this.#places.slice(passed);
  }

  /** How far each receiver has come; one of which nothing is known begins with what comes from now on. */
  #known(): Map<string, number> {
    const known = new Map(this.#progress?.receivers);
    for (const [, key] of this.#receivers) if (!known.has(key)) known.set(key, this.#parts.events.end);
    return known;
  }

  /** As {@link #known}, where those that have nothing left to deliver are at the end. */
  #reached(): Map<string, number> {
    const { outbox, events } = this.#parts;
    const newest = outbox.newest();
    const atEnd = this.#receivers.filter(([name]) => outbox.mark(name).taken >= newest);
    return new Map([...this.#known(), ...atEnd.map(([, key]) => [key, events.end] as const)]);
  }

  async #commit(progress: GroupProgress): Promise<void> {
    const { election, shape } = this.#parts;
    // While nothing happens, time goes on: that is told when another window is closed by it.
    const { closedMs } = progress;
    const closed = closedMs === null ? null : Math.floor((closedMs - shape.sizeMs) / shape.slideMs);
    const text = JSON.stringify([election.term, offsetsOfProgress({ ...progress, closedMs: closed })]);
    if (text !== this.#committed) await election.commit(offsetsOfProgress(progress));
    this.#committed = text;
    this.#progress = progress;
  }

  /** Whether the active checker had dealt with all that it follows from. */
  #isPassed(notification: AlertNotification): boolean {
    const { sequence } = notification;
    const closedMs = this.#progress?.closedMs ?? -Infinity;
    return sequence > 0 && sequence <= this.#passedSequence && newestEndOf(notification) <= closedMs;
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const { clock, election } = this.#parts;
    const woken = new AbortController();
    const listening = election.onChanged(() => woken.abort());
    const pauseMs = this.#isTaking ? retryMs : followMs;
    await clock.after(pauseMs, AbortSignal.any([signal, woken.signal]));
    listening.dispose();
  }
}

/** All partitions are of one topic. */
const topicOf = (topics: ReadonlyMap<number, string>): string | null => topics.values().next().value ?? null;

/** End of the newest window that a notification is about. */
const newestEndOf = ({ latest, resolvedBy }: AlertNotification): number =>
  Math.max(latest.window.endMs, resolvedBy?.window.endMs ?? -Infinity);
