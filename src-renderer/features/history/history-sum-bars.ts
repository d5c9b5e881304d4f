import type { AgentRollup } from '../../../src-main/common/model/agents.ts';
import type {
  DirectionHistory,
  ScopeRollup,
  TotalHistory,
  WindowSummary,
} from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { daysLater } from '../../instants.ts';
import { inexactness } from '../../exactness.ts';
import { directedRollup, openDirectionsOf } from './history-directions.ts';
import type { HistoryBar } from './history-bar.ts';

const noLimits = { limits: { min: null, max: null }, above: 0, below: 0, window: null } as const;

/** A bar of a host or network. */
export const barOfScope = ({ sent, received, unknown, ...sums }: ScopeRollup): HistoryBar => ({
  ...{ ...sums, ...noLimits, least: sums.bytes, most: sums.bytes },
  scope: { sent, received, unknown },
});

/** A bar of an agent: a lower bound where the bytes of some packets were not kept by agent. */
export const barOfAgent = ({ unknownPackets, lacks: _, ...sums }: AgentRollup): HistoryBar => ({
  ...{ ...sums, ...noLimits, least: sums.bytes, most: sums.bytes, incomplete: 0 },
  inexact: unknownPackets > 0 ? sums.windows : sums.inexact,
});

/** A bar at the same time a week later. */
export const laterByAWeek = (bar: HistoryBar): HistoryBar => ({
  ...bar,
  startMs: epochMs(daysLater(bar.startMs, 7)),
  endMs: epochMs(daysLater(bar.endMs, 7)),
  window: null,
});

/** A bar of one window. */
export const barOf = (window: WindowSummary): HistoryBar => ({
  ...{
    startMs: window.startMs,
    endMs: window.endMs,
    windows: 1,
    bytes: window.bytes,
    packets: window.packets,
  },
  ...{ least: window.bytes, most: window.bytes, limits: window.limits, window },
  above: Number(window.status === 'above'),
  below: Number(window.status === 'below'),
  incomplete: Number(!window.complete),
  inexact: Number(inexactness(window).length > 0),
});

/** Bars of all traffic, by window or by the stretches that were asked for. */
export const barsOfTotals = (past: TotalHistory, isByWindow: boolean): HistoryBar[] =>
  isByWindow ? past.windows.map(barOf) : past.parts.map((part) => ({ ...part, window: null }));

/** Bars of all traffic with the way that it went, by window or by the stretches that were asked for. */
export function barsOfDirections(past: DirectionHistory, isByWindow: boolean): HistoryBar[] {
  const parts = past.parts.map((part) => ({ ...directedRollup(part), window: null }));
  if (!isByWindow) return parts;
  const known: ReadonlyMap<number, Pick<HistoryBar, 'directions'>> = new Map(
    parts.map(({ startMs, directions }) => [startMs, { directions }]),
  );
  return past.windows.map((window) => ({
    ...barOf(window),
    ...(window.closed ? known.get(window.startMs) : openDirectionsOf(window, past.open)),
  }));
}
