import type { LimitForecast, LimitProjection, LimitStanding } from '../../common/model/alerts.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import type { Limit } from '../../common/model/limits.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { scopeKey } from '../../common/limit-scope.ts';
import { type LimitInForce, type LimitsInForce, totalScope } from '../limits/limits-in-force.ts';
import type { AlertTracker } from './alert-tracker.ts';
import { RateMeter } from './rate-meter.ts';
import type { WindowVerdicts } from './window-verdicts.ts';

/** Limits of which a projection is given. */
const projectionBound = 100;
/** The rate is that of the last tenth of a window, within these. */
const shortestPastMs = 5_000;
const longestPastMs = 60_000;
/** Totals closer together than this say nothing new about the rate. */
const shortestStepMs = 500;

/** Where there are more limits, those near their values are looked for this often: it takes a look at each of them. */
const searchEveryMs = 5_000;

/** The open window, as far as a projection needs it. */
interface Span {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
}

/** A total that is growing, and how fast. */
interface Growth {
  startMs: EpochMs;
  observed: number;
  atMs: EpochMs;
  readonly meter: RateMeter;
}

/**
 * Says where a total is heading.
 *
 * @param rate bytes a millisecond
 */
export function forecast(
  limit: Limit,
  observed: number,
  rate: number,
  { endMs }: Span,
  now: EpochMs,
): LimitForecast {
  const expectedBytes = Math.round(observed + rate * Math.max(0, endMs - now));
  if (limit.name === 'min') return { expectedBytes, breachMs: expectedBytes < limit.value ? endMs : null };
  if (observed > limit.value) return { expectedBytes, breachMs: now };
  if (rate <= 0) return { expectedBytes, breachMs: null };
  const breachMs = epochMs(Math.ceil(now + (limit.value + 1 - observed) / rate));
  return { expectedBytes, breachMs: breachMs < endMs ? breachMs : null };
}

/** The projection of a status, and how many limits are in force. */
export type ProjectionStatus = Required<Pick<MonitorStatus, 'projection' | 'projectionCount'>>;

/** How the open window stands to each limit, and where it is heading at the rate of the recent past. */
export class Projection {
  readonly #growths = new Map<string, Growth>();
  /** The limits that were near when they were looked for, of those in force then. */
  #near:
    { readonly inForce: LimitsInForce; readonly atMs: number; readonly keys: readonly string[] } | undefined;

  /** What {@link look} finds, with how many limits there are. */
  tell(...[verdicts, ...rest]: Parameters<Projection['look']>): ProjectionStatus {
    return { projection: this.look(verdicts, ...rest), projectionCount: verdicts.inForce.limits.size };
  }

  /**
   * @param warnPercent share of a maximum from which on a total is near it; of a minimum, the share of the window
   *   after which a total that is heading below it counts
   */
  look(
    verdicts: WindowVerdicts,
    tracker: AlertTracker,
    warnPercent: number,
    now: EpochMs,
  ): LimitProjection[] {
    const { window } = verdicts;
    const elapsedPercent = (100 * (now - window.startMs)) / (window.endMs - window.startMs);
    const limits = this.#chosen(
      verdicts,
      tracker,
      (one) => mayBeNear(one, verdicts, elapsedPercent, warnPercent),
      now,
    );
    this.#forgetAllBut(limits);
    return limits.map((limit) => {
      const observed = verdicts.observed(scopeKey(limit));
      const rate = this.#rateOf(limit, window, observed, now);
      const pendingWindows = tracker.pendingOf(limit, window.startMs);
      const ahead = rate === null ? null : forecast(limit, observed, rate, window, now);
      const isNear =
        limit.name === 'max'
          ? isNearMax(limit, observed, warnPercent)
          : elapsedPercent >= warnPercent && ahead !== null && ahead.breachMs !== null;
      return {
        limit,
        observed,
        standing: standingOf(limit, tracker, pendingWindows, isNear),
        pendingWindows,
        forecast: ahead,
      };
    });
  }

  /** Limits of which a projection is given: where there are too many, first those that fire, then those that are near. */
  #chosen(
    { inForce }: WindowVerdicts,
    tracker: AlertTracker,
    isNear: (limit: LimitInForce) => boolean,
    now: EpochMs,
  ): Limit[] {
    const { limits } = inForce;
    const all = firstOf(inForce);
    if (limits.size <= projectionBound) return all.map(({ limit }) => limit);
    const isFresh = this.#near?.inForce === inForce && Math.abs(now - this.#near.atMs) < searchEveryMs;
    if (!isFresh) this.#near = { inForce, atMs: now, keys: keysOf(limits.values(), isNear) };
    const chosen = new Set<LimitInForce>();
    for (const key of [...firstKeys(tracker.firingKeys, limits), ...this.#near!.keys]) {
      const limit = limits.get(key);
      if (limit) chosen.add(limit);
    }
    const first = [...new Set([...chosen, ...all])].slice(0, projectionBound);
    const isOnAll = ({ scope }: LimitInForce): boolean => scope === totalScope;
    return [...first.filter(isOnAll), ...first.filter((one) => !isOnAll(one))].map(({ limit }) => limit);
  }

  #rateOf(limit: Limit, { startMs, endMs }: Span, observed: number, now: EpochMs): number | null {
    const key = scopeKey(limit);
    const pastMs = Math.min(longestPastMs, Math.max(shortestPastMs, (endMs - startMs) / 10));
    const known = this.#growths.get(key);
    const growth = known ?? { startMs, observed, atMs: now, meter: new RateMeter(pastMs) };
    this.#growths.set(key, growth);
    const lengthMs = now - growth.atMs;
    if (lengthMs < shortestStepMs) return growth.meter.rate;
    // What the window before got after the last look is in no total that is seen here.
    const isSame = growth.startMs === startMs;
    const grownMs = isSame ? lengthMs : Math.min(lengthMs, Math.max(1, now - startMs));
    growth.meter.add(isSame ? Math.max(0, observed - growth.observed) : observed, grownMs);
    Object.assign(growth, { startMs, observed, atMs: now });
    return growth.meter.rate;
  }

  #forgetAllBut(limits: readonly Limit[]): void {
    const keys = new Set(limits.map(scopeKey));
    for (const key of this.#growths.keys()) if (!keys.has(key)) this.#growths.delete(key);
  }
}

function firstOf({ limits, byScope }: LimitsInForce): LimitInForce[] {
  const first = (byScope.get(totalScope) ?? []).slice(0, projectionBound);
  for (const limit of limits.values()) {
    if (first.length === projectionBound) break;
    if (limit.scope !== totalScope) first.push(limit);
  }
  return first;
}

/** The first of the keys that are in force. */
function firstKeys(keys: Iterable<string>, limits: LimitsInForce['limits']): string[] {
  const first: string[] = [];
  for (const key of keys) {
    if (first.length === projectionBound) break;
    if (limits.has(key)) first.push(key);
  }
  return first;
}

/** Keys of the first limits that are meant. */
function keysOf(limits: Iterable<LimitInForce>, isMeant: (limit: LimitInForce) => boolean): string[] {
  const keys: string[] = [];
  for (const limit of limits) {
    if (keys.length === projectionBound) break;
    if (isMeant(limit)) keys.push(limit.key);
  }
  return keys;
}

const isNearMax = (limit: Limit, observed: number, warnPercent: number): boolean =>
  observed > 0 && observed >= (limit.value * (limit.warnPercent ?? warnPercent)) / 100;

/** Whether a limit deserves a look: a maximum that is near, a minimum that is not reached late in the window. */
function mayBeNear(
  { limit, key }: LimitInForce,
  verdicts: WindowVerdicts,
  elapsedPercent: number,
  warnPercent: number,
): boolean {
  const observed = verdicts.observed(key);
  if (limit.name === 'max') return isNearMax(limit, observed, warnPercent);
  return elapsedPercent >= warnPercent && observed < limit.value;
}

function standingOf(limit: Limit, tracker: AlertTracker, pending: number, isNear: boolean): LimitStanding {
  if (tracker.isFiring(limit)) return 'firing';
  if (pending > 0) return 'pending';
  return isNear ? 'warning' : 'within';
}
