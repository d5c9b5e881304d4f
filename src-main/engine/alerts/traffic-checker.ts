import { MonitorError } from '../../common/errors.ts';
import type { AgentsStatus } from '../../common/model/agents.ts';
import type { LimitVerdicts } from '../../common/model/limits.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { RepeatedRun } from '../../common/repeated-run.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { Delivery, ReadSoFar } from '../log/message-log.ts';
import type { PastStretch, PastSums } from '../periods/past-sums.ts';
import { agentsInBrief, agentStatuses } from '../windows/agent-status.ts';
import type { Roster } from '../windows/roster.ts';
import type { Pane } from '../windows/pane.ts';
import type { Window } from '../windows/window.ts';
import type { CheckerParts } from './checker-parts.ts';
import { CheckerNews } from './checker-news.ts';
import { CheckpointSchedule } from './checkpoint-schedule.ts';
import { type Committed, isEmpty } from './check-store.ts';
import { Projection, type ProjectionStatus } from './projection.ts';
import { placeOf, PoisonedDeliveries } from './poisoned-deliveries.ts';
import { SummedState } from './summed-state.ts';
import { WindowJudge } from './window-judge.ts';

/** Records summed between two looks at the clock, so that long reads leave room for other work. */
const readChunk = 50_000;

/**
 * The consumer: reads the log, sums windows, checks them against the limits, and commits windows, alerts and
 * offsets together. What it announces is committed already.
 *
 * Sums come first, positions after them. Whatever throws in between, all that is not committed is let go of, and read
 * again from the committed positions: nothing is lost by it, and nothing is summed twice.
 */
export class TrafficChecker {
  readonly #parts: CheckerParts;
  readonly #judge: WindowJudge;
  readonly #projection = new Projection();
  #state: SummedState;
  #committed: Committed;
  readonly #news = new CheckerNews();
  #closed: Window[] = [];
  readonly #schedule: CheckpointSchedule;
  readonly #draining = new RepeatedRun(() => this.#drain());
  /** Whether a step failed, and what was summed could not be let go of yet. */
  #isBroken = false;
  readonly #poisoned = new PoisonedDeliveries();
  readonly onWindowReported = this.#news.windowReported.event;
  readonly onPeriodReported = this.#news.periodReported.event;
  readonly onAlertChanged = this.#news.alertChanged.event;
  /** What was committed has something that is to be told. */
  readonly onAnnounced = this.#news.announced.event;
  /** A checkpoint failed: these alerts are known, and wait to be stored. Fired again at each attempt. */
  readonly onNotStored = this.#news.notStored.event;
  /** Something that was to be told of what is committed threw; nothing is changed by it. */
  readonly onListenerFailed = this.#news.onListenerFailed;
  /** Called when a gap was too long for its idle windows to be made. */
  onGapSkipped: (fromMs: EpochMs, toMs: EpochMs) => void = () => {};
  /** Called when two processes publish as one agent. */
  onRival: (agent: string) => void = () => {};

  constructor(parts: CheckerParts) {
    this.#parts = parts;
    this.#judge = new WindowJudge(parts, parts.settings.shape.sizeMs);
    this.#state = this.#restored();
    this.#committed = { positions: new Map(this.#state.positions), closedMs: -Infinity };
    this.#schedule = new CheckpointSchedule(parts);
  }

  get positions(): ReadonlyMap<number, number> {
    return this.#state.positions;
  }

  /** Where it goes on: what it has summed lies before. */
  get readSoFar(): ReadSoFar {
    return this.#state;
  }

  /** What a restart would go on from. */
  get committed(): Committed {
    return this.#committed;
  }

  get late(): number {
    return this.#state.late;
  }

  get deadLetters(): number {
    return this.#state.deadLetters;
  }

  /** Records that came twice and were passed over, since the start. */
  get duplicates(): number {
    return this.#state.duplicates;
  }

  /** The agents as they are known by their marks. */
  get roster(): Roster {
    return this.#state.aggregator.roster;
  }

  /** The agents as people see them: those with trouble first. */
  get agents(): AgentsStatus {
    return agentsInBrief(agentStatuses(this.roster.agents, this.roster.expected));
  }

  get networks(): WindowJudge['networks'] {
    return this.#judge.networks;
  }

  /** The window that is growing, with its `count` largest pairs. */
  current(count: number, matches?: (pair: PairKey) => boolean): WindowDetail | null {
    const window = this.growing;
    return window ? this.#judge.detail(window, count, { matches }) : null;
  }

  /** The window that is growing, as it is summed; undefined where there is none. */
  get growing(): Window | undefined {
    return this.#state.aggregator.current();
  }

  /** How the growing window stands to its limits, and where it is heading. */
  projection(warnPercent: number, now: EpochMs): ProjectionStatus {
    const window = this.growing;
    if (!window) return { projection: [], projectionCount: 0 };
    return this.#projection.tell(this.#judge.verdicts(window), this.#state.alerts, warnPercent, now);
  }

  /** How the growing window stands to the limits in force for it, the first `count` of them. */
  currentVerdicts(count: number): LimitVerdicts | null {
    const window = this.growing;
    return window ? this.#judge.verdicts(window).list(count) : null;
  }

  /**
   * Sums what the log holds, up to its end: whether there was any. Calls that come meanwhile have it look
   * once more.
   *
   * @throws whatever the log or the store throws; the next call goes on from the last checkpoint
   */
  drain(): Promise<boolean> {
    return this.#draining.ask();
  }

  /**
   * When time alone changes a window next, by the wall clock; in the past where more is to be read first. What else
   * {@link tick} does is due each second.
   */
  dueMs(now: EpochMs): number {
    return this.#state.aggregator.dueMs(now);
  }

  /**
   * Moves a live stream on, and commits what is due. To be called each second, and when it is due ({@link dueMs}).
   */
  tick(now: EpochMs, caughtUp?: ReadonlyMap<number, number>): void {
    this.#undoing(() => {
      this.#state.aggregator.advance(now, this.#parts.monotonic(), caughtUp);
      this.#noteDistance();
      this.#settle(now);
      this.#state.lookAtAgents(this.#parts.knownAt(now));
    });
    if (this.#commitDue()) this.commit();
  }

  /** Takes up what people said about the agents, in another process or in this one. */
  takeAgentWishes(): void {
    this.#undoing(() => this.#state.takeWishes(this.#parts.store.agentWishes()));
  }

  /** Holds the open windows against limits that have changed. */
  rejudge(now: EpochMs): void {
    // What is new among the periods is summed from what is stored.
    if (this.#state.needsPlan(this.#parts.limits())) this.commit();
    this.#undoing(() => {
      this.#state.plan(this.#parts.limits());
      for (const window of this.#state.aggregator.open()) this.#observe(window, now);
      this.#state.settlePeriods(now);
    });
    if (this.#state.newAlerts.length > 0) this.commit();
  }

  /**
   * Stores everything, and names stored windows that periods are yet to be summed from: those whose kind is new, in an
   * older data folder.
   *
   * @param count how many at most
   * @returns undefined where there are none
   */
  nextPast(count: number): PastStretch | undefined {
    if (this.#state.hasPast) this.commit();
    return this.#state.nextPast(count);
  }

  /**
   * Takes what was summed of {@link nextPast}, and stores it.
   *
   * @returns false where the windows have changed meanwhile: it is to be summed again
   */
  takePast(stretch: PastStretch, sums: PastSums): boolean {
    const isTaken = this.#undoing(() => this.#state.takePast(stretch, sums));
    if (isTaken) this.commit();
    return isTaken;
  }

  /** Ends a stream that has ended: every window closes and is told. */
  finish(): void {
    this.#undoing(() => {
      this.#close(this.#state.aggregator.closeAll());
      this.#state.settlePeriods();
    });
    this.commit();
  }

  /**
   * Stores everything; open windows are told as they stand, and go on in the next run.
   *
   * @param now for a live stream: agents that were heard since the last tick are missing no longer
   */
  suspend(now?: EpochMs): void {
    this.#undoing(() => {
      if (now !== undefined) this.#state.lookAtAgents(this.#parts.knownAt(now));
      this.#closed.push(...this.#state.aggregator.open());
    });
    this.commit();
  }

  /**
   * Commits windows, alerts and offsets in one transaction, then announces them.
   *
   * @throws whatever the store throws: nothing is stored then, and the next call tries again
   */
  commit(): void {
    this.#undoing(() => this.#state.settleCorrections());
    const state = this.#state;
    const windows = state.aggregator.windows();
    const corrected = windows.filter(({ closed, changed, reports }) => closed && changed && reports > 0);
    const reported = new Set([...this.#closed, ...corrected]);
    const panes = state.foldPanes();
    const alerts = state.newAlerts;
    const isAnnounced = alerts.length > 0 || state.hasWarnings;
    this.#store(windows, reported, panes);
    this.#committed = { positions: new Map(state.positions), closedMs: state.aggregator.closedMs };
    for (const window of reported) window.noteReported();
    for (const window of windows) window.noteStored();
    for (const pane of panes) {
      pane.noteStored(state.aggregator.isOver(pane));
      this.#judge.noteStored(pane);
    }
    const periods = state.noteStored();
    this.#closed = [];
    this.#schedule.noteCommitted();
    for (const window of reported) this.#report(window);
    state.aggregator.release();
    for (const report of periods) this.#news.tell(this.#news.periodReported, report);
    for (const alert of alerts) this.#news.tell(this.#news.alertChanged, alert);
    if (isAnnounced) this.#news.tell(this.#news.announced, null);
  }

  #store(windows: readonly Window[], reported: ReadonlySet<Window>, panes: readonly Pane[]): void {
    const state = this.#state;
    const judged = windows
      .filter((window) => window.dirty || reported.has(window))
      .map((window) =>
        this.#judge.judged(window, reported.has(window) ? window.nextReports : window.reports),
      );
    const checkpoint = {
      ...state.changes,
      windows: judged,
      panes: panes.map((pane) => this.#judge.changed(pane, state.aggregator.isOver(pane))),
    };
    // Time alone has nothing to be stored between two windows.
    if (!state.hasPassed && isEmpty(checkpoint)) return;
    try {
      this.#parts.store.commit(checkpoint);
    } catch (thrown) {
      if (state.newAlerts.length > 0) this.#news.tell(this.#news.notStored, state.newAlerts);
      throw thrown;
    }
  }

  #report(window: Window): void {
    const report = {
      hasBreached: window.breaches.size > 0,
      detail: (count: number, isDirected = false) => this.#judge.detail(window, count, { isDirected }),
    };
    this.#news.tell(this.#news.windowReported, report);
  }

  async #drain(): Promise<boolean> {
    for (let hasRead = false; ; hasRead = true) {
      if (this.#isBroken) this.#undo();
      const state = this.#state;
      const deliveries = await this.#parts.log.read(state.positions, readChunk);
      // What was read may have been written just now, and what waits has waited for that.
      await this.#schedule.giveTurnIfOver();
      // What was summed was let go of meanwhile: there is more to read before these.
      if (this.#isLetGo(state)) continue;
      if (deliveries.length === 0) return hasRead;
      // It may have stood still since the last tick.
      this.#noteDistance();
      for (const delivery of deliveries) {
        this.#undoing(() => this.#take(delivery), placeOf(delivery));
        // A fold and a checkpoint, each of them long, have their turns.
        await this.#schedule.giveTurnIfOver();
        if (this.#isLetGo(state)) break;
        if (this.#isMuch) this.#commitAmidst();
      }
      if (this.#commitDue()) this.commit();
    }
  }

  /** Whether what was summed there is summed anew, or is to be. */
  #isLetGo(state: SummedState): boolean {
    return state !== this.#state || this.#isBroken;
  }

  /** Commits while some of what was read is yet to be summed: where that fails, it is read again. */
  #commitAmidst(): void {
    try {
      this.commit();
    } catch (thrown) {
      this.#parts.log.rewind(this.#state);
      throw thrown;
    }
  }

  #noteDistance(): void {
    this.#state.aggregator.noteDistance(this.#parts, this.#state.positions);
  }

  /** Whether so much waits to be stored that it may not become more. */
  get #isMuch(): boolean {
    return this.#schedule.isMuch(this.#closed.length, () => this.#state.aggregator.changedPairs);
  }

  /**
   * Runs a step of summing. If it throws, all that is not committed is let go of, and read again.
   *
   * @param place of the delivery that the step takes; one that fails twice, by itself, is passed over from then on
   */
  #undoing<T>(run: () => T, place?: string): T {
    if (this.#isBroken) this.#undo();
    try {
      return run();
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      this.#poisoned.noteFailed(place, error);
      this.#undo();
      throw error;
    }
  }

  /** @throws whatever the store throws: nothing is summed or stored until this has worked */
  #undo(): void {
    this.#isBroken = true;
    this.#state = this.#restored();
    this.#isBroken = false;
    this.#closed = [];
    this.#schedule.noteUndone();
    this.#parts.log.rewind(this.#state);
  }

  #restored(): SummedState {
    const state = new SummedState(
      this.#parts,
      this.#parts.store.restore(),
      (startMs) => this.#judge.inForce({ startMs }).scopes,
    );
    state.aggregator.onGapSkipped = (fromMs, toMs) => this.onGapSkipped(fromMs, toMs);
    state.aggregator.onRival = (agent) => this.onRival(agent);
    return state;
  }

  #take(delivery: Delivery): void {
    const state = this.#state;
    const fault = this.#poisoned.faultOf(delivery);
    if (fault !== undefined) state.poison(delivery, `it could not be summed: ${fault}`);
    else if (delivery.kind === 'records') {
      this.#schedule.noteSummed(state.sum(delivery));
      this.#settle(epochMs(delivery.batch.fromMs + delivery.batch.intervalMs));
    } else if (delivery.kind === 'mark') {
      state.mark(delivery, this.#parts.knownAt(delivery.mark.reachedMs));
      this.#settle(delivery.mark.reachedMs);
    } else if (delivery.kind === 'sums') {
      this.#schedule.noteSummed(state.replace(delivery));
      this.#settle(delivery.sums.latestMs);
    } else if (delivery.kind !== 'moved') state.note(delivery);
    else state.move(delivery);
    state.pass(delivery);
  }

  /** Closes what has passed, and holds what grew against the limits: in the order of event time. */
  #settle(eventMs: EpochMs): void {
    const closed = this.#state.aggregator.closePassed();
    this.#close(closed);
    for (const window of this.#state.takeGrown(closed.length > 0)) this.#observe(window, eventMs);
    this.#state.settlePeriods(eventMs);
  }

  #close(windows: readonly Window[]): void {
    for (const window of windows) this.#observe(window, window.endMs);
    this.#closed.push(...windows);
  }

  #observe(window: Window, eventMs: EpochMs): void {
    if (window.closed) this.#state.periods?.sums.takeWindow(window);
    const at = this.#parts.knownAt(eventMs);
    const isEarly = this.#state.aggregator.isEarly(window, eventMs);
    this.#state.newAlerts.push(...this.#state.alerts.observe(this.#judge.verdicts(window), at, isEarly));
  }

  #commitDue(): boolean {
    const hasNews = this.#closed.length > 0 || this.#state.newAlerts.length > 0;
    return hasNews || this.#state.hasWarnings || this.#isMuch || this.#schedule.isDue;
  }
}
