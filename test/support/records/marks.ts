import { epochMs } from '../../../src-main/common/units.ts';
import type { InterfaceCoverage, Mark } from '../../../src-main/engine/flow-records/mark.ts';

export const noDrops = {
  received: 0,
  kernelDropped: 0,
  interfaceDropped: 0,
  queueDropped: 0,
  dropsKnown: true,
} as const;

/** What `eth0` covered without a loss. */
export const spanOf = (
  fromMs: number,
  toMs: number,
  more: Partial<InterfaceCoverage> = {},
): InterfaceCoverage => ({
  ...{ name: 'eth0', fromMs: epochMs(fromMs), toMs: epochMs(toMs), ...noDrops, received: 1 },
  ...more,
});

/** A mark of an agent's first life; of an interface that covered the second before, unless told otherwise. */
export const markOf = (
  agent: string,
  sequence: number,
  reachedMs: number,
  interfaces: readonly InterfaceCoverage[] = [spanOf(reachedMs - 1_000, reachedMs)],
  more: Partial<Mark> = {},
): Mark => ({
  ...{ agent, epoch: 1, sequence, reachedMs: epochMs(reachedMs), interfaces, lost: { spool: 0 } },
  ...{ selection: { filter: '', publishWhen: '' }, farewell: false },
  ...more,
});
