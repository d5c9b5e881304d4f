import type { AgentRollup } from '../../../src-main/common/model/agents.ts';
import type { ScopeRollup } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { daysLater } from '../../instants.ts';
import type { HistoryBar } from './history-range.svelte.ts';

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
