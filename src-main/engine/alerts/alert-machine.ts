import type { EpochMs } from '../../common/units.ts';

/** What an alert remembers of one limit and scope; `within` where nothing is remembered. */
export interface AlertMemory {
  /** Id of the alert that is firing, or null. */
  readonly firing: string | null;
  /** Start of the newest window that breached while it has been firing. */
  readonly breachMs: EpochMs | null;
  /** Start of the newest window that closed without a breach. */
  readonly withinMs: EpochMs | null;
  /** Starts of the windows that have breached in a row while it isn't firing yet, oldest first. */
  readonly pending: readonly EpochMs[];
  /** Start of the newest window of which a warning was made. */
  readonly warnedMs: EpochMs | null;
}

export const withinMemory: AlertMemory = {
  firing: null,
  breachMs: null,
  withinMs: null,
  pending: [],
  warnedMs: null,
};

/**
 * Whether nothing in a memory is about this limit alone: it may be forgotten then.
 *
 * @param shared what all limits of its name have in common
 */
export const isWithin = (
  { firing, breachMs, pending, warnedMs }: AlertMemory,
  shared: AlertMemory,
): boolean =>
  firing === null &&
  breachMs === null &&
  pending.length === 0 &&
  (warnedMs === null || (shared.withinMs !== null && warnedMs <= shared.withinMs));

/** A window's outcome for one limit. */
export interface Observation {
  readonly startMs: EpochMs;
  readonly closed: boolean;
  readonly breached: boolean;
  /** Whether it is so far inside the limit that an alert may end. */
  readonly clear: boolean;
  /** Whether this window's breach was counted already: a correction that leaves it breached tells nothing new. */
  readonly told: boolean;
}

/** What is to be told: nothing, a firing, its end, or both at once (a breach found afterwards that is over already). */
export interface AlertStep {
  readonly memory: AlertMemory;
  readonly fire: boolean;
  readonly resolve: boolean;
}

/**
 * The states of an alert: within → pending → firing → resolved (= within). It fires when so many windows have
 * breached in a row, and resolves when a window after the last breach closes clear of the limit, or when that last
 * breach is corrected to be clear of it. A breach that is found when newer windows have closed within the limit
 * fires and resolves at once; where several in a row are asked for, it counts for nothing.
 *
 * @param id the id that a new alert would have
 * @param forWindows how many windows must breach in a row, from 1
 */
export function step(memory: AlertMemory, seen: Observation, id: string, forWindows: number): AlertStep {
  if (!seen.breached) return seen.closed ? closedWithin(memory, seen) : quietly(memory);
  if (memory.firing !== null) {
    return quietly({ ...memory, breachMs: latest(memory.breachMs, seen.startMs) });
  }
  if (seen.told || memory.pending.includes(seen.startMs)) return quietly(memory);
  if (memory.withinMs !== null && memory.withinMs > seen.startMs) {
    return { memory, fire: forWindows === 1, resolve: forWindows === 1 };
  }
  return breached(memory, seen, id, forWindows);
}

function breached(memory: AlertMemory, { startMs }: Observation, id: string, forWindows: number): AlertStep {
  const pending = [...memory.pending, startMs].sort((a, b) => a - b);
  if (pending.length < forWindows) return quietly({ ...memory, pending });
  return {
    memory: { ...memory, firing: id, breachMs: pending.at(-1)!, pending: [] },
    fire: true,
    resolve: false,
  };
}

function closedWithin(memory: AlertMemory, { startMs, clear }: Observation): AlertStep {
  const withinMs = latest(memory.withinMs, startMs);
  const pending = memory.pending.filter((breachMs) => breachMs > startMs);
  const isOver = memory.breachMs === null || startMs >= memory.breachMs;
  if (memory.firing === null || !clear || !isOver) return quietly({ ...memory, withinMs, pending });
  return {
    memory: { ...memory, firing: null, breachMs: null, withinMs, pending },
    fire: false,
    resolve: true,
  };
}

const quietly = (memory: AlertMemory): AlertStep => ({ memory, fire: false, resolve: false });

const latest = (a: EpochMs | null, b: EpochMs): EpochMs => (a !== null && a > b ? a : b);
