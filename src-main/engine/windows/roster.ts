import { type EpochMs, epochMs } from '../../common/units.ts';
import type { InterfaceCoverage, Mark } from '../flow-records/mark.ts';

/** Clocks of one machine differ by less than this from one mark to the next, unless the clock was set back. */
const backToleranceMs = 2_000;

/** What is known of an agent by its marks; as it is stored. */
export interface AgentRecord {
  readonly agent: string;
  /** The newest life of the agent, and its newest mark whose spans and counts were taken. */
  readonly epoch: number;
  readonly sequence: number;
  /** Where its first span in this life began: it has no record before. */
  readonly joinedMs: EpochMs;
  /** By partition, the event time before which all of its records were read. */
  readonly reached: ReadonlyMap<number, EpochMs>;
  /** Partitions in which it has said farewell. */
  readonly left: readonly number[];
  /** By interface, where the newest span ended. */
  readonly covered: ReadonlyMap<string, EpochMs>;
  /** Up to when its newest mark, of whatever partition, tells of it. */
  readonly livedMs: EpochMs;
  readonly selection: Mark['selection'];
  /** Whether its lease ran out: it fell silent without a farewell. */
  readonly isSilent: boolean;
  /** When its newest mark was read. */
  readonly seenMs: EpochMs;
  /** A later life, of which records were read and no mark yet. */
  readonly ahead: { readonly epoch: number; readonly fromMs: EpochMs } | null;
  /** From when on windows may have closed without it; null where none has. */
  readonly doubtMs: EpochMs | null;
}

/** A stretch of time. */
export interface TimeSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** A stretch in which an agent captured nothing, on one interface. */
export interface CoverageGap extends TimeSpan {
  readonly interface: string;
}

/** What a mark says that was not known before. */
export interface MarkNews {
  /** Spans with their counts, which no other mark has. */
  readonly spans: readonly InterfaceCoverage[];
  readonly gaps: readonly CoverageGap[];
  /** The time that this mark covers since the one before, where the agent lived on; windows exist in it. */
  readonly lived: TimeSpan | undefined;
  /** The time of which all records were read by now, where windows had closed without them. */
  readonly healed: TimeSpan | undefined;
  /** The agent's time went back to this instant: its clock was set. */
  readonly wentBackToMs: EpochMs | undefined;
  /** Another process publishes under the same name. */
  readonly hasRival: boolean;
}

/** An agent that should be there and isn't. */
export interface MissingAgent {
  readonly agent: string;
  /** Up to when its marks tell of it; undefined where it was never heard. */
  readonly livedMs: EpochMs | undefined;
}

/** Knows the agents by their marks: how far each has got, and whether it is there. */
export class Roster {
  readonly #leaseMs: number;
  readonly #agents: Map<string, AgentRecord>;
  readonly #changed = new Set<string>();
  /** How far each agent has got that is there: most of those that were ever seen may be gone. */
  readonly #present = new Map<string, number>();
  #leastMs = Infinity;
  #isStale = false;
  #partitions: readonly number[] = [];
  #expected: ReadonlySet<string> = new Set();
  /** When each agent's newest mark was read, by {@link #liveMs}. */
  readonly #seenAt = new Map<string, number>();
  /** Time in which an agent that speaks would have been heard. */
  #liveMs = 0;
  #lookedAt: number | undefined;

  constructor(leaseMs: number, agents: readonly AgentRecord[] = []) {
    this.#leaseMs = leaseMs;
    this.#agents = new Map(agents.map((one) => [one.agent, one]));
    for (const one of agents) this.#place(one);
  }

  get isEmpty(): boolean {
    return this.#agents.size === 0;
  }

  get agents(): Iterable<AgentRecord> {
    return this.#agents.values();
  }

  /** Names of agents that are to be there, whether they were heard or not. */
  get expected(): ReadonlySet<string> {
    return this.#expected;
  }

  /** Names the agents that are to be there from now on. */
  expect(agents: ReadonlySet<string>): void {
    this.#expected = agents;
  }

  /** Agents that fell silent. */
  get silent(): AgentRecord[] {
    return [...this.#agents.values()].filter(({ isSilent }) => isSilent);
  }

  /** Agents that fell silent, and those that are expected and were never heard or have left. */
  get missing(): MissingAgent[] {
    const heard = [...this.#agents.values()].filter((one) => this.#isMissing(one));
    const unheard = [...this.#expected].filter((agent) => !this.#agents.has(agent));
    return [...heard, ...unheard.map((agent) => ({ agent, livedMs: undefined }))];
  }

  /** Forgets an agent, until it is heard again; one that isn't known changes nothing. */
  forget(agent: string): void {
    this.#agents.delete(agent);
    this.#changed.delete(agent);
    this.#seenAt.delete(agent);
    this.#present.delete(agent);
    this.#isStale = true;
  }

  #isMissing(record: AgentRecord): boolean {
    return record.isSilent || (this.#expected.has(record.agent) && hasLeft(record));
  }

  /** The agents that changed since they were stored. */
  get changed(): AgentRecord[] {
    return [...this.#changed].map((name) => this.#agents.get(name)!);
  }

  /** {@link changed} are stored. */
  noteStored(): void {
    this.#changed.clear();
  }

  /** Before this event time all records of all agents that are there were read; undefined where none is there. */
  get reachedMs(): EpochMs | undefined {
    if (this.#isStale) {
      this.#leastMs = Infinity;
      for (const reachedMs of this.#present.values()) this.#leastMs = Math.min(this.#leastMs, reachedMs);
    }
    this.#isStale = false;
    return Number.isFinite(this.#leastMs) ? epochMs(this.#leastMs) : undefined;
  }

  /** The partitions of the log: an agent that hasn't written to one of them yet may have records there. */
  set partitions(partitions: readonly number[]) {
    const known = this.#partitions;
    if (partitions.length === known.length && partitions.every((one) => known.includes(one))) return;
    this.#partitions = partitions;
    for (const one of this.#agents.values()) this.#place(one);
  }

  /** Before which event time each agent's records of one partition were read. */
  reachedIn(partition: number): Map<string, EpochMs> {
    const records = [...this.#agents.values()];
    return new Map(
      records.map(({ agent, reached, joinedMs }) => [agent, reached.get(partition) ?? joinedMs]),
    );
  }

  /**
   * Lets the leases run on.
   *
   * @param isCaughtUp whether all that was published has been read: only then is silence the agent's own
   * @returns agents that fell silent by it
   */
  look(monotonicMs: number, isCaughtUp: boolean): AgentRecord[] {
    const elapsedMs = monotonicMs - (this.#lookedAt ?? monotonicMs);
    this.#lookedAt = monotonicMs;
    // A reader that stood still has not listened.
    if (isCaughtUp) this.#liveMs += Math.min(elapsedMs, 1_000);
    const fallen = [...this.#present.keys()]
      .map((name) => this.#agents.get(name)!)
      .filter((one) => this.#isOverdue(one));
    for (const one of fallen)
      this.#set({ ...one, isSilent: true, ahead: null, doubtMs: one.doubtMs ?? one.livedMs });
    return fallen;
  }

  /**
   * Records of an agent were read: it is there, from their time on at least. A life that begins with them holds time
   * until its first mark.
   */
  hear(agent: string, epoch: number, fromMs: EpochMs, now: EpochMs): void {
    const before = this.#agents.get(agent);
    const known = before?.ahead ?? before;
    if (known && epoch <= known.epoch) return;
    const unheard = before ?? { ...stranger, agent, joinedMs: fromMs, livedMs: fromMs };
    this.#seenAt.set(agent, this.#liveMs);
    const doubtMs = epochMs(Math.min(unheard.doubtMs ?? Infinity, fromMs));
    this.#set({ ...unheard, ahead: { epoch, fromMs }, doubtMs, seenMs: now });
  }

  /** From when on windows may have closed without an agent; null where none has. */
  doubtOf(agent: string): EpochMs | null {
    return this.#agents.get(agent)?.doubtMs ?? null;
  }

  /** Whether records of an agent were read that no mark has told of yet. */
  isAhead(agent: string): boolean {
    return (this.#agents.get(agent)?.ahead ?? null) !== null;
  }

  /** Takes a mark that was read from a partition. */
  take(mark: Mark, partition: number, now: EpochMs): MarkNews {
    const before = this.#agents.get(mark.agent);
    const isNewLife = !before || mark.epoch > before.epoch;
    const isRepeated = !isNewLife && (mark.epoch < before.epoch || mark.sequence <= before.sequence);
    const heard = {
      reached: new Map(before?.reached).set(partition, mark.reachedMs),
      // The farewell of an earlier life says nothing of this one.
      left:
        before && mark.epoch < before.epoch
          ? before.left
          : leftBy(mark, partition, isNewLife ? [] : before.left),
      isSilent: false,
      seenMs: now,
      ahead: before?.ahead && before.ahead.epoch > mark.epoch ? before.ahead : null,
      doubtMs: before?.doubtMs ?? null,
    };
    this.#seenAt.set(mark.agent, this.#liveMs);
    if (isRepeated) {
      this.#set({ ...before, ...heard });
      return { ...repeated(mark, before), healed: this.#heal(mark.agent) };
    }
    const news = newsOf(mark, before, isNewLife, setBackTo(mark, before, partition));
    const doubtMs = before?.doubtMs ?? this.#missingSince(mark.agent, before, news) ?? null;
    const { agent, epoch, sequence, selection } = mark;
    const joinedMs = isNewLife ? earliest(mark) : before.joinedMs;
    const covered = coveredBy(mark, news.wentBackToMs === undefined ? before?.covered : undefined);
    this.#set({
      agent,
      epoch,
      sequence,
      selection,
      joinedMs,
      covered,
      livedMs: news.lived!.toMs,
      ...heard,
      doubtMs,
    });
    return { ...news, healed: this.#heal(mark.agent) };
  }

  /** No window has closed without an agent any more, but for what it says itself. */
  settle(agent: string): void {
    this.#set({ ...this.#agents.get(agent)!, doubtMs: null });
  }

  /** The time that is doubted no more: all records of it were read, in all partitions. */
  #heal(agent: string): TimeSpan | undefined {
    const record = this.#agents.get(agent)!;
    const { doubtMs: fromMs, livedMs } = record;
    const toMs = epochMs(Math.min(reachedOf(record, this.#partitions), livedMs));
    if (fromMs === null || toMs <= fromMs) return undefined;
    this.#set({ ...record, doubtMs: toMs });
    return { fromMs, toMs };
  }

  #missingSince(
    agent: string,
    before: AgentRecord | undefined,
    { lived }: Pick<MarkNews, 'lived'>,
  ): EpochMs | undefined {
    if (before) return this.#isMissing(before) ? before.livedMs : undefined;
    return this.#expected.has(agent) ? lived?.fromMs : undefined;
  }

  #isOverdue({ agent }: AgentRecord): boolean {
    const seenAt = this.#seenAt.get(agent);
    if (seenAt === undefined) this.#seenAt.set(agent, this.#liveMs);
    return seenAt !== undefined && this.#liveMs - seenAt > this.#leaseMs;
  }

  #set(record: AgentRecord): void {
    this.#agents.set(record.agent, record);
    this.#changed.add(record.agent);
    this.#place(record);
  }

  #place(record: AgentRecord): void {
    const { agent } = record;
    const before = this.#present.get(agent) ?? Infinity;
    const reachedMs = reachedOf(record, this.#partitions);
    if (reachedMs === Infinity) this.#present.delete(agent);
    else this.#present.set(agent, reachedMs);
    // Only where the last one has moved on does another one become the last.
    if (reachedMs < this.#leastMs) this.#leastMs = reachedMs;
    else if (before <= this.#leastMs) this.#isStale = true;
  }
}

/** Who has not said a word of itself. */
const stranger = {
  ...{ epoch: -1, sequence: -1, reached: new Map(), left: [], covered: new Map() },
  ...{ selection: { filter: '', publishWhen: '' }, isSilent: false, doubtMs: null },
};

/** Whether an agent has said farewell wherever it wrote. */
export const hasLeft = ({ left, reached }: Pick<AgentRecord, 'left' | 'reached'>): boolean =>
  left.length >= reached.size;

/** How far an agent's records were read in all partitions; Infinity where nobody waits for it. */
export function reachedOf(
  { reached, left, joinedMs, ahead, isSilent }: AgentRecord,
  partitions: readonly number[],
): number {
  let least = ahead?.fromMs ?? Infinity;
  if (isSilent) return least;
  for (const partition of new Set([...reached.keys(), ...partitions])) {
    if (!left.includes(partition)) least = Math.min(least, reached.get(partition) ?? joinedMs);
  }
  return least;
}

const leftBy = (mark: Mark, partition: number, before: readonly number[]): number[] => [
  ...before.filter((one) => one !== partition),
  ...(mark.farewell ? [partition] : []),
];

/** The first instant that a mark's spans cover. */
function earliest({ interfaces, reachedMs }: Mark): EpochMs {
  const begins = interfaces.filter(isSpan).map(({ fromMs }) => fromMs);
  return begins.length > 0 ? epochMs(Math.min(...begins)) : reachedMs;
}

/** Not so of losses that are told with a time of their own. */
const isSpan = ({ received, queueDropped }: InterfaceCoverage): boolean => received > 0 || queueDropped === 0;

function setBackTo(mark: Mark, before: AgentRecord | undefined, partition: number): EpochMs | undefined {
  const reachedMs = before?.reached.get(partition);
  return reachedMs !== undefined && mark.reachedMs < reachedMs - backToleranceMs ? mark.reachedMs : undefined;
}

const nothing: MarkNews = {
  spans: [],
  gaps: [],
  lived: undefined,
  healed: undefined,
  wentBackToMs: undefined,
  hasRival: false,
};

/**
 * The copy of a mark in another partition, or one that was sent again: an earlier one can't have got further. Else two
 * processes give the same sequences.
 */
const repeated = (mark: Mark, known: AgentRecord): MarkNews => ({
  ...nothing,
  hasRival:
    mark.epoch < known.epoch
      ? mark.reachedMs > known.joinedMs + backToleranceMs
      : mark.reachedMs > known.livedMs,
});

function newsOf(
  mark: Mark,
  before: AgentRecord | undefined,
  isNewLife: boolean,
  wentBackToMs: EpochMs | undefined,
): MarkNews {
  const { reachedMs, interfaces } = mark;
  const spans = interfaces.filter(
    (span) => span.fromMs < span.toMs || span.received > 0 || span.kernelDropped > 0,
  );
  const endMs = epochMs(Math.max(reachedMs, ...interfaces.filter(isSpan).map(({ toMs }) => toMs)));
  const fromMs = isNewLife || wentBackToMs !== undefined ? earliest(mark) : before!.livedMs;
  return {
    spans,
    gaps: wentBackToMs === undefined ? gapsOf(mark, before) : [],
    lived: { fromMs: epochMs(Math.min(fromMs, endMs)), toMs: endMs },
    healed: undefined,
    wentBackToMs,
    hasRival: false,
  };
}

/** The time of each interface that no span covers: before its first one, between two, and up to what was reached. */
function gapsOf({ interfaces, reachedMs, farewell }: Mark, before: AgentRecord | undefined): CoverageGap[] {
  const ends = new Map<string, EpochMs>();
  const gaps: CoverageGap[] = [];
  const knownFromMs = before && before.sequence >= 0 ? before.livedMs : epochMs(-Infinity);
  for (const span of interfaces.filter(isSpan)) {
    const endMs = ends.get(span.name) ?? before?.covered.get(span.name) ?? knownFromMs;
    if (span.fromMs > endMs) gaps.push({ interface: span.name, fromMs: endMs, toMs: span.fromMs });
    ends.set(span.name, epochMs(Math.max(endMs, span.toMs)));
  }
  for (const [name, endMs] of ends) {
    if (farewell) gaps.push({ interface: name, fromMs: endMs, toMs: epochMs(Infinity) });
    else if (endMs < reachedMs) gaps.push({ interface: name, fromMs: endMs, toMs: reachedMs });
  }
  return gaps;
}

function coveredBy({ interfaces }: Mark, before: AgentRecord['covered'] | undefined): AgentRecord['covered'] {
  const covered = new Map<string, EpochMs>();
  for (const { name, toMs } of interfaces.filter(isSpan))
    covered.set(name, epochMs(Math.max(covered.get(name) ?? before?.get(name) ?? -Infinity, toMs)));
  return covered;
}
