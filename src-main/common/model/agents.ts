import type { Lack, WindowRollup } from './windows.ts';
import type { EpochMs } from '../units.ts';

/**
 * `live`: it writes marks. `left`: it said farewell. `silent`: it says nothing any more, without a farewell. `expected`:
 * it is expected, and was never heard.
 */
export type AgentState = 'live' | 'left' | 'silent' | 'expected';

/** How far an agent covered an interface. */
export interface AgentInterface {
  readonly name: string;
  readonly coveredToMs: EpochMs;
}

/** What is known of an agent by its marks. */
export interface AgentStatus {
  readonly agent: string;
  readonly state: AgentState;
  /** Whether it is one of those that are expected to be there. */
  readonly isExpected: boolean;
  /** When its newest mark was read; null before the first. */
  readonly seenMs: EpochMs | null;
  /** Event time before which all of its records were read, in all partitions; null before the first mark. */
  readonly reachedMs: EpochMs | null;
  readonly interfaces: readonly AgentInterface[];
  /** BPF filter of its capture; empty for none. */
  readonly filter: string;
  /** Condition under which it publishes a record; empty for none. */
  readonly publishWhen: string;
  /** Version of the product that it runs; null where it says nothing of it, as earlier versions do. */
  readonly version: string | null;
  /** What waited on it to be sent to the brokers at its newest mark; null where nothing can, or it says nothing of it. */
  readonly spool: { readonly records: number; readonly bytes: number } | null;
  /** Packets that it lost in this life; null where they were not counted. */
  readonly dropped: number | null;
  /** When this life of the agent began, in ms since 1970; null before the first mark. */
  readonly epoch: number | null;
}

/** The agents of a stream: those with trouble first, then the newest. */
export interface AgentsStatus {
  /** How many are known, or expected. */
  readonly total: number;
  /** How many of them are silent, or expected and not there. */
  readonly missing: number;
  /** At most fifty. */
  readonly agents: readonly AgentStatus[];
}

/** Agents, and how many there are. */
export interface AgentList {
  readonly total: number;
  readonly agents: readonly AgentStatus[];
}

/** Whether an agent that should be there isn't. */
export const isMissing = ({ state, isExpected }: Pick<AgentStatus, 'state' | 'isExpected'>): boolean =>
  state === 'silent' || (isExpected && state !== 'live');

/** What some agents brought to a window. */
export interface AgentShare {
  /** Those of them that brought something, or said that there was nothing. */
  readonly agents: readonly string[];
  /** A lower bound where packets are unknown. */
  readonly bytes: number;
  readonly packets: number;
  /** Packets whose bytes were not kept by agent, or whose agent is not known: some of them may be theirs. */
  readonly unknownPackets: number;
  /** What the total of the window lacks of theirs, or may. */
  readonly lacks: readonly Lack[];
}

/** What some agents brought in a stretch of time; sums in bytes. */
export interface AgentRollup extends Pick<
  WindowRollup,
  'startMs' | 'endMs' | 'windows' | 'bytes' | 'packets' | 'inexact'
> {
  /** Packets of which the bytes, or the agent, were not kept. */
  readonly unknownPackets: number;
  /** Time of which there are no windows, or not yet; what the windows lack is counted by `inexact`. */
  readonly lacks: readonly Lack[];
}

/** What an agent brought; `bytes` is a lower bound where the bytes of some packets were not kept by agent. */
export interface AgentSum {
  readonly agent: string;
  readonly bytes: number;
  readonly packets: number;
  readonly unknownPackets: number;
}

/** The past of an agent, or of a group of them, in stretches of time. */
export interface AgentHistory {
  /** Oldest first; a stretch without windows is left out. */
  readonly parts: readonly AgentRollup[];
  /** Whether there was time to read all of it; else the oldest parts are missing. */
  readonly isWhole: boolean;
  /** What each of them brought in the time of the parts, the one with most bytes first; the first hundred. */
  readonly agents: readonly AgentSum[];
  readonly agentCount: number;
}
