import type { Breach } from '../../common/model/alerts.ts';
import type { LimitVerdict } from '../../common/model/limits.ts';
import type { EpochMs } from '../../common/units.ts';

/** What an alert remembers of one limit and scope; `within` where nothing is remembered. */
export interface AlertMemory {
  /** Id of the alert that is firing, or null. */
  readonly firing: string | null;
  /** Start of the newest window that breached while it has been firing. */
  readonly breachMs: EpochMs | null;
  /** Start of the newest window that closed without a breach. */
  readonly withinMs: EpochMs | null;
  /** Windows that breached while it isn't firing yet, oldest first; a row of them makes it fire. */
  readonly pending: readonly Breach[];
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
  readonly outcome: LimitVerdict['outcome'];
  /** Whether it is so far inside the limit that an alert may end. */
  readonly clear: boolean;
  /** Whether this window's breach was counted already: a correction that leaves it breached tells nothing new. */
  readonly told: boolean;
  /** What breached; asked for only where it is remembered. */
  readonly breach: () => Breach;
}

/** When a breach becomes an alert. */
export interface RowRules {
  /** How many windows must breach in a row, from 1. */
  readonly forWindows: number;
  /** From the start of one window to the start of the next, in milliseconds. */
  readonly stepMs: number;
}

/** What is to be told: nothing, a firing, its end, or both at once (a breach found afterwards that is over already). */
export interface AlertStep {
  readonly memory: AlertMemory;
  readonly fire: boolean;
  readonly resolve: boolean;
  /** The windows with which an alert that fires begins, oldest first. */
  readonly row: readonly Breach[];
}

/**
 * The states of an alert: within → pending → firing → resolved (= within). It fires when enough windows have breached
 * in a row, each the next after the one before: a window that is missing or that nobody could check breaks the row. It
 * resolves when a window after the last breach closes clear of the limit, or when that last breach is corrected to be
 * clear of it. A breach that is found when newer windows have closed within the limit fires and resolves at once; where
 * several in a row are asked for, it counts for nothing.
 *
 * @param id makes the id of a new alert
 */
export function step(memory: AlertMemory, seen: Observation, id: () => string, rules: RowRules): AlertStep {
  if (seen.outcome === 'breached') return breached(memory, seen, id, rules);
  if (!seen.closed) return quietly(memory);
  return seen.outcome === 'within' ? closedWithin(memory, seen) : uncheckedAt(memory, seen);
}

/**
 * What is still true where time went back: nothing is known of windows that start after an instant.
 *
 * @param toMs where time is now
 */
export function rewound(memory: AlertMemory, toMs: EpochMs): AlertMemory {
  const known = (startMs: EpochMs | null): EpochMs | null =>
    startMs !== null && startMs > toMs ? null : startMs;
  const before = { breachMs: known(memory.breachMs), withinMs: known(memory.withinMs) };
  const pending = memory.pending.filter(({ window }) => window.startMs <= toMs);
  const after = { ...memory, ...before, pending, warnedMs: known(memory.warnedMs) };
  const isSame =
    pending.length === memory.pending.length &&
    (['breachMs', 'withinMs', 'warnedMs'] as const).every((key) => after[key] === memory[key]);
  return isSame ? memory : after;
}

function breached(memory: AlertMemory, seen: Observation, id: () => string, rules: RowRules): AlertStep {
  const { startMs } = seen;
  if (memory.firing !== null) {
    const breachMs = latest(memory.breachMs, startMs);
    return quietly(breachMs === memory.breachMs ? memory : { ...memory, breachMs });
  }
  if (memory.pending.some(({ window }) => window.startMs === startMs))
    return quietly(seen.closed ? { ...memory, pending: withBreach(memory.pending, seen.breach()) } : memory);
  if (seen.told) return quietly(memory);
  if (memory.withinMs !== null && memory.withinMs > startMs) {
    const isAlert = rules.forWindows === 1;
    return { memory, fire: isAlert, resolve: isAlert, row: isAlert ? [seen.breach()] : [] };
  }
  return counted(memory, seen, id, rules);
}

/** Counts a window that breached: the alert fires if it completes a row. */
function counted(memory: AlertMemory, seen: Observation, id: () => string, rules: RowRules): AlertStep {
  const breach = seen.breach();
  // What lies further apart than two rows can't meet in one: clocks may have been wrong.
  const reachMs = 2 * rules.forWindows * rules.stepMs;
  const pending = withBreach(memory.pending, breach).filter(
    ({ window }) => Math.abs(window.startMs - seen.startMs) < reachMs,
  );
  let last = pending.findIndex(({ window }) => window.startMs === seen.startMs);
  while (last + 1 < pending.length && isNext(pending[last]!, pending[last + 1]!, rules.stepMs)) last += 1;
  const first = firstOfRow(pending, last, rules.stepMs);
  if (last - first + 1 < rules.forWindows) return quietly({ ...memory, pending });
  const row = pending.slice(first);
  const breachMs = row.at(-1)!.window.startMs;
  return {
    memory: { ...memory, firing: id(), breachMs, pending: [] },
    ...{ fire: true, resolve: false, row },
  };
}

/** The windows that breached in a row up to the one that starts then, or up to the one before it. */
export function rowUpTo(pending: readonly Breach[], startMs: EpochMs, stepMs: number): readonly Breach[] {
  const last = pending.findLastIndex(({ window }) => window.startMs <= startMs);
  if (last < 0 || startMs - pending[last]!.window.startMs > stepMs) return [];
  return pending.slice(firstOfRow(pending, last, stepMs), last + 1);
}

/** Place of the first of the windows that follow on each other, without a gap, up to a place. */
function firstOfRow(pending: readonly Breach[], last: number, stepMs: number): number {
  let first = last;
  while (first > 0 && isNext(pending[first - 1]!, pending[first]!, stepMs)) first -= 1;
  return first;
}

const isNext = (one: Breach, other: Breach, stepMs: number): boolean =>
  other.window.startMs - one.window.startMs === stepMs;

const withBreach = (pending: readonly Breach[], breach: Breach): readonly Breach[] =>
  [...pending.filter(({ window }) => window.startMs !== breach.window.startMs), breach].sort(
    (a, b) => a.window.startMs - b.window.startMs,
  );

function closedWithin(memory: AlertMemory, { startMs, clear }: Observation): AlertStep {
  const withinMs = latest(memory.withinMs, startMs);
  const pending = memory.pending.filter(({ window }) => window.startMs > startMs);
  const isOver = memory.breachMs === null || startMs >= memory.breachMs;
  if (memory.firing === null || !clear || !isOver) return quietly({ ...memory, withinMs, pending });
  return {
    memory: { ...memory, firing: null, breachMs: null, withinMs, pending },
    ...{ fire: false, resolve: true, row: [] },
  };
}

/** Nobody knows whether it breached: it ends nothing, and belongs to no row. */
function uncheckedAt(memory: AlertMemory, { startMs }: Observation): AlertStep {
  const pending = memory.pending.filter(({ window }) => window.startMs !== startMs);
  return quietly(pending.length === memory.pending.length ? memory : { ...memory, pending });
}

const quietly = (memory: AlertMemory): AlertStep => ({ memory, fire: false, resolve: false, row: [] });

const latest = (a: EpochMs | null, b: EpochMs): EpochMs => (a !== null && a > b ? a : b);
