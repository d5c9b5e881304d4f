import type { Lack, LackReason } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { InterfaceCoverage, Mark } from '../flow-records/mark.ts';
import type { AgentRecord } from './agent-record.ts';
import { earliest, type MarkNews, type TimeSpan } from './mark-news.ts';
import type { MissingAgent } from './agent-record.ts';
import type { HeardRecord, Roster } from './roster.ts';
import type { Window } from './window.ts';
import { newestWindowAt, oldestWindowAt, windowsAt } from './window-clock.ts';
import type { WindowShape } from '../../common/window-shape.ts';
import { longestIdleGap, type WindowSet } from './window-set.ts';

/** A record is captured, and its mark written, within this time after the packet passed. */
const longestHoldMs = 2_000;

/** The first instant that a mark's news are of. */
const beginOf = ({ spans, gaps }: MarkNews): number =>
  Math.min(...spans.map(({ fromMs }) => fromMs), ...gaps.map(({ fromMs }) => fromMs));

/** What the coverage of windows is kept on. */
export interface CoverageParts {
  readonly windows: WindowSet;
  readonly roster: Roster;
  readonly shape: WindowShape;
  /** Whether the window that starts then can still be corrected. */
  readonly accepts: (startMs: EpochMs) => boolean;
  /** Whether others than agents with marks may write to the log. */
  readonly isOpen: boolean;
  /** Newest event time seen; -Infinity before the first. */
  readonly newestMs: () => number;
}

/** Keeps what the totals of windows lack, as the agents' marks tell of it, or their silence does. */
export class WindowCoverage {
  readonly #parts: CoverageParts;
  /** The agent whose mark is being taken: it tells of its gaps by itself. */
  #speaking: string | undefined;
  /** Called when the agents' time went back. */
  onWentBack: (toMs: EpochMs) => void = () => {};
  /** Called when two processes publish as one agent. */
  onRival: (agent: string) => void = () => {};

  constructor(parts: CoverageParts) {
    this.#parts = parts;
  }

  /** Takes what an agent says of itself: how far it got, what it counted, and where it has gaps. */
  take(mark: Mark, partition: number, now: EpochMs): void {
    const news = this.#parts.roster.take(mark, partition, now);
    this.#speaking = mark.agent;
    if (news.hasRival) {
      this.onRival(mark.agent);
      for (const window of this.#parts.windows.open())
        window.addGap({ reason: 'coverage-unknown', agent: mark.agent });
    }
    if (news.wentBackToMs !== undefined) this.#goBack(mark.agent, news.wentBackToMs);
    if (news.lived) this.#live(news.lived.fromMs, news.lived.toMs);
    if (news.wentBackToMs !== undefined) this.#goOn(mark.agent, earliest(mark), news.wentBackToMs);
    // What it says of its gaps concerns windows that have closed without it, too.
    if (news.doubtMs !== null && news.lived)
      this.#recall(epochMs(Math.max(news.doubtMs, beginOf(news))), news.lived.toMs);
    this.#note(mark.agent, news);
    if (news.hasReturned)
      for (const window of this.#parts.windows.open()) window.liftGap('agent-silent', mark.agent);
    if (news.healed) this.#heal(mark.agent, news.healed.fromMs, news.healed.toMs);
    if (news.lostSinceMs !== undefined) this.#endLoss(mark, news.lostSinceMs);
    if (mark.farewell) this.#leave(mark.agent);
    this.#speaking = undefined;
  }

  /**
   * Records of a partition were lost. They are of a time that begins with what was read of it; when it ended is known
   * by each agent's next mark there.
   */
  noteLost(partition: number, newestMs: EpochMs | undefined): void {
    const { roster, windows } = this.#parts;
    const isAnyone = roster.isEmpty;
    for (const [agent, fromMs] of roster.lose(partition))
      this.#addLoss(windows.within(fromMs, Infinity), { fromMs, agent });
    if (isAnyone) this.#addLoss(windows.within(newestMs ?? -Infinity, Infinity), {});
  }

  /** No window waits for an agent any more: those that are there may lack what was lost of it. */
  #giveUp(agent: string): void {
    const fromMs = epochMs(this.#parts.roster.lostSince(agent));
    this.#addLoss(this.#parts.windows.within(fromMs, Infinity), { fromMs, agent });
  }

  #addLoss(windows: Iterable<Window>, loss: { fromMs?: EpochMs; toMs?: EpochMs; agent?: string }): void {
    for (const window of windows) this.#addGap(window, 'records-lost', loss);
  }

  /**
   * Records of a stretch of time were refused, and of the windows that start then each may lack some.
   *
   * @returns those that can still be corrected
   */
  refuse(span: TimeSpan, starts: readonly EpochMs[], agent: string | null): Window[] {
    const { windows, accepts } = this.#parts;
    const lack = { ...span, ...(agent !== null && { agent }) };
    const accepting = starts.filter(accepts).map((startMs) => windows.at(startMs));
    // A window that never was is not made for what it can't hold.
    const over = starts.filter((startMs) => !accepts(startMs)).flatMap((at) => windows.find(at) ?? []);
    for (const window of [...accepting, ...over]) this.#addGap(window, 'refused', lack);
    return accepting;
  }

  /** What is known to be missing of a window before anything of it was read. */
  gapsAtBirth(startMs: EpochMs, endMs: EpochMs): Lack[] {
    const { roster, isOpen } = this.#parts;
    if (isOpen && roster.isEmpty) return [{ reason: 'coverage-unknown' }];
    const isOther = ({ agent }: { agent: string }): boolean => agent !== this.#speaking;
    // One that is to be there was missing where it was away, be it that people said so afterwards.
    const wasAway = ({ agent, away }: AgentRecord): boolean =>
      !roster.expected.has(agent) && away.some(({ fromMs, toMs }) => fromMs <= startMs && endMs <= toMs);
    const unjoined = [...roster.agents].filter(
      (one) => isOther(one) && one.sequence >= 0 && one.joinedMs > startMs && !wasAway(one),
    );
    const missing = roster.missing.filter(
      (one) => isOther(one) && (one.livedMs === undefined || one.livedMs < endMs),
    );
    return [
      ...unjoined.map(({ agent, joinedMs }): Lack => {
        const toMs = epochMs(Math.min(joinedMs, endMs));
        return { reason: 'not-captured', agent, fromMs: startMs, toMs };
      }),
      ...missing.map(({ agent, livedMs = startMs }): Lack => {
        const fromMs = epochMs(Math.max(livedMs, startMs));
        return { reason: 'agent-silent', agent, fromMs, toMs: endMs };
      }),
    ];
  }

  /**
   * Names the agents that are to be there: those that aren't are missing in the open windows, from now on; those that
   * were away and have come back, in those of that time.
   *
   * @param agents all of them
   */
  expect(agents: ReadonlySet<string>): void {
    const { roster, windows } = this.#parts;
    const former = roster.missing;
    for (const agent of agents) if (!roster.expected.has(agent)) this.#missAbsences(agent);
    roster.expect(agents);
    const isIn = (list: readonly MissingAgent[], { agent }: MissingAgent): boolean =>
      list.some((one) => one.agent === agent);
    const missing = roster.missing;
    for (const one of former)
      if (!isIn(missing, one)) for (const window of windows.open()) window.liftGap('agent-silent', one.agent);
    for (const one of missing) if (!isIn(former, one)) this.fallSilent(one);
  }

  /** Windows that are open lack what passed while an agent was away that is expected now. */
  #missAbsences(agent: string): void {
    const { roster, windows } = this.#parts;
    for (const absence of roster.find(agent)?.away ?? [])
      for (const window of windows.within(absence.fromMs, absence.toMs))
        if (!window.closed) this.#addGap(window, 'not-captured', { ...absence, agent });
  }

  /** Records of an agent were read: it is there, and its clock may have been set back. */
  hear(record: HeardRecord, time: TimeSpan, now: EpochMs): void {
    const { agent } = record;
    const untold = this.#parts.roster.hear(record, time, now);
    if (untold?.toMs === Infinity) this.#goBack(agent, untold.fromMs);
    else if (untold)
      for (const window of this.#parts.windows.within(untold.fromMs, untold.toMs))
        this.#addGap(window, 'not-captured', { ...untold, agent });
  }

  /**
   * Its time goes on from an earlier instant: what later windows hold has the wrong time, and so has what those that are
   * over will get of it. Of those that are open, nobody knows what else it has: when its clock was set is known by what
   * was read alone.
   */
  #goBack(agent: string, toMs: EpochMs): void {
    const { windows, newestMs } = this.#parts;
    // Those that are stored are in memory then, the oldest first: the time comes to them first.
    this.#recall(toMs, epochMs(Math.max(toMs, newestMs())));
    for (const window of windows.within(-Infinity, toMs))
      if (!window.closed) this.#addGap(window, 'not-captured', { fromMs: window.startMs, agent });
    for (const window of windows.within(toMs, Infinity))
      this.#addGap(window, 'not-captured', { fromMs: toMs, agent });
  }

  /** The first mark after its clock was set back begins within a window: what was before it in that is not known. */
  #goOn(agent: string, fromMs: EpochMs, toMs: EpochMs): void {
    for (const window of this.#parts.windows.within(fromMs, fromMs))
      this.#addGap(window, 'not-captured', { fromMs: window.startMs, toMs: fromMs, agent });
    this.onWentBack(toMs);
  }

  /** An agent is missing since its newest mark; one that was never heard, in what is open. */
  fallSilent({ agent, livedMs }: Pick<MissingAgent, 'agent' | 'livedMs'>): void {
    const { windows } = this.#parts;
    this.#giveUp(agent);
    const touched = livedMs === undefined ? windows.open() : windows.within(livedMs, Infinity);
    for (const window of touched)
      this.#addGap(window, 'agent-silent', { fromMs: livedMs ?? window.startMs, agent });
  }

  /** Nothing is known of an agent any more, until it is heard again: what it has told by now is kept by the windows. */
  forget(agent: string): void {
    const { roster } = this.#parts;
    const { reachedMs } = roster;
    const livedMs = roster.find(agent)?.livedMs;
    if (reachedMs !== undefined && livedMs !== undefined && reachedMs < livedMs)
      this.#live(reachedMs, livedMs);
    this.#giveUp(agent);
    roster.forget(agent);
    this.#leave(agent);
  }

  /** Where an agent is expected to be there, its farewell makes it missing, or that it was forgotten. */
  #leave(agent: string): void {
    const missing = this.#parts.roster.missing.find((one) => one.agent === agent);
    if (missing) this.fallSilent(missing);
  }

  /** What was captured in this time has come: the windows that it fills lack the agent no more. */
  #heal(agent: string, fromMs: EpochMs, toMs: EpochMs): void {
    let isDoubted = false;
    for (const window of this.#recall(fromMs, toMs)) {
      // What is open waits for the rest; what is closed has to be told of it.
      if (window.closed && window.endMs > toMs) isDoubted = true;
      else for (const reason of ['agent-silent', 'coverage-unknown'] as const) window.liftGap(reason, agent);
    }
    if (!isDoubted && !this.#isClosedAfter(toMs)) this.#parts.roster.settle(agent);
  }

  /** Whether a later window is over, as one that another agent came to whose clock is ahead; between there may be none. */
  #isClosedAfter(atMs: EpochMs): boolean {
    const { windows, shape, newestMs } = this.#parts;
    const toMs = epochMs(Math.max(atMs, newestMs()) - 1);
    return windows.hasClosed(oldestWindowAt(atMs, shape), newestWindowAt(toMs, shape));
  }

  /** The windows that there are of a stretch of time, also those that lie in the archive: of very many, the oldest. */
  #recall(fromMs: EpochMs, toMs: EpochMs): Window[] {
    const { shape, windows } = this.#parts;
    return windows.from(oldestWindowAt(fromMs, shape), newestWindowAt(toMs, shape), longestIdleGap);
  }

  /** An agent lived through this time: silence in it was watched, and has windows of total 0. */
  #live(fromMs: EpochMs, toMs: EpochMs): void {
    const { shape, windows } = this.#parts;
    windows.fill(oldestWindowAt(fromMs, shape), newestWindowAt(epochMs(toMs - 1), shape));
  }

  /** What was lost of an agent stood before its mark: it was captured before the mark was made. */
  #endLoss(mark: Mark, fromMs: EpochMs): void {
    const toMs = epochMs(
      Math.max(mark.reachedMs, ...mark.interfaces.map((span) => span.toMs)) + longestHoldMs,
    );
    const windows = this.#recall(fromMs, toMs).filter((one) => fromMs < one.endMs && one.startMs < toMs);
    this.#addLoss(windows, { fromMs, toMs, agent: mark.agent });
  }

  #note(agent: string, { spans, gaps }: MarkNews): void {
    for (const span of spans) this.#addCounts(agent, span);
    for (const { fromMs, toMs, interface: name, isAway } of gaps) {
      for (const window of this.#parts.windows.within(fromMs, toMs))
        if (!isAway || window.startMs < fromMs || toMs < window.endMs)
          this.#addGap(window, 'not-captured', { fromMs, toMs, agent, interface: name });
    }
  }

  /** Counts are those of a stretch of time: of the newest window that it touches, unless it is no longer in memory. */
  #addCounts(agent: string, span: InterfaceCoverage): void {
    const { name, fromMs, toMs, received: kernelReceived, dropsKnown, ...drops } = span;
    const { kernelDropped, interfaceDropped, queueDropped } = drops;
    const counts = { kernelReceived, kernelDropped, interfaceDropped, queueDropped };
    const lost = kernelDropped + interfaceDropped + queueDropped;
    const lastMs = epochMs(Math.max(fromMs, toMs - 1));
    for (const startMs of windowsAt(lastMs, this.#parts.shape))
      if (this.#parts.accepts(startMs)) this.#parts.windows.find(startMs)?.addCounts(agent, name, counts);
    for (const window of this.#parts.windows.within(fromMs, toMs)) {
      if (!dropsKnown) this.#addGap(window, 'drops-unknown', { agent, interface: name });
      // Nobody knows in which of the windows that the stretch touches they were lost.
      if (lost > 0 && window.endMs <= lastMs)
        this.#addGap(window, 'not-captured', { fromMs, toMs: window.endMs, agent, interface: name });
    }
  }

  #addGap(
    window: Window,
    reason: LackReason,
    gap: { fromMs?: EpochMs; toMs?: EpochMs; agent?: string; interface?: string },
  ): void {
    const { fromMs, toMs, ...owner } = gap;
    window.addGap({
      reason,
      ...(fromMs !== undefined && { fromMs: epochMs(Math.max(fromMs, window.startMs)) }),
      ...(fromMs !== undefined && { toMs: epochMs(Math.min(toMs ?? Infinity, window.endMs)) }),
      ...owner,
    });
  }
}
