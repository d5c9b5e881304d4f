import type { UsualStep } from '../../src-main/common/model/usual.ts';
import { bytesText } from '../format.ts';
import { t } from '../texts/texts.ts';

/** The hour that holds an instant; null where nothing is known of it. */
export const stepAt = (usual: readonly UsualStep[], instantMs: number): UsualStep | null =>
  usual.find(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs) ?? null;

/** What is usual at an hour: `Usual: 1.2–1.5 GiB, median 1.3 GiB (20 working days)`. */
export const usualText = ({ lower, median, upper, days, dayCount }: UsualStep): string =>
  t().chart.usual(bytesText(lower), bytesText(upper), bytesText(median), t().chart.usualDays[days](dayCount));

/** What the band means, and from how many days it is at each hour. */
export function usualLegend(usual: readonly UsualStep[]): string {
  const counts = usual.map(({ dayCount }) => dayCount);
  return t().chart.usualLegend(Math.min(...counts), Math.max(...counts));
}
