import type { EpochMs } from '../../common/units.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { MessageLog, Positions } from '../log/message-log.ts';
import type { AgentRecord } from './agent-record.ts';
import type { HeldPart } from './cluster-sums.ts';
import type { Selection } from './selection.ts';
import type { WindowFacts } from './window.ts';
import type { WindowShape } from '../../common/window-shape.ts';

/**
 * How it is known what a stream lacks. `whole`: nothing, as in a capture file. `marked`: the agents' marks say it.
 * `unknown`: so they do where there are any; other producers are waited for by the wall clock.
 */
export type CoverageKind = 'whole' | 'marked' | 'unknown';

/** What the aggregator needs to know. */
export interface AggregatorSettings {
  readonly shape: WindowShape;
  readonly selection: Selection;
  /** How long after a window's end its records are waited for. */
  readonly latenessMs: number;
  /** How long a closed window may still be corrected; Infinity for ever. */
  readonly correctionMs: number;
  readonly maxPairs: number;
  readonly coverage: CoverageKind;
  /** How long an agent may say nothing until it counts as silent. */
  readonly leaseMs: number;
}

/** Where records came from. */
export interface RecordsOrigin {
  readonly partition: number;
  /** Null where it is not known. */
  readonly agent: string | null;
  /** The life of an agent that writes marks; null for one that doesn't. */
  readonly epoch: number | null;
  /** Of the first of the records. */
  readonly sequence: number;
}

/** From where an aggregator goes on. */
export interface AggregatorState {
  readonly open: readonly WindowFacts[];
  readonly span?: { readonly firstMs: EpochMs; readonly lastMs: EpochMs } | undefined;
  readonly newestMs?: EpochMs | undefined;
  readonly agents?: readonly AgentRecord[];
  /** Those of the log that were read: an agent that is heard in one of them may have records in the others. */
  readonly partitions?: readonly number[];
  /** What a cluster has summed of the open windows. */
  readonly parts?: readonly HeldPart[] | undefined;
}

/** Takes what is summed, by its time. */
export interface SumSink {
  add(at: EpochMs, bytes: number, packets: number): void;
  /** What takes the flows of an interval that an agent recorded; undefined where nobody needs them. */
  flowsAt(at: EpochMs, agent: string | null): ((pair: PairKey, bytes: number) => void) | undefined;
}

/** What is known of a log beside what was read of it. */
export interface LogDistance {
  readonly log: Pick<MessageLog, 'ends'>;
  /** For a live stream: whether much behind these positions is there to be read. */
  readonly isBehind?: (positions: Positions) => boolean;
}
