import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Mark } from '../flow-records/mark.ts';
import type { TimeSpan } from './mark-news.ts';

/** What is known of an agent by its marks; as it is stored. */
export interface AgentRecord {
  readonly agent: string;
  /** The newest life of the agent, and its newest mark whose spans and counts were taken. */
  readonly epoch: number;
  readonly sequence: number;
  /** Where its first span in this life began: it has no record before. */
  readonly joinedMs: EpochMs;
  /** The same of its first life that is known: where no mark of it was read yet, records may go back that far. */
  readonly firstMs: EpochMs;
  /** By partition, the event time before which all of its records were read. */
  readonly reached: ReadonlyMap<number, EpochMs>;
  /** Partitions in which it has said farewell. */
  readonly left: readonly number[];
  /** By interface, where the newest span ended. */
  readonly covered: ReadonlyMap<string, EpochMs>;
  /** Up to when its newest mark, of whatever partition, tells of it. */
  readonly livedMs: EpochMs;
  readonly selection: Mark['selection'];
  /** What it says of itself; null where it never did. */
  readonly about?: Mark['about'] | null;
  /** Packets that it lost in this life, on its interfaces and on their way into the log; only where all were counted. */
  readonly dropped?: number;
  /** Whether its lease ran out: it fell silent without a farewell. */
  readonly isSilent: boolean;
  /** When it was away: before its first start, and between a farewell and the next one; the newest of them. */
  readonly away: readonly TimeSpan[];
  /** When its newest mark was read. */
  readonly seenMs: EpochMs;
  /**
   * A later life, of which records were read and no mark yet; or the same one, by a clock that was set back, until a mark
   * of a later sequence tells of it.
   */
  readonly ahead: { readonly epoch: number; readonly fromMs: EpochMs; readonly sequence?: number } | null;
  /** Its first mark after its clock was set back, as far as is known: what stands before has other times; null for none. */
  readonly setBack: { readonly epoch: number; readonly sequence: number } | null;
  /** From when on windows may have closed without it; null where none has. */
  readonly doubtMs: EpochMs | null;
  /** By partition of which records were lost unread, from when on it may lack some, until its next mark there. */
  readonly lost: ReadonlyMap<number, EpochMs>;
}

/** An agent that should be there and isn't. */
export interface MissingAgent {
  readonly agent: string;
  /** Up to when its marks tell of it; undefined where it was never heard. */
  readonly livedMs: EpochMs | undefined;
  /** Whether it fell silent; else it is expected, and was never heard or has left. */
  readonly isSilent: boolean;
}

/** Who has not said a word of itself. */
const stranger = {
  ...{ epoch: -1, sequence: -1, reached: new Map(), left: [], covered: new Map() },
  ...{
    selection: { filter: '', publishWhen: '' },
    isSilent: false,
    setBack: null,
    doubtMs: null,
    lost: new Map(),
    away: [],
  },
};

/** Of whom records alone are known, the earliest of this time. */
export function unmarked(agent: string, fromMs: EpochMs, before?: AgentRecord): Omit<AgentRecord, 'seenMs'> {
  const earliestMs = epochMs(Math.min(fromMs, before?.firstMs ?? Infinity));
  const times = { joinedMs: earliestMs, firstMs: earliestMs, livedMs: earliestMs };
  return { ...stranger, ahead: null, ...before, ...times, agent };
}

/** Whether an agent has said farewell wherever it wrote. */
export const hasLeft = ({ left, reached }: Pick<AgentRecord, 'left' | 'reached'>): boolean =>
  left.length >= reached.size;

/** Whether records of an agent were read that are of an earlier time than it had reached, and no mark tells of them yet. */
export const isSetBack = ({ ahead, epoch }: Pick<AgentRecord, 'ahead' | 'epoch'>): boolean =>
  ahead?.epoch === epoch;

/** How far an agent's records were read in all partitions; Infinity where nobody waits for it. */
export function reachedOf(
  { reached, left, firstMs, ahead, isSilent }: AgentRecord,
  partitions: readonly number[],
): number {
  let least = ahead?.fromMs ?? Infinity;
  if (isSilent) return least;
  // One that is read no more holds nothing: another member of the group reads it.
  for (const partition of partitions.length > 0 ? partitions : reached.keys()) {
    if (!left.includes(partition)) least = Math.min(least, reached.get(partition) ?? firstMs);
  }
  return least;
}

/** Whether windows wait for what an agent wrote to a partition, if so many are read. */
export const isWaitedFor = (
  { reached, left, isSilent }: AgentRecord,
  partition: number,
  partitions: readonly number[],
): boolean =>
  (reached.has(partition) || partitions.length === 0 || partitions.includes(partition)) &&
  !left.includes(partition) &&
  !isSilent;
