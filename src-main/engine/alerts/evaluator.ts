import { containsAddress, type Network, parseNetwork } from '../../common/address.ts';
import type { Limit, LimitVerdict } from '../../common/model/limits.ts';
import type { MinMax, WindowStatus } from '../../common/model/windows.ts';
import { scopeKey } from '../limits/limit-rows.ts';
import { isForTotal } from '../limits/limits-in-force.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import type { Window } from '../windows/window.ts';

/** How a window stands to one limit. */
export interface Verdict extends LimitVerdict {
  /** Name, scope and window length of the limit. */
  readonly key: string;
  readonly observed: number;
}

/** Holds a window against a limit, all by itself: every pair of the window is looked at. */
export function judge(window: Window, limit: Limit): Verdict {
  const observed = isForTotal(limit) ? window.bytes : window.pairs.bytesWhere(scopeOf(limit));
  return verdictOn(window, limit, scopeKey(limit), observed);
}

/**
 * Holds what was observed in a limit's scope against the limit. `max` is breached above its value as soon as it is
 * crossed; `min` below its value, judged when the window has closed and was captured from start to end. Equality is
 * within.
 */
export function verdictOn(
  window: Pick<Window, 'closed' | 'complete'>,
  limit: Limit,
  key: string,
  observed: number,
): Verdict {
  return { limit, key, observed, outcome: outcomeOf(window, limit, observed) };
}

function outcomeOf(
  { closed, complete }: Pick<Window, 'closed' | 'complete'>,
  limit: Limit,
  observed: number,
): Verdict['outcome'] {
  const held = closed ? 'within' : 'open';
  if (limit.name === 'max') return observed > limit.value ? 'breached' : held;
  if (observed >= limit.value) return held;
  return closed && complete ? 'breached' : 'open';
}

/** The one word for a window's total: `unchecked` where no limit is in force or none can be judged yet. */
export function statusOf(
  window: Pick<Window, 'bytes' | 'closed' | 'complete'>,
  { min, max }: MinMax,
): WindowStatus {
  if (max !== null && window.bytes > max) return 'above';
  if (min !== null && window.bytes < min) {
    if (window.closed) return window.complete ? 'below' : 'unchecked';
    return max === null ? 'unchecked' : 'within';
  }
  return min === null && max === null ? 'unchecked' : 'within';
}

/** The pairs that a limit is about. */
export function scopeOf({ source, destination }: Limit): (pair: PairKey) => boolean {
  const from = source === null ? null : networkOf(source);
  const to = destination === null ? null : networkOf(destination);
  return (pair) =>
    (from === null || containsAddress(from, sourceOf(pair))) &&
    (to === null || containsAddress(to, destinationOf(pair)));
}

const networks = new Map<string, Network>();

function networkOf(text: string): Network {
  const known = networks.get(text) ?? parseNetwork(text);
  networks.set(text, known);
  return known;
}
