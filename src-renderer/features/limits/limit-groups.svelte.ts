import type { StoredLimit } from '../../../src-main/common/model/limits.ts';
import { t } from '../../texts/texts.ts';
import { everything, inGroup } from '../../ui/groups.ts';
import { type HostLabel, limitTerms, scopeText } from '../../words.ts';

/** By what a limit is judged: its window or period, and what else it says of when it holds. */
export const termsText = (limit: StoredLimit): string => limitTerms(limit).join(', ') || t().limitTerms.usual;

/** The traffic that a limit is on. */
export const trafficText = (limit: StoredLimit, label: HostLabel): string =>
  scopeText(limit, label) || t().limitImport.all;

/** Which limits the view shows. */
export class LimitGroups {
  terms = $state(everything);
  traffic = $state(everything);

  /** The limits of both groups. */
  shown(limits: readonly StoredLimit[], label: HostLabel): readonly StoredLimit[] {
    const ofTerms = inGroup(limits, termsText, this.terms);
    return inGroup(ofTerms, (limit) => trafficText(limit, label), this.traffic);
  }
}
