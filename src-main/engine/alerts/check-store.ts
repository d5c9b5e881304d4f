import type { AlertFacts, AlertTransition, OfLimit } from '../../common/model/alerts.ts';
import type { MinMax, WindowStatus } from '../../common/model/windows.ts';
import type { BatchIdentity } from '../log/batch-identity.ts';
import type { PaneChange, StoredScopes } from '../windows/pane.ts';
import type { PairSums } from '../windows/pair-sums.ts';
import type { Window, WindowFacts } from '../windows/window.ts';
import type { AgentRecord } from '../windows/agent-record.ts';
import type { ChangedPeriod, FilledKind } from '../periods/period-store.ts';
import type { WindowArchive } from '../windows/window-set.ts';
import type { HeldPart, PartArchive } from '../windows/cluster-sums.ts';
import type { EpochMs } from '../../common/units.ts';
import type { AlertMemory } from './alert-machine.ts';

/** A window with what it was compared with. */
export interface JudgedWindow {
  readonly window: Window;
  /** How often its totals have been reported once this is stored. */
  readonly reports: number;
  readonly status: WindowStatus;
  readonly limits: MinMax;
  /** The newest change of the stored limits by then; null where the rows are those of the series. */
  readonly judgedWith: number | null;
}

/** What of a pane is to be stored. */
export interface ChangedPane {
  readonly startMs: EpochMs;
  /** By how much its pairs have grown since they were stored last. */
  readonly change: PaneChange;
  /** All of its pairs, where they are in memory and the pane is over; else null. */
  readonly final: PairSums | null;
  /** Bytes by scope of a pane that is over; null where they aren't known. */
  readonly scopes: ChangedScopes | null;
}

/** By how much bytes in the scopes of limits have grown. */
export interface ChangedScopes extends StoredScopes {
  /** Whether these are all there are: what is stored of scopes goes. */
  readonly isWhole: boolean;
}

/** A value of the log that could not be read. */
export interface DeadLetter {
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

/** Counters of the consumer that belong to no window. */
export interface CheckCounters {
  /** Packets that came after corrections of their window had ended. */
  readonly late: number;
  readonly deadLetters: number;
}

/** What people said about the agents. */
export interface AgentWishes {
  /** Agents to be forgotten until they are heard again. */
  readonly forgotten: readonly string[];
  /** Agents that are to be there. */
  readonly expected: readonly string[];
}

/** Where the consumer stood at its last checkpoint. */
export interface CheckState {
  readonly positions: ReadonlyMap<number, number>;
  /** Which topic each position is of, where that is known. */
  readonly topics: ReadonlyMap<number, string>;
  /** Some of the batches before each position. */
  readonly batches: ReadonlyMap<number, readonly BatchIdentity[]>;
  /** The sequence expected next, by agent and partition. */
  readonly sequences: ReadonlyMap<string, number>;
  readonly counters: CheckCounters;
  readonly openWindows: readonly WindowFacts[];
  readonly span: { readonly firstMs: EpochMs; readonly lastMs: EpochMs } | undefined;
  /** Newest event time seen, from which the watermark goes on. */
  readonly newestMs: EpochMs | undefined;
  /** What is known of the agents by their marks; without those to be forgotten. */
  readonly agents: readonly AgentRecord[];
  readonly wishes: AgentWishes;
  /** What a cluster has summed of the open windows. */
  readonly parts?: readonly HeldPart[];
  /** What the alerts remember, by limit and scope. */
  readonly memories: ReadonlyMap<string, AlertMemory>;
  /** Alerts that are firing. */
  readonly firing: readonly AlertTransition[];
}

/** All that changed since the last checkpoint. */
export interface Checkpoint {
  readonly positions: ReadonlyMap<number, number>;
  /** Which topic each position is of, where that is known. */
  readonly topics: ReadonlyMap<number, string>;
  /** Some of the batches before each position. */
  readonly batches: ReadonlyMap<number, readonly BatchIdentity[]>;
  /** Those that changed. */
  readonly sequences: ReadonlyMap<string, number>;
  readonly counters: CheckCounters;
  readonly windows: readonly JudgedWindow[];
  readonly panes: readonly ChangedPane[];
  /** Those that changed. */
  readonly periods: readonly ChangedPeriod[];
  /** Kinds of periods of which more of the past is summed; those that changed. */
  readonly filled: readonly FilledKind[];
  readonly newestMs: EpochMs | undefined;
  /** Agents that were forgotten; before those that changed are stored. */
  readonly forgotten: readonly string[];
  /** Those that changed. */
  readonly agents: readonly AgentRecord[];
  /** What a cluster has summed; those that changed. */
  readonly parts: readonly HeldPart[];
  /** Those that changed; null for what is forgotten. */
  readonly memories: ReadonlyMap<string, AlertMemory | null>;
  readonly alerts: readonly AlertTransition[];
  /**
   * Alerts that have gone on since they were stored last, and may have ended since: they are stored, and nobody is
   * notified. Of those that resolved and aren't among them, the end alone is new.
   */
  readonly grown: readonly AlertTransition[];
  readonly warnings: readonly OfLimit<AlertFacts>[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Whether a checkpoint has nothing to store beside positions and counters. */
export const isEmpty = (checkpoint: Checkpoint): boolean =>
  listed.every((name) => checkpoint[name].length === 0) &&
  checkpoint.sequences.size === 0 &&
  checkpoint.memories.size === 0;

const listed = [
  'windows',
  'panes',
  'periods',
  'filled',
  'forgotten',
  'agents',
  'parts',
  'alerts',
  'grown',
  'warnings',
  'deadLetters',
] as const satisfies readonly (keyof Checkpoint)[];

/** What a restart would go on from. */
export interface Committed {
  readonly positions: ReadonlyMap<number, number>;
  /** Windows that ended by then are closed, in ms since the epoch; -Infinity while none is known to be. */
  readonly closedMs: number;
}

/** Where a consumer keeps its windows, alerts and offsets. */
export interface CheckStore extends WindowArchive {
  /** Where what a cluster has summed lies; nowhere for a series that sums by itself. */
  readonly parts?: PartArchive;
  restore(): CheckState;
  /** What people have said about the agents by now. */
  agentWishes(): AgentWishes;
  /** Whether an alert of this id is stored. */
  hasAlert(id: string): boolean;
  /** Stores all of a checkpoint or nothing, in one transaction. */
  commit(checkpoint: Checkpoint): void;
}
