import { shortfallOf } from '../src-main/common/loss.ts';
import type { WindowSummary } from '../src-main/common/model/windows.ts';
import { t } from './texts/texts.ts';

type Judged = Pick<WindowSummary, 'complete' | 'packets' | 'dropsKnown' | 'missed' | 'reconciliation'>;

/** Why a window's total may be too low, and by how much as far as that is known; nothing for one that is exact. */
export function inexactness(window: Judged): readonly string[] {
  const words = t().exactness;
  const { packets } = shortfallOf(window);
  return [
    ...(window.complete ? [] : [window.packets === 0 ? words.nothing : words.incomplete]),
    ...(packets === 0 ? [] : [words.short(packets)]),
    ...(window.dropsKnown ? [] : [words.dropsUnknown]),
  ];
}

/** Whether a window's total is exact, in words. */
export function exactnessText(window: Judged): string {
  const reasons = inexactness(window);
  return reasons.length === 0 ? t().exactness.exact : t().exactness.atLeast(reasons.join(', '));
}
