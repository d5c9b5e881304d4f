import type { Checkpoint } from '../../../src-main/engine/alerts/check-store.ts';

/** A checkpoint in which nothing changed, but for the parts. */
export const checkpointOf = (parts: Partial<Checkpoint> = {}): Checkpoint => ({
  ...{
    positions: new Map(),
    topics: new Map(),
    batches: new Map(),
    sequences: new Map(),
    newestMs: undefined,
    windows: [],
    panes: [],
    periods: [],
    filled: [],
  },
  ...{ counters: { late: 0, deadLetters: 0 }, forgotten: [], agents: [], memories: new Map(), alerts: [] },
  ...{ grown: [], warnings: [], deadLetters: [], parts: [] },
  ...parts,
});
