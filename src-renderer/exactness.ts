import { lackPhrases } from '../src-main/common/lacks.ts';
import type { MonitorStatus } from '../src-main/common/model/status.ts';
import type { WindowSummary } from '../src-main/common/model/windows.ts';
import { say } from '../src-main/common/phrases/say.ts';
import { isAtLeast, waitingOf } from '../src-main/common/standing.ts';
import { phraseText } from './texts/phrase-text.ts';
import { t } from './texts/texts.ts';

type Judged = Pick<WindowSummary, 'closed' | 'packets' | 'exact' | 'lacks'>;

/**
 * Why a window's total may be too low, and by how much as far as that is known; nothing for one that is exact.
 *
 * @param isCounted whether an empty total means that nothing was captured; what was may still wait
 */
export function inexactness({ lacks, packets }: Judged, isCounted = true): readonly string[] {
  const isEmpty = isCounted && packets === 0 && lacks.some(({ reason }) => reason === 'not-captured');
  const told = isEmpty ? lacks.filter(({ reason }) => reason !== 'not-captured') : lacks;
  const texts = lackPhrases(told).map((lack) => phraseText(lack));
  return isEmpty ? [t().exactness.nothing, ...texts] : texts;
}

/** What keeps traffic that has passed out of the open window's total, and how much of it waits. */
export function outstanding(
  status: Pick<MonitorStatus, 'problems' | 'capture' | 'stream'>,
): readonly string[] {
  if (!isAtLeast(status)) return [];
  const words = t().exactness;
  const { queued, spooled, unread } = waitingOf(status);
  return [
    words.waiting,
    ...(queued === 0 ? [] : [words.queued(queued)]),
    ...(spooled === 0 ? [] : [words.spooled(spooled)]),
    ...(unread === 0 ? [] : [words.unread(unread)]),
  ];
}

/** Whether the open window's total is exact so far, in words. */
export function openExactnessText(
  window: Judged,
  status: Pick<MonitorStatus, 'problems' | 'capture' | 'stream'>,
): string {
  const waiting = outstanding(status);
  return exactnessOf(window, [...waiting, ...inexactness(window, waiting.length === 0)]);
}

/** That a total is exact; of what still grows, so far. */
export const exactText = (closed: boolean): string =>
  phraseText(closed ? say('exactness.exact') : say('exactness.exactSoFar'));

/** Whether a window's total is exact, in words. */
export const exactnessText = (window: Judged): string => exactnessOf(window, inexactness(window));

function exactnessOf({ closed, exact }: Judged, reasons: readonly string[]): string {
  const words = t().exactness;
  if (reasons.length > 0) return words.atLeast(reasons.join(', '));
  if (!closed) return exactText(false);
  // Hours and days say that something is missing, and their windows what.
  return exact ? exactText(true) : words.atLeast(words.inWindows);
}
