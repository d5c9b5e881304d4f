import type {
  AlertNotification,
  AlertSubject,
  AlertWindow,
  GroupScope,
  GroupSubject,
  NotificationGroup,
  NotificationMessage,
} from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';

/** Alerts of one window and kind that people get one by one; from the next one on they get them as one. */
export const fewBound = 4;
/** Once a window's alerts come as one, those that follow are gathered for this long. */
export const gatherMs = 30_000;
/** Alerts that a message about many names. */
const namedBound = 5;
/** Notifications that are held in full, and alerts of which only the sequence is held. */
const fullBound = 500;
const sequenceBound = 20_000;
/** Windows of which it is known how many alerts people got already. */
const knownBound = 1_000;

/** What one delivery hands over, and the sequences of the notifications in it. */
export interface Sealed {
  readonly message: NotificationMessage;
  readonly sequences: readonly number[];
}

interface OpenGroup {
  readonly key: string;
  readonly sequences: number[];
  /** All of them while they are few. */
  few: AlertNotification[];
  /** Those furthest outside of their limits, the first one first. */
  largest: AlertNotification[];
  readonly scopes: Set<GroupScope>;
  newest: AlertNotification;
}

/** Notifications none of which is about the same alert as another: their order is of no importance. */
interface Generation {
  readonly ids: Set<string>;
  readonly open: Map<string, OpenGroup>;
  readonly sealed: Sealed[];
}

/**
 * Takes many notifications of one window and kind together, with a bound on what it holds. The first few of a window
 * are due at once, each by itself; a storm is due as one, and so is what follows it, gathered for a while. Two
 * notifications of one alert never overtake each other.
 */
export class NotificationGroups {
  readonly #eachByItself: boolean;
  #generations: Generation[] = [];
  /** By window and kind: how many people got, and when they got many as one. */
  readonly #given = new Map<string, { count: number; gatheredMs: number }>();
  #held = 0;
  #full = 0;

  /** @param eachByItself for records, which take no groups */
  constructor(eachByItself: boolean) {
    this.#eachByItself = eachByItself;
  }

  get isFull(): boolean {
    return this.#held >= sequenceBound || this.#full >= fullBound;
  }

  /** Notifications that wait here. */
  get size(): number {
    return this.#held;
  }

  add(notification: AlertNotification): void {
    const generation = this.#generationFor(notification.id);
    this.#held += 1;
    if (this.#eachByItself) {
      generation.sealed.push(alone(notification));
      this.#full += 1;
      return;
    }
    const key = keyOf(notification);
    const group = generation.open.get(key);
    if (group) this.#full += extend(group, notification);
    else {
      generation.open.set(key, begin(key, notification));
      this.#full += 2;
    }
  }

  /**
   * What is due now, in an order in which it can be delivered. It stays due, unchanged, until it is removed.
   *
   * @param gathers whether what follows a storm may wait for more
   */
  due(now: EpochMs, gathers: boolean): readonly Sealed[] {
    const [first] = this.#generations;
    if (!first) return [];
    const mayWait = gathers && this.#generations.length === 1;
    for (const group of [...first.open.values()]) {
      const sealed = this.#seal(group, now, mayWait);
      if (sealed.length === 0) continue;
      first.open.delete(group.key);
      first.sealed.push(...sealed);
      this.#full += sealed.length - fullIn(group);
    }
    return first.sealed;
  }

  /** Forgets what was delivered, or is too late to be. */
  remove(sealed: Sealed): void {
    const [first] = this.#generations;
    const at = first?.sealed.indexOf(sealed) ?? -1;
    if (!first || at < 0) return;
    first.sealed.splice(at, 1);
    this.#held -= sealed.sequences.length;
    this.#full -= 1;
    if (first.sealed.length === 0 && first.open.size === 0) this.#generations.shift();
  }

  /** Forgets what is gone, delivered or not; gives it back. */
  removeWhere(isGone: (sealed: Sealed) => boolean): readonly Sealed[] {
    const gone: Sealed[] = [];
    for (const generation of this.#generations) {
      for (const group of [...generation.open.values()]) {
        const sealed = together(group);
        if (!isGone(sealed)) continue;
        generation.open.delete(group.key);
        this.#full -= fullIn(group);
        gone.push(sealed);
      }
      const old = generation.sealed.filter(isGone);
      for (const sealed of old) generation.sealed.splice(generation.sealed.indexOf(sealed), 1);
      this.#full -= old.length;
      gone.push(...old);
    }
    this.#held -= gone.reduce((sum, { sequences }) => sum + sequences.length, 0);
    this.#generations = this.#generations.filter(({ sealed, open }) => sealed.length > 0 || open.size > 0);
    return gone;
  }

  /** A later notification of an alert begins a generation of its own, which waits for the one before. */
  #generationFor(id: string): Generation {
    const newest = this.#generations.at(-1);
    if (newest && !newest.ids.has(id)) {
      newest.ids.add(id);
      return newest;
    }
    const next: Generation = { ids: new Set([id]), open: new Map(), sealed: [] };
    this.#generations.push(next);
    return next;
  }

  #seal(group: OpenGroup, now: EpochMs, mayWait: boolean): Sealed[] {
    const given = this.#given.get(group.key) ?? { count: 0, gatheredMs: -Infinity };
    const count = group.sequences.length;
    const areFew = given.count + count <= fewBound;
    // The time of day may have been set back: then nothing waits for it to come again.
    const sinceMs = now - given.gatheredMs;
    if (!areFew && mayWait && sinceMs >= 0 && sinceMs < gatherMs) return [];
    this.#remember(group.key, given.count + count, areFew ? given.gatheredMs : now);
    return areFew || count === 1 ? group.few.map(alone) : [together(group)];
  }

  #remember(key: string, count: number, gatheredMs: number): void {
    this.#given.delete(key);
    this.#given.set(key, { count, gatheredMs });
    const [oldest] = this.#given.keys();
    if (this.#given.size > knownBound && oldest !== undefined) this.#given.delete(oldest);
  }
}

/** Of one window and kind. */
function keyOf(notification: AlertNotification): string {
  const { kind, subject } = notification;
  const about = subject.kind === 'limit' ? subject.limit.name : 'agent';
  return [kind, about, windowOf(notification)?.startMs].join('|');
}

/** The window that was seen when the notification was made; reminders are of alerts of many windows. */
function windowOf({ kind, subject, latest, resolvedBy }: AlertNotification): AlertWindow | null {
  if (kind === 'reminder') return null;
  // No window ends an agent's silence: the last one that lacks it is the present one.
  if (subject.kind === 'agent') return latest.window;
  return kind === 'resolved' ? (resolvedBy?.window ?? null) : latest.window;
}

const alone = (notification: AlertNotification): Sealed => ({
  message: notification,
  sequences: [notification.sequence],
});

const begin = (key: string, first: AlertNotification): OpenGroup => ({
  ...{ key, sequences: [first.sequence], few: [first], largest: [first], newest: first },
  scopes: new Set([scopeOf(first.subject)]),
});

const fullIn = ({ few, largest }: OpenGroup): number => few.length + largest.length;

/** @returns how many more notifications the group holds in full */
function extend(group: OpenGroup, more: AlertNotification): number {
  const before = fullIn(group);
  group.sequences.push(more.sequence);
  group.few = group.sequences.length <= fewBound ? [...group.few, more] : [];
  group.scopes.add(scopeOf(more.subject));
  group.newest = more;
  const smallest = group.largest.at(-1);
  if (group.largest.length < namedBound || (smallest && excessOf(more) > excessOf(smallest)))
    group.largest = [...group.largest, more].sort((a, b) => excessOf(b) - excessOf(a)).slice(0, namedBound);
  return fullIn(group) - before;
}

/** How many times its limit a total is, or a minimum its total; one agent is as silent as another. */
function excessOf({ subject, observed }: AlertNotification): number {
  if (subject.kind === 'agent') return 0;
  const { name, value } = subject.limit;
  return name === 'max' ? observed / Math.max(1, value) : value / Math.max(1, observed);
}

function scopeOf(subject: AlertSubject): GroupScope {
  if (subject.kind === 'agent') return 'totals';
  const { source, destination } = subject.limit;
  if (source !== null && destination !== null) return 'pairs';
  const only = source ?? destination;
  return only === null || only.includes('/') ? 'totals' : 'hosts';
}

function together(group: OpenGroup): Sealed {
  const { sequences, largest, newest } = group;
  const { sequence, kind, atMs } = newest;
  const message: NotificationGroup = {
    ...{ sequence, kind, subject: subjectOf(group), atMs, largest },
    window: windowOf(newest),
    count: sequences.length,
  };
  return { message, sequences };
}

function subjectOf({ newest: { subject }, scopes }: OpenGroup): GroupSubject {
  if (subject.kind === 'agent') return { kind: 'agent' };
  const [scope] = scopes;
  return {
    kind: 'limit',
    limitName: subject.limit.name,
    scope: scopes.size === 1 && scope !== undefined ? scope : 'totals',
  };
}
