import type { EpochMs } from '../../common/units.ts';

/** What cap does otherwise than the helper. */
export const capNotice =
  'Captured through cap: interfaces are in promiscuous mode, packets are timed by their arrival, and it is not ' +
  'known how many the kernel drops.';

/** Why there are no windows of a stretch of time. */
export const skipped = (fromMs: EpochMs, toMs: EpochMs): string =>
  `Nothing was read of the time from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}: these windows are left out.`;

/** What comes of two processes that publish as one agent. */
export const rivalNotice = (agent: string): string =>
  `Two processes publish as the agent ${agent}: its windows may lack something. Give each its own data folder.`;
