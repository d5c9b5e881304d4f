import type { Lack } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { ChangedPane } from '../../../src-main/engine/alerts/check-store.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { Pane } from '../../../src-main/engine/windows/pane.ts';
import { Window } from '../../../src-main/engine/windows/window.ts';
import { noPanes } from './memory-panes.ts';

/** How a window is stored that no limit was compared with. */
export const unjudged = {
  reports: 1,
  status: 'unchecked',
  judgedWith: null,
  limits: { min: null, max: null },
} as const;

/** A window of one pane, without a packet. */
export function emptyWindow(
  startMs: number,
  endMs: number,
  maxPairs = 100,
  gaps: readonly Lack[] = [],
): Window {
  const pane = new Pane(epochMs(startMs), noPanes, maxPairs);
  const facts = Window.noFacts(epochMs(startMs), epochMs(endMs), gaps);
  const window = new Window(facts, () => [pane], maxPairs);
  window.dirty = true;
  return window;
}

/** Adds to a pair of a window of one pane. */
export function addTo(window: Window, pair: PairKey, bytes: number, packets: number): void {
  window.panes[0]!.add(pair, bytes, packets);
  window.add(bytes, packets);
}

/** What is to be stored of the pane of a window that is over. */
export function paneOf(window: Window): ChangedPane {
  const [pane] = window.panes;
  return { startMs: window.startMs, change: pane!.change, final: pane!.pairs, scopes: null };
}
