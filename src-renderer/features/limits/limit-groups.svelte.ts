import type { Limit } from '../../../src-main/common/model/limits.ts';
import { t } from '../../texts/texts.ts';
import { everything, type Group, inGroup } from '../../ui/groups.ts';
import { type HostLabel, limitTerms, scopeText } from '../../words.ts';

const valueOfTerms = ({ windowSeconds, period, hours, agent, direction, warnPercent }: Limit): string =>
  JSON.stringify([windowSeconds, period, hours, agent, direction, warnPercent]);

/** What tells the traffic that a limit is on from any other. */
export const trafficValue = ({ source, destination }: Pick<Limit, 'source' | 'destination'>): string =>
  JSON.stringify([source, destination]);

/** By what a limit is judged: its window or period, and what else it says of when it holds. */
export const termsGroup = (limit: Limit): Group => ({
  value: valueOfTerms(limit),
  text: limitTerms(limit).join(', ') || t().limitTerms.usual,
});

/** The traffic that a limit is on. */
export const trafficGroup = (limit: Limit, label: HostLabel): Group => ({
  value: trafficValue(limit),
  text: scopeText(limit, label) || t().history.allTraffic,
});

/** Which limits the view shows. */
export class LimitGroups {
  terms = $state(everything);
  traffic = $state(everything);

  /** The limits that are in both groups. */
  shown<L extends Limit>(limits: readonly L[]): readonly L[] {
    const isOfTerms = inGroup(limits, valueOfTerms, this.terms);
    const isOnTraffic = inGroup(limits, trafficValue, this.traffic);
    return limits.filter((limit) => isOfTerms(limit) && isOnTraffic(limit));
  }

  /** Shows all limits. */
  showAll(): void {
    this.terms = this.traffic = everything;
  }

  /** Shows all limits where the groups would hide this one. */
  reveal(limit: Limit): void {
    const isHidden =
      (this.terms !== everything && this.terms !== valueOfTerms(limit)) ||
      (this.traffic !== everything && this.traffic !== trafficValue(limit));
    if (isHidden) this.showAll();
  }
}
