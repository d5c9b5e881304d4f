import * as v from 'valibot';
import type { FoundHosts, ScopeRules } from '../../model/hosts.ts';
import type { LimitVerdicts } from '../../model/limits.ts';
import type { RangeReport } from '../../model/report.ts';
import type { StoredSeries } from '../../model/series.ts';
import { comparisons, scopeParts, type Totals } from '../../model/totals.ts';
import type { WindowSummary } from '../../model/windows.ts';
import { call, event, gives } from '../contract.ts';
import { count, instant, network, nothing, oneWay, series, text, writtenInstant } from '../fields.ts';

/** Of a host, a network or a group of them, alone or with another one; null for all traffic. */
const scope = v.nullable(v.strictObject({ host: text(64), peer: network, part: v.picklist(scopeParts) }));

/** What is summed and stored of live traffic, and of the hosts in it. */
export const windowCalls = {
  /** The series of which the data folder has windows, the one that was used last first. */
  listSeries: call(nothing, gives<readonly StoredSeries[]>()),
  /**
   * How a window stands to the limits by which it is or was judged: the first `count` of them. Null where there is no such
   * window, or an older version stored it.
   */
  listVerdicts: call(
    v.strictObject({ startMs: instant, count: count(1000, 0) }),
    gives<LimitVerdicts | null>(),
  ),
  /** Traffic by hour, day, week, month, year or another period, beside another time to compare with. */
  getTotals: call(
    v.strictObject({
      series,
      /** Name of the period: `hour`, `day`, `week`, `month`, `month@15`, `year` or a length such as `6h`. */
      per: text(64),
      /** The periods begin in `[fromMs, toMs)`; null for no bound. */
      fromMs: v.nullable(instant),
      toMs: v.nullable(instant),
      /** The newest of them, at most. */
      count: count(100_000),
      scope,
      direction: oneWay,
      /** Whether all traffic is told by direction. */
      hasDirections: v.boolean(),
      /**
       * What it is compared with, or when the other periods begin, read in the zone of the periods where it names none; null for
       * nothing.
       */
      compare: v.nullable(v.union([v.picklist(comparisons), writtenInstant])),
      /** Whether is told what was usual at each of them: of hours and days. */
      hasUsual: v.exactOptional(v.boolean()),
      /** The start of the one of them of which is told who had most, and how many are named; without it, of none. */
      top: v.exactOptional(v.strictObject({ startMs: instant, count: count(1000) })),
    }),
    gives<Totals>(),
  ),
  /** The limits on a host, network, group of networks or pair, and the alerts about it: `count` of each. */
  getScopeRules: call(
    v.strictObject({ host: text(64), peer: network, count: count(1000) }),
    gives<ScopeRules>(),
  ),
  /**
   * Searches all hosts that were ever seen for an address, a network or a part of an address, and for those that are named;
   * nothing means all.
   */
  searchHosts: call(
    v.strictObject({
      text: text(64),
      addresses: v.pipe(v.array(v.pipe(v.string(), v.ip())), v.maxLength(1000)),
      count: count(1000),
    }),
    gives<FoundHosts>(),
  ),
  /**
   * Sums up the period that holds an instant (null: the present one): totals, quotas, the largest hosts, alerts. Rejects with
   * `settings/invalid` for an invalid period.
   */
  reportRange: call(
    v.strictObject({ period: text(64), atMs: v.nullable(instant), hosts: count(1000, 0) }),
    gives<RangeReport>(),
  ),
} as const;

export const windowEvents = {
  /** A window closed, or a closed one was corrected (its revision is above 0). */
  windowClosed: event<WindowSummary>(),
} as const;
