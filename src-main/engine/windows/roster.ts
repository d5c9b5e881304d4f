import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Mark } from '../flow-records/mark.ts';
import {
  type AgentRecord,
  hasLeft,
  isSetBack,
  type MissingAgent,
  reachedOf,
  unmarked,
  isWaitedFor,
} from './agent-record.ts';
import {
  backBy,
  bornBy,
  coveredBy,
  earliest,
  heardBy,
  isBefore,
  lifeOf,
  type MarkNews,
  newsOf,
  repeated,
  rebornBy,
  type TimeSpan,
  wasSetBack,
  withDropped,
} from './mark-news.ts';

/** Looks come each second; one that comes later than this was held up. */
const longestStepMs = 2_000;

/** Whose record was read, which, and from where. */
export interface HeardRecord extends Pick<AgentRecord, 'agent' | 'epoch' | 'sequence'> {
  readonly partition: number;
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
  /** Partitions of which records were lost, also of agents that were not known then; with those heard there since. */
  readonly #lossy = new Map<number, Set<string>>();
  /** Those that fell silent: to be found without a look at all that were ever seen. */
  readonly #silent = new Set<string>();
  #missing: readonly MissingAgent[] | undefined;
  /** When each agent's newest mark was read, by {@link #liveMs}. */
  readonly #seenAt = new Map<string, number>();
  /** Agents that were heard since this roster was made. */
  readonly #heard = new Set<string>();
  /** Earlier lives that are known to have been set back, and to when: they are told of once. */
  readonly #setBackLives = new Map<string, EpochMs>();
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
    this.#missing = undefined;
  }

  /** What is known of an agent; undefined where it was never heard, or was forgotten. */
  find(agent: string): AgentRecord | undefined {
    return this.#agents.get(agent);
  }

  /** Whether an agent was heard since this roster was made, not only by an earlier run. */
  isHeard(agent: string): boolean {
    return this.#heard.has(agent);
  }

  /** Time in which an agent that speaks would have been heard, in milliseconds. */
  get liveMs(): number {
    return this.#liveMs;
  }

  /**
   * Agents that fell silent, and those that are expected and were never heard or have left; the same list as before where
   * nothing has changed.
   */
  get missing(): readonly MissingAgent[] {
    this.#missing ??= [...new Set([...this.#silent, ...this.#expected])].flatMap((agent) => {
      const record = this.#agents.get(agent);
      if (!record) return { agent, livedMs: undefined, isSilent: false };
      const { livedMs, isSilent } = record;
      return this.#isMissing(record) ? { agent, livedMs, isSilent } : [];
    });
    return this.#missing;
  }

  /** Forgets an agent, until it is heard again; one that isn't known changes nothing. */
  forget(agent: string): void {
    this.#agents.delete(agent);
    this.#changed.delete(agent);
    this.#seenAt.delete(agent);
    this.#heard.delete(agent);
    this.#silent.delete(agent);
    this.#missing = undefined;
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

  /**
   * Records of a partition were lost unread: any agent may lack some, from what was read of it there on.
   *
   * @returns from when on those agents may for which no window waits until their next mark there tells how far it goes
   */
  lose(partition: number): Map<string, EpochMs> {
    this.#lossy.set(partition, new Set());
    const since = new Map<string, EpochMs>();
    for (const record of this.#agents.values()) {
      const fromMs = record.lost.get(partition) ?? record.reached.get(partition) ?? record.firstMs;
      if (!isWaitedFor(record, partition, this.#partitions)) since.set(record.agent, fromMs);
      this.#set({ ...record, lost: new Map(record.lost).set(partition, fromMs) });
    }
    return since;
  }

  /** From when on an agent lacks records that were lost unread and that no mark has told of yet; else Infinity. */
  lostSince(agent: string): number {
    return Math.min(Infinity, ...(this.#agents.get(agent)?.lost.values() ?? []));
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
    if (isCaughtUp) this.#liveMs += Math.min(elapsedMs, longestStepMs);
    const fallen = [...this.#present.keys()]
      .map((name) => this.#agents.get(name)!)
      .filter((one) => this.#isOverdue(one));
    return fallen.map((one) => {
      const livedMs = epochMs(Math.min(one.livedMs, one.ahead?.fromMs ?? Infinity));
      const silent = { ...one, livedMs, isSilent: true, ahead: null, doubtMs: one.doubtMs ?? livedMs };
      this.#set(silent);
      return silent;
    });
  }

  /**
   * Records of an agent were read: it is there, from their time on at least. A life that begins with them holds time
   * until its first mark, and so does one that goes on from an earlier time than it had reached.
   *
   * @returns the time that it tells of against all that was known: without an end where its clock was set back
   */
  hear(record: HeardRecord, time: TimeSpan, now: EpochMs): TimeSpan | undefined {
    const absence = this.#agents
      .get(record.agent)
      ?.away.find(({ fromMs, toMs }) => fromMs <= time.fromMs && time.toMs <= toMs);
    if (absence) this.#shorten(record.agent, absence, time.fromMs);
    if (this.#hear(record, time.fromMs, now)) return { fromMs: time.fromMs, toMs: epochMs(Infinity) };
    return absence && { fromMs: time.fromMs, toMs: absence.toMs };
  }

  /** An agent was there already when its marks did not cover that yet. */
  #shorten(agent: string, absence: TimeSpan, toMs: EpochMs): void {
    const record = this.#agents.get(agent)!;
    this.#set({ ...record, away: record.away.map((one) => (one === absence ? { ...one, toMs } : one)) });
  }

  #hear(heard: HeardRecord, fromMs: EpochMs, now: EpochMs): boolean {
    const { agent, epoch, sequence } = heard;
    const before = this.#agents.get(agent);
    const { ahead = null } = before ?? {};
    const known = ahead ?? before;
    if (known && epoch < known.epoch) return this.#wasSetBackBefore(heard, fromMs);
    if (before?.epoch === epoch) {
      // What stands before its newest mark, that mark has told of.
      if (sequence < before.sequence || !isBefore(fromMs, before)) return false;
      if (ahead && ahead.fromMs <= fromMs) return false;
      this.#await(before, { epoch, fromMs, sequence: ahead?.sequence ?? sequence }, now);
      return true;
    }
    if (ahead?.epoch === epoch && ahead.fromMs <= fromMs) return false;
    const isMarked = before !== undefined && before.sequence >= 0;
    this.#await(isMarked ? before : unmarked(agent, fromMs, before), { epoch, fromMs }, now);
    return false;
  }

  /**
   * Whether a record of an earlier life is of an earlier time than that had reached in its partition, which is read behind
   * another one: its clock had been set back, and the life ended before a mark told of it.
   */
  #wasSetBackBefore({ agent, epoch, partition }: HeardRecord, fromMs: EpochMs): boolean {
    const reachedMs = this.#agents.get(agent)?.reached.get(partition);
    const life = `${agent} ${epoch}`;
    if (reachedMs === undefined || !isBefore(fromMs, { reached: new Map([[partition, reachedMs]]) }))
      return false;
    if (fromMs >= (this.#setBackLives.get(life) ?? Infinity)) return false;
    this.#setBackLives.set(life, fromMs);
    return true;
  }

  /** Windows wait for a mark of what an agent's records have told. */
  #await(record: Omit<AgentRecord, 'seenMs'>, ahead: NonNullable<AgentRecord['ahead']>, now: EpochMs): void {
    this.#noteHeard(record.agent);
    const doubtMs = epochMs(Math.min(record.doubtMs ?? Infinity, ahead.fromMs));
    this.#set({ ...record, ahead, doubtMs, seenMs: now });
  }

  /** Whether records of an agent have an earlier time than it had reached, and no mark tells of them yet. */
  isSetBack(agent: string): boolean {
    const record = this.#agents.get(agent);
    return record !== undefined && isSetBack(record);
  }

  /** Whether a window that ends then may have closed without an agent of which not all records were read yet. */
  doubts(agent: string, endMs: EpochMs): boolean {
    const record = this.#agents.get(agent);
    return (record?.ahead ?? null) !== null || (record?.doubtMs ?? Infinity) < endMs;
  }

  /** Takes a mark that was read from a partition. */
  take(mark: Mark, partition: number, now: EpochMs): MarkNews {
    const before = this.#agents.get(mark.agent);
    const isNewLife = !before || mark.epoch > before.epoch;
    const isRepeated = !isNewLife && (mark.epoch < before.epoch || mark.sequence <= before.sequence);
    const heard = { ...heardBy(mark, before, partition), seenMs: now };
    const lostSinceMs = this.#lostSince(mark, before, partition);
    this.#noteHeard(mark.agent);
    if (isRepeated) {
      this.#set({ ...before, ...heard });
      return { ...repeated(mark, before), ...this.#effects(mark.agent, before), lostSinceMs };
    }
    const { agent, epoch, sequence, selection } = mark;
    const isExpected = this.#expected.has(agent);
    const wasBack = wasSetBack(mark, before);
    const news = newsOf(mark, before, wasBack ? mark.reachedMs : undefined, isExpected);
    const doubtMs = this.#doubtedSince(before, isNewLife ? news.lived!.fromMs : undefined);
    const covered = coveredBy(mark, news.wentBackToMs === undefined ? before?.covered : undefined);
    this.#set({
      agent,
      epoch,
      sequence,
      selection,
      about: mark.about ?? before?.about ?? null,
      ...withDropped(mark, isNewLife ? { dropped: 0 } : before),
      covered,
      livedMs: epochMs(Math.max(news.lived!.toMs, isNewLife || wasBack ? -Infinity : before.livedMs)),
      ...heard,
      ...(isNewLife ? bornBy(mark, before, isExpected) : lifeOf(before)),
      ...(before && wasBack && { ...rebornBy(mark, before), ...backBy(mark, heard) }),
      doubtMs,
    });
    return { ...news, doubtMs, ...this.#effects(agent, before), lostSinceMs };
  }

  /** What an agent's mark, once it is taken, says of windows that closed or lasted without it. */
  #effects(agent: string, before: AgentRecord | undefined): Pick<MarkNews, 'hasReturned' | 'healed'> {
    const wasMissing = before ? this.#isMissing(before) : this.#expected.has(agent);
    const hasReturned = wasMissing && !this.#isMissing(this.#agents.get(agent)!);
    return { hasReturned, healed: this.#heal(agent) };
  }

  #noteHeard(agent: string): void {
    this.#seenAt.set(agent, this.#liveMs);
    this.#heard.add(agent);
  }

  /** All of an agent that was not known may have been lost up to its first mark in the partition. */
  #lostSince(mark: Mark, before: AgentRecord | undefined, partition: number): EpochMs | undefined {
    const known = before?.lost.get(partition);
    const heard = this.#lossy.get(partition);
    const isHeard = !heard || heard.has(mark.agent) || before?.reached.has(partition) === true;
    heard?.add(mark.agent);
    // The first record of it that was read may be behind what was lost.
    const firstMs = epochMs(Math.min(before?.firstMs ?? Infinity, earliest(mark)));
    return isHeard ? known : (known ?? firstMs);
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

  /**
   * From when on windows may have closed without an agent: those of the time when it was missing, and those that hold
   * the beginning of another life.
   */
  #doubtedSince(before: AgentRecord | undefined, bornMs: EpochMs | undefined): EpochMs | null {
    const missingMs = before && this.#isMissing(before) ? before.livedMs : Infinity;
    const sinceMs = Math.min(before?.doubtMs ?? Infinity, missingMs, bornMs ?? Infinity);
    return Number.isFinite(sinceMs) ? epochMs(sinceMs) : null;
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
    if (record.isSilent || this.#silent.has(agent) || this.#expected.has(agent)) this.#missing = undefined;
    if (record.isSilent) this.#silent.add(agent);
    else this.#silent.delete(agent);
    const before = this.#present.get(agent) ?? Infinity;
    const reachedMs = reachedOf(record, this.#partitions);
    if (reachedMs === Infinity) this.#present.delete(agent);
    else this.#present.set(agent, reachedMs);
    // Only where the last one has moved on does another one become the last.
    if (reachedMs < this.#leastMs) this.#leastMs = reachedMs;
    else if (before <= this.#leastMs) this.#isStale = true;
  }
}
