import type { EpochMs } from '../../common/units.ts';

/** What an alert remembers of one limit and scope; `within` where nothing is remembered. */
export interface AlertMemory {
  /** Id of the alert that is firing, or null. */
  readonly firing: string | null;
  /** Start of the newest window that breached while it has been firing. */
  readonly breachMs: EpochMs | null;
  /** Newest window that closed, and whether it breached. */
  readonly closedMs: EpochMs | null;
}

export const withinMemory: AlertMemory = { firing: null, breachMs: null, closedMs: null };

/** A window's outcome for one limit. */
export interface Observation {
  readonly startMs: EpochMs;
  readonly closed: boolean;
  readonly breached: boolean;
  /** Whether this window's breach was told already: a correction that leaves it breached tells nothing new. */
  readonly told: boolean;
}

/** What is to be told: nothing, a firing, its end, or both at once (a breach found afterwards that is over already). */
export interface AlertStep {
  readonly memory: AlertMemory;
  readonly fire: boolean;
  readonly resolve: boolean;
}

/**
 * The states of an alert: within → firing → resolved (= within). It fires at a breach, and resolves when a window
 * after the last breach closes within the limit, or when that last breach is corrected away.
 *
 * @param id the id that a new alert would have.
 */
export function step(memory: AlertMemory, seen: Observation, id: string): AlertStep {
  const closedMs = seen.closed ? latest(memory.closedMs, seen.startMs) : memory.closedMs;
  if (seen.breached && memory.firing === null) {
    if (seen.told) return { memory: { ...memory, closedMs }, fire: false, resolve: false };
    const over = memory.closedMs !== null && memory.closedMs > seen.startMs;
    const firing = over ? null : id;
    return { memory: { firing, breachMs: over ? null : seen.startMs, closedMs }, fire: true, resolve: over };
  }
  if (seen.breached) {
    return {
      memory: { ...memory, closedMs, breachMs: latest(memory.breachMs, seen.startMs) },
      fire: false,
      resolve: false,
    };
  }
  const resolve =
    memory.firing !== null && seen.closed && (memory.breachMs === null || seen.startMs >= memory.breachMs);
  return {
    memory: resolve ? { firing: null, breachMs: null, closedMs } : { ...memory, closedMs },
    fire: false,
    resolve,
  };
}

const latest = (a: EpochMs | null, b: EpochMs): EpochMs => (a !== null && a > b ? a : b);
