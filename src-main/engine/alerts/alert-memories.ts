import type { LimitName } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';
import type { Window } from '../windows/window.ts';
import { type AlertMemory, isWithin, rewound, withinMemory } from './alert-machine.ts';
import type { Verdict } from './evaluator.ts';

/** Names of limits, under which stands what those that are within have in common. */
const sharedNames: Readonly<Record<LimitName, true>> = { max: true, min: true };

/** What is remembered of each limit, by its key; and of those that are within, by their name. */
export class AlertMemories {
  readonly #memories: Map<string, AlertMemory>;
  readonly #changed = new Set<string>();

  constructor(memories: ReadonlyMap<string, AlertMemory>) {
    this.#memories = new Map(memories);
  }

  /** What is remembered by now. */
  get all(): ReadonlyMap<string, AlertMemory> {
    return this.#memories;
  }

  /** What is remembered anew since it was stored last; null for what is forgotten. */
  get changed(): ReadonlyMap<string, AlertMemory | null> {
    return new Map([...this.#changed].map((key) => [key, this.#memories.get(key) ?? null]));
  }

  noteStored(): void {
    this.#changed.clear();
  }

  /** Whether something is remembered of this limit alone. */
  has(key: string): boolean {
    return this.#memories.has(key);
  }

  /** Limits that are within share one memory for each name: there may be very many of them. */
  of({ key, limit }: Pick<Verdict, 'key' | 'limit'>): AlertMemory {
    return this.#memories.get(key) ?? this.#shared(limit.name);
  }

  set({ key, limit }: Pick<Verdict, 'key' | 'limit'>, before: AlertMemory, memory: AlertMemory): void {
    if (memory === before) return;
    if (isWithin(memory, this.#shared(limit.name))) return this.#forget(key);
    this.#memories.set(key, memory);
    this.#changed.add(key);
  }

  /** All limits that are not remembered by themselves were within. A `min` is not judged on an inexact window. */
  noteClosed({ startMs, exact }: Pick<Window, 'startMs' | 'exact'>): void {
    for (const name of exact ? (['max', 'min'] as const) : (['max'] as const)) {
      const memory = this.#shared(name);
      if (memory.withinMs !== null && memory.withinMs >= startMs) continue;
      this.#memories.set(name, { ...memory, withinMs: startMs });
      this.#changed.add(name);
    }
  }

  /** Forgets limits that are no longer in force, as far as all that is remembered of them is older than a window. */
  forgetRemoved(isRemoved: (key: string) => boolean, window: Pick<Window, 'startMs'>): void {
    for (const [key, memory] of this.#memories) {
      if (isOlder(memory, window) && !(key in sharedNames) && isRemoved(key)) this.#forget(key);
    }
  }

  /** Forgets what is remembered of windows that start after an instant. */
  rewind(toMs: EpochMs): void {
    for (const [key, memory] of this.#memories) {
      const after = rewound(memory, toMs);
      if (after === memory) continue;
      this.#memories.set(key, after);
      this.#changed.add(key);
    }
  }

  #shared(name: LimitName): AlertMemory {
    return this.#memories.get(name) ?? withinMemory;
  }

  #forget(key: string): void {
    this.#memories.delete(key);
    this.#changed.add(key);
  }
}

/** Whether all that is remembered of a limit that isn't firing is about windows before this one. */
const isOlder = ({ firing, pending, warnedMs }: AlertMemory, { startMs }: Pick<Window, 'startMs'>): boolean =>
  firing === null &&
  pending.every(({ window }) => window.startMs < startMs) &&
  (warnedMs === null || warnedMs < startMs);
