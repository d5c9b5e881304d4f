import { containsAddress, type Network, type PackedAddress } from '../../common/address.ts';
import { type NamedNetworks, plainNetworks, type TrafficScope } from '../../common/named-networks.ts';
import type { Limit, LimitVerdict } from '../../common/model/limits.ts';
import type { MinMax, WindowStatus } from '../../common/model/windows.ts';
import { scopeKey } from '../../common/limit-scope.ts';
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
export function judge(window: Window, limit: Limit, networks = plainNetworks()): Verdict {
  const isTotal = isForTotal(limit);
  const scope = networks.nameOf(limit);
  const { pairs } = window;
  const inPairs = (): number => pairs.bytesWhere(scopeOf(limit, networks)) + (pairs.folded?.get(scope) ?? 0);
  const seen = isTotal ? window.bytes : inPairs();
  return verdictOn(window, limit, scopeKey(limit), seen, isTotal || pairs.knows(scope));
}

type Judged = Pick<Window, 'closed' | 'exact'>;

/**
 * Holds what was observed in a limit's scope, a lower bound, against the limit. `max` is breached above its value as
 * soon as it is crossed, whatever is missing. `min` is breached below its value in a window that has closed and lacks
 * nothing; where something may be missing, nobody knows. Equality is within.
 *
 * @param isWhole whether what was observed has all of the scope that is in the window
 */
export function verdictOn(
  window: Judged,
  limit: Limit,
  key: string,
  observed: number,
  isWhole = true,
): Verdict {
  return { limit, key, observed, outcome: outcomeOf(window, limit, observed, isWhole) };
}

function outcomeOf(
  { closed, exact }: Judged,
  limit: Limit,
  observed: number,
  isWhole: boolean,
): Verdict['outcome'] {
  const held = closed ? (isWhole ? 'within' : 'unchecked') : 'open';
  if (limit.name === 'max') return observed > limit.value ? 'breached' : held;
  if (observed >= limit.value) return closed ? 'within' : 'open';
  if (!closed) return 'open';
  return exact && isWhole ? 'breached' : 'unchecked';
}

/**
 * The one word for a window's total. `unchecked`: no limit is in force, or a minimum isn't reached and something may be
 * missing.
 */
export function statusOf(
  { bytes, closed, exact }: Judged & { readonly bytes: number },
  limits: MinMax,
): WindowStatus {
  const { min, max } = limits;
  if (max !== null && bytes > max) return 'above';
  if (min !== null && bytes < min) {
    if (closed) return exact ? 'below' : 'unchecked';
    return max === null ? 'unchecked' : 'within';
  }
  return min === null && max === null ? 'unchecked' : 'within';
}

/** The pairs that a limit is about. */
export function scopeOf(
  { source, destination, direction }: TrafficScope,
  networks: NamedNetworks = plainNetworks(),
): (pair: PairKey) => boolean {
  const [from, to] = [source, destination].map((text) => (text === null ? null : networks.networksOf(text)));
  const isWithin = (sides: readonly Network[] | null | undefined, address: PackedAddress): boolean =>
    sides == null || sides.some((network) => containsAddress(network, address));
  return (pair) =>
    isWithin(from, sourceOf(pair)) &&
    isWithin(to, destinationOf(pair)) &&
    (direction === undefined ||
      (pair !== '' && networks.directionOf(sourceOf(pair), destinationOf(pair)) === direction));
}
