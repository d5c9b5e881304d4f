import type { AlertFacts } from '../../src-main/common/model/alerts.ts';
import { epochMs } from '../../src-main/common/units.ts';

/** The episode of an alert that fires in one window. */
export function episodeIn(
  startMs: number,
  endMs: number,
  observed: number,
): Omit<AlertFacts, 'id' | 'limit' | 'topPairs' | 'atMs' | 'firedMs'> {
  const window = { startMs: epochMs(startMs), endMs: epochMs(endMs) };
  const episode = { window, observed, began: window, latest: { window, observed }, windows: 1 };
  return { ...episode, resolvedBy: null, resolveReason: null };
}
