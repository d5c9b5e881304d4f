import { shortfallOf } from '../src-main/common/loss.ts';
import type { MonitorStatus } from '../src-main/common/model/status.ts';
import type { WindowSummary } from '../src-main/common/model/windows.ts';
import { isAtLeast, waitingOf } from '../src-main/common/standing.ts';
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

/** What keeps traffic that has passed out of the open window's total, and how much of it waits. */
export function outstanding(status: Pick<MonitorStatus, 'problems' | 'stream'>): readonly string[] {
  if (!isAtLeast(status)) return [];
  const words = t().exactness;
  const { spooled, unread } = waitingOf(status);
  return [
    words.waiting,
    ...(spooled === 0 ? [] : [words.spooled(spooled)]),
    ...(unread === 0 ? [] : [words.unread(unread)]),
  ];
}

/** Whether the open window's total is exact so far, in words. */
export function openExactnessText(
  window: Judged,
  status: Pick<MonitorStatus, 'problems' | 'stream'>,
): string {
  const reasons = [...outstanding(status), ...inexactness(window)];
  return reasons.length === 0 ? t().exactness.exact : t().exactness.atLeast(reasons.join(', '));
}

/** Whether a window's total is exact, in words. */
export function exactnessText(window: Judged): string {
  const reasons = inexactness(window);
  return reasons.length === 0 ? t().exactness.exact : t().exactness.atLeast(reasons.join(', '));
}
