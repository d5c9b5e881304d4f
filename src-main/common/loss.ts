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

/** By how much a window's total may be too low. */
export interface Shortfall {
  /** Packets that are known to be in no total. */
  readonly packets: number;
  /** Whether there may be more of them, which nobody counted. */
  readonly openEnded: boolean;
}

type Reconciled = Pick<WindowSummary, 'complete' | 'dropsKnown' | 'missed' | 'reconciliation'>;

/** What a window's total lacks: lost before the capture or after it, too late, or passed while nobody looked. */
export const shortfallOf = ({ complete, dropsKnown, missed, reconciliation }: Reconciled): Shortfall => ({
  packets: missed + reconciliation.dropped + reconciliation.late,
  openEnded: !complete || !dropsKnown,
});

/** Whether a window's total has every packet that passed. */
export function isExact(window: Reconciled): boolean {
  const { packets, openEnded } = shortfallOf(window);
  return packets === 0 && !openEnded;
}
