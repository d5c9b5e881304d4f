import type { Limit } from '../../common/model/limits.ts';
import { type NamedNetworks, plainNetworks } from '../../common/named-networks.ts';
import { type Hours, parseHours } from '../../common/periods/hours.ts';
import { parsePeriod, type Period } from '../../common/periods/period.ts';
import { isForWindows, periodOf } from '../limits/limit-period.ts';
import { isForTotal, LimitTable } from '../limits/limits-in-force.ts';
import { type Judging, unjudgedReason } from '../limits/unjudged.ts';
import { ScopeIndex } from '../limits/scope-index.ts';
import { wholeScope } from './period-sum.ts';

/** What each run sums, as far as its windows allow. */
const always: readonly Period[] = ['1h', 'day', 'month'].map(parsePeriod);

/** Traffic of one agent, in some hours, or of both; by source and destination. */
export interface ScopeGroup {
  readonly agent: string | undefined;
  readonly hours: Hours | undefined;
  /** Of the scopes with a source or a destination, the keys by their number in the index. */
  readonly index: ScopeIndex;
  readonly keys: readonly string[];
  /** The key for all of that traffic, where a limit is about it. */
  readonly wholeKey: string | undefined;
}

/** A kind of periods that is summed, and the limits on it. */
export interface PlannedPeriod {
  readonly period: Period;
  /** Whether people asked for it: by an option, or by a limit. */
  readonly isReported: boolean;
  readonly table: LimitTable;
  readonly groups: readonly ScopeGroup[];
  /** All scopes that are summed beside the total. */
  readonly scopes: readonly string[];
}

/** Names what of a period a limit is about; {@link wholeScope} for all of it. */
export const periodScope = (limit: Limit, networks: NamedNetworks): string =>
  isForWhole(limit) ? wholeScope : [networks.nameOf(limit), limit.hours ?? '', limit.agent ?? ''].join('|');

/** Whether a limit is about all that passes in a period. */
export const isForWhole = (limit: Limit): boolean =>
  isForTotal(limit) && limit.agent === undefined && limit.hours === undefined;

/**
 * What is to be summed by period: what always is, what was named, and what limits are on.
 *
 * @param named periods that people asked for
 */
export function planPeriods(
  rows: readonly Limit[],
  judging: Judging,
  named: readonly Period[] = [],
): PlannedPeriod[] {
  const { windowMs, calendar, now, networks = plainNetworks() } = judging;
  const limits = rows.filter(
    (limit) => !isForWindows(limit, windowMs) && unjudgedReason(limit, judging) === undefined,
  );
  const byPeriod = Map.groupBy(limits, (limit) => periodOf(limit, windowMs).name);
  const periods = new Map<string, Period>();
  for (const period of [...always, ...named])
    if (calendar.fits(period, windowMs, now)) periods.set(period.name, period);
  for (const [name, [first]] of byPeriod) periods.set(name, periodOf(first!, windowMs));
  return [...periods.values()].map((period) => {
    const own = byPeriod.get(period.name) ?? [];
    const groups = groupsOf(own, networks);
    return {
      period,
      isReported: own.length > 0 || named.some(({ name }) => name === period.name),
      table: new LimitTable(own, windowMs, () => true, networks),
      groups,
      scopes: [...new Set(own.map((limit) => periodScope(limit, networks)))].filter(
        (scope) => scope !== wholeScope,
      ),
    };
  });
}

function groupsOf(limits: readonly Limit[], networks: NamedNetworks): ScopeGroup[] {
  const scoped = limits.filter((limit) => !isForWhole(limit));
  const grouped = Map.groupBy(scoped, ({ agent, hours }) => `${agent ?? ''}|${hours ?? ''}`);
  return [...grouped.values()].map((group) => {
    const { agent, hours } = group[0]!;
    const index = new ScopeIndex(networks);
    const keys: string[] = [];
    for (const limit of group) if (!isForTotal(limit)) keys[index.add(limit)] = periodScope(limit, networks);
    const whole = group.find(isForTotal);
    return {
      agent,
      hours: hours === undefined ? undefined : parseHours(hours),
      ...{ index, keys, wholeKey: whole && periodScope(whole, networks) },
    };
  });
}
