import type { LimitProjection } from '../../../src-main/common/model/alerts.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';

/** As many limits have a bar of their own; the others are in the view of limits. */
export const barredLimits = 5;

/** How a window stands to one limit. */
export interface LimitBar {
  readonly limit: Limit;
  readonly observed: number;
  /** The part up to the limit, and the part past it, in percent of the bar. */
  readonly fill: number;
  readonly excess: number;
  /** Where the limit is, in percent of the bar. */
  readonly mark: number;
  readonly tone: 'bad' | 'warning' | 'good' | 'neutral';
  /** Whether a minimum is reached. */
  readonly isReached: boolean;
}

const ranks = { firing: 0, pending: 1, warning: 2, within: 3 } as const;
const tones = { firing: 'bad', pending: 'bad', warning: 'warning', within: 'neutral' } as const;

/** The limits that matter most: those that fire, then those near it, then those on all traffic, then the fullest. */
export function limitBars(projection: readonly LimitProjection[]): readonly LimitBar[] {
  const rank = ({ standing }: LimitProjection): number => ranks[standing];
  const breadth = ({ limit }: LimitProjection): number => Number(!isOnAll(limit));
  const share = ({ observed, limit }: LimitProjection): number => observed / Math.max(1, limit.value);
  return projection
    .toSorted((a, b) => rank(a) - rank(b) || breadth(a) - breadth(b) || share(b) - share(a))
    .slice(0, barredLimits)
    .map(barOf);
}

/** How many limits are in force beside those that have a bar. */
export const limitsWithoutBar = ({
  projection,
  projectionCount = projection.length,
}: Pick<MonitorStatus, 'projection' | 'projectionCount'>): number =>
  Math.max(0, projectionCount - Math.min(projection.length, barredLimits));

const isOnAll = ({ source, destination }: Limit): boolean => source === null && destination === null;

function barOf({ limit, observed, standing }: LimitProjection): LimitBar {
  const isMax = limit.name === 'max';
  const isReached = !isMax && observed >= limit.value;
  const scale = Math.max(limit.value, isMax ? observed : 0, 1);
  const upTo = Math.min(observed, limit.value);
  return {
    ...{ limit, observed, isReached },
    fill: (upTo / scale) * 100,
    excess: isMax ? (Math.max(0, observed - limit.value) / scale) * 100 : 0,
    mark: (limit.value / scale) * 100,
    tone: isReached ? 'good' : tones[standing],
  };
}
