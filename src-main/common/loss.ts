import type { LinkCounts } from './model/capture.ts';
import type { WindowSummary } from './model/windows.ts';

export const noCounts: LinkCounts = {
  kernelReceived: 0,
  kernelDropped: 0,
  interfaceDropped: 0,
  queueDropped: 0,
};

/** All packets that were lost. */
export const lostPackets = ({
  kernelDropped,
  interfaceDropped,
  queueDropped,
}: Omit<LinkCounts, 'kernelReceived'>): number => kernelDropped + interfaceDropped + queueDropped;

/**
 * Why a window is unchecked. `no-limit`: none is in force for all traffic. `may-lack`: a minimum is not reached, and may
 * be with what is missing.
 */
export const uncheckedBecause = ({ limits }: Pick<WindowSummary, 'limits'>): 'no-limit' | 'may-lack' =>
  limits.min === null ? 'no-limit' : 'may-lack';
