import type { LogMessage, RecordsMessage } from '../../../src-main/engine/log/message-log.ts';
import type { PlayedLog } from './played-logs.ts';
import { beginMs, type Fate, secondMs, startOf, windowMs, WorldAgent } from './world-agent.ts';

/** A record is captured, and its mark written, within this time after the packet passed. */
const longestHoldMs = 2_000;

/** Machines with agents, and the time. */
export class World {
  readonly agents = [new WorldAgent('a', '10.0.0.1'), new WorldAgent('b', '10.0.0.2')] as const;
  nowMs = beginMs;
  /** The earliest and the latest time that a clock has shown. */
  earliestMs = beginMs;
  latestMs = beginMs;

  /** A second passes everywhere. */
  pass(fates: readonly Fate[], bytes: readonly number[]): void {
    this.agents.forEach((agent, i) => agent.pass(this.nowMs, fates[i]!, bytes[i]!));
    for (const agent of this.agents) this.earliestMs = Math.min(this.earliestMs, agent.clock(this.nowMs));
    this.nowMs += secondMs;
    const clocks = this.agents.map((agent) => agent.clock(this.nowMs));
    this.latestMs = Math.max(this.latestMs, this.nowMs, ...clocks);
  }
}

/** Offsets of a partition that are gone before they were read. */
export interface LostRange {
  readonly partition: number;
  readonly offset: number;
  readonly nextOffset: number;
}

/** An agent that a reader was told to forget, and what it had read by then. */
export interface Forgotten {
  readonly agent: string;
  /** From when on windows may be without it. */
  readonly fromMs: number;
  /** What was in the log then, by partition. */
  readonly ends: readonly number[];
}

/** Agents by name: those that a reader knows of and that had not left, and those that people expect, there or not. */
export interface Names {
  readonly known: readonly string[];
  readonly wished: readonly string[];
}

/** What became of a reader. */
export interface Known {
  readonly lost: readonly LostRange[];
  readonly forgotten: readonly Forgotten[];
  /** Agents that people expected at some time. */
  readonly expected: readonly string[];
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is true for a reader of a log: of what passed, and of what it can know. Worked out in the plainest way. */
export class Truth {
  readonly #world: World;
  readonly #log: PlayedLog;
  readonly #lost: readonly LostRange[];
  readonly #forgotten: readonly Forgotten[];
  readonly #expected: readonly string[];
  readonly #records = new Set<RecordsMessage>();
  readonly #heard: { readonly message: LogMessage; readonly isOld: readonly boolean[] }[] = [];

  constructor(world: World, log: PlayedLog, known: Known) {
    this.#world = world;
    this.#log = log;
    this.#lost = known.lost;
    this.#forgotten = known.forgotten;
    this.#expected = known.expected;
    log.entries.forEach((entries, partition) => this.#read(entries, partition));
  }

  /** Bytes of a window that came. */
  came(startMs: number): number {
    const own = [...this.#records].filter(({ batch }) => startOf(batch.fromMs) === startMs);
    return own.reduce((sum, { batch }) => sum + batch.bytes, 0);
  }

  /** All that passed in a window on the machines of some agents; from one source, if it is named. */
  passed(startMs: number, { known, wished }: Names, source: string | null = null): number {
    return this.#world.agents
      .filter((one) => wished.includes(one.name) || (known.includes(one.name) && this.#isThere(one, startMs)))
      .filter((one) => source === null || one.source === source)
      .reduce((sum, one) => sum + this.#passedAt(one, startMs), 0);
  }

  /** By a clock that was set back an agent comes to a time in which it had been away: only what it lived through passed. */
  #passedAt(agent: WorldAgent, startMs: number): number {
    const spans = this.#presence(agent);
    const isLived = (atMs: number): boolean =>
      spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
    const isCounted = agent.unsure.has(startMs) ? isLived : () => true;
    const seconds = secondsOf(startMs).filter(isCounted);
    return seconds.reduce((sum, atMs) => sum + (agent.passed.get(atMs) ?? 0), 0);
  }

  /** Whether one of some agents is there in a window. */
  isWatched(startMs: number, { known, wished }: Names): boolean {
    return this.#agentsOf(startMs).some(({ name }) => known.includes(name) || wished.includes(name));
  }

  /** Whether a window has all that passed; undefined where nobody can know. */
  isExact(startMs: number): boolean | undefined {
    // A clock was set: seconds came twice, or not at all.
    if (this.#world.agents.some((one) => one.unsure.has(startMs))) return undefined;
    const agents = this.#agentsOf(startMs);
    if (agents.some((one) => secondsOf(startMs).some((atMs) => !this.#has(one, atMs)))) return false;
    const isBlurred = agents.some((one) => one.blurred.has(startMs));
    // What was lost may have been of an agent that was away, too, for all that anybody knows.
    const isUnsure = this.#world.agents.some(
      (one) => this.#isLossy(one, startMs) || this.#isForgotten(one, startMs) || this.#isMissed(one, startMs),
    );
    return isBlurred || isUnsure ? undefined : true;
  }

  /** Whether an agent was expected, and is away in a part of a window. */
  #isMissed(agent: WorldAgent, startMs: number): boolean {
    const isWhole = this.#presence(agent).some(
      ({ fromMs, toMs }) => fromMs <= startMs && startMs + windowMs <= toMs,
    );
    return this.#expected.includes(agent.name) && !isWhole;
  }

  #read(entries: readonly LogMessage[], partition: number): void {
    const next = new Map<string, number>();
    entries.forEach((message, offset) => {
      if (this.#isLost(partition, offset)) return;
      const { agent, epoch } = message.kind === 'mark' ? message.mark : message;
      const sequence = message.kind === 'mark' ? message.mark.sequence : message.firstSequence;
      const key = `${agent}|${epoch}`;
      const isNew = sequence >= (next.get(key) ?? 0);
      if (isNew) next.set(key, sequence + 1);
      if (isNew && message.kind === 'records') this.#records.add(message);
      this.#heard.push({ message, isOld: this.#forgotten.map(({ ends }) => offset < ends[partition]!) });
    });
  }

  #isLost(partition: number, offset: number): boolean {
    return this.#lost.some(
      (one) => one.partition === partition && one.offset <= offset && offset < one.nextOffset,
    );
  }

  #has(agent: WorldAgent, atMs: number): boolean {
    const record = agent.recordOf(atMs);
    return record !== undefined && this.#records.has(record);
  }

  /** The agents that were to be there in a part of a window, as far as a word of them came. */
  #agentsOf(startMs: number): WorldAgent[] {
    return this.#world.agents.filter((one) => this.#isThere(one, startMs));
  }

  #isThere(one: WorldAgent, startMs: number): boolean {
    const isUp = this.#presence(one).some(
      ({ fromMs, toMs }) => fromMs < startMs + windowMs && startMs < toMs,
    );
    return isUp && !this.#isForgotten(one, startMs);
  }

  /** From each start up to a farewell, or the next start where there was none. Lives without a word are none. */
  #presence({ name, lives }: WorldAgent): Span[] {
    const epochs = new Set(
      this.#heard
        .map(({ message }) => (message.kind === 'mark' ? message.mark : message))
        .flatMap(({ agent, epoch }) => (agent === name ? [epoch] : [])),
    );
    const heard = lives.filter(({ epoch }) => epochs.has(epoch));
    const nextOf = (i: number): number => heard[i + 1]?.fromMs ?? Infinity;
    return heard.map(({ fromMs, leftMs, reachedMs }, i) => ({
      fromMs,
      toMs: Math.max(reachedMs, leftMs ?? nextOf(i)),
    }));
  }

  /** Whether something of an agent may be among what was lost unread, from its mark before it to the one behind it. */
  #isLossy({ name, lives }: WorldAgent, startMs: number): boolean {
    if (lives.length === 0) return false;
    return this.#lost.some(({ partition, offset, nextOffset }) => {
      const marks = this.#log.entries[partition]!.map((message, at) => ({ message, at })).flatMap(
        ({ message, at }) =>
          message.kind === 'mark' && message.mark.agent === name && !this.#isLost(partition, at)
            ? [{ mark: message.mark, at }]
            : [],
      );
      const fromMs = marks.findLast(({ at }) => at < offset)?.mark.reachedMs ?? -Infinity;
      const next = marks.find(({ at }) => at >= nextOffset)?.mark;
      const toMs = next
        ? Math.max(next.reachedMs, ...next.interfaces.map((one) => one.toMs)) + longestHoldMs
        : Infinity;
      return fromMs < startMs + windowMs && startMs < toMs;
    });
  }

  /**
   * Whether a window is of the time from when an agent was forgotten until its next mark. What it says again of a time
   * that had been heard of says nothing of the rest of that time; nor does a record of a life without a mark.
   */
  #isForgotten({ name }: WorldAgent, startMs: number): boolean {
    return this.#forgotten.some(({ agent, fromMs }, i) => {
      if (agent !== name || startMs + windowMs <= fromMs) return false;
      const own = this.#heard.filter(({ message }) => agentOf(message) === name);
      const begins = own
        .filter(({ message, isOld }) => message.kind === 'mark' && !isOld[i])
        .map(({ message }) => beginOf(message));
      const heardMs = Math.max(...own.filter(({ isOld }) => isOld[i]).map(({ message }) => endOf(message)));
      const againMs = Math.min(Infinity, ...begins);
      return startMs < (againMs < heardMs ? heardMs : againMs);
    });
  }
}

const agentOf = (message: LogMessage): string =>
  message.kind === 'mark' ? message.mark.agent : message.agent;

const beginOf = (message: LogMessage): number =>
  message.kind === 'records'
    ? message.batch.fromMs
    : Math.min(message.mark.reachedMs, ...message.mark.interfaces.map(({ fromMs }) => fromMs));

const endOf = (message: LogMessage): number =>
  message.kind === 'records'
    ? message.batch.fromMs + secondMs
    : Math.max(message.mark.reachedMs, ...message.mark.interfaces.map(({ toMs }) => toMs));

const secondsOf = (startMs: number): number[] =>
  Array.from({ length: windowMs / secondMs }, (_, i) => startMs + i * secondMs);
