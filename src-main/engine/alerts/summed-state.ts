import { type AlertTransition, isOfLimit } from '../../common/model/alerts.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { batchesBefore, type BatchIdentity, rememberBatch } from '../log/batch-identity.ts';
import { type Delivery, noEpoch, type Origin } from '../log/message-log.ts';
import type { PastStretch, PastSums } from '../periods/past-sums.ts';
import type { FoldScopes } from '../windows/pair-sums.ts';
import type { Pane } from '../windows/pane.ts';
import type { Window } from '../windows/window.ts';
import { type AggregatorSettings, WindowAggregator } from '../windows/window-aggregator.ts';
import type { Limit } from '../../common/model/limits.ts';
import { isForWindows } from '../limits/limit-period.ts';
import { AgentAlerts } from './agent-alerts.ts';
import { AlertTracker, type TrackerParts } from './alert-tracker.ts';
import type { AgentWishes, Checkpoint, CheckState, CheckStore, DeadLetter } from './check-store.ts';
import { isOfPeriod, PeriodChecker, type PeriodParts } from './period-checker.ts';
import type { PeriodReport } from './reports.ts';

type Parts = Pick<TrackerParts, 'identity' | 'rules' | 'warnPercent'> & {
  readonly store: CheckStore;
  /** As whom this process captures, if it does. */
  readonly own?: string | undefined;
  readonly settings: AggregatorSettings;
  readonly limits: () => readonly Limit[];
  readonly knownAt: (eventMs: EpochMs) => EpochMs;
  /** What periods are summed and judged by; none are without. */
  readonly periods?: PeriodParts;
};

/**
 * All that a checker has summed since its last checkpoint, on top of it. It is let go of as a whole when a step fails:
 * another one is made of the checkpoint.
 */
export class SummedState {
  readonly aggregator: WindowAggregator;
  readonly alerts: AlertTracker;
  readonly #agentAlerts: AgentAlerts;
  #periods: PeriodChecker | undefined;
  #plannedBy: readonly Limit[] = [];
  readonly #knownAt: (eventMs: EpochMs) => EpochMs;
  readonly positions: Map<number, number>;
  /** Which topic each position is of, where the log tells topics of one name apart. */
  readonly topics: Map<number, string>;
  /** Some of the batches before each position, where the log has batches. */
  readonly batches: Map<number, readonly BatchIdentity[]>;
  /** Transitions that are not stored yet. */
  newAlerts: AlertTransition[] = [];
  late: number;
  deadLetters: number;
  duplicates = 0;
  /** Whether anything was taken of the log that is not stored. */
  hasPassed = false;
  readonly #sequences: Map<string, number>;
  readonly #newSequences = new Map<string, number>();
  #newDeadLetters: DeadLetter[] = [];
  readonly #forgotten = new Set<string>();
  /** Of these, {@link #agentAlerts} doesn't know yet. */
  readonly #newlyForgotten = new Set<string>();

  /** @param scopesAt the scopes of the limits in force for the window that starts then */
  constructor(parts: Parts, state: CheckState, scopesAt: (startMs: EpochMs) => FoldScopes) {
    this.positions = new Map(state.positions);
    this.topics = new Map(state.topics);
    this.batches = new Map(state.batches);
    this.#sequences = new Map(state.sequences);
    this.late = state.counters.late;
    this.deadLetters = state.counters.deadLetters;
    const { shape, leaseMs } = parts.settings;
    const { identity, own } = parts;
    this.#agentAlerts = new AgentAlerts({ identity, own, shape, leaseMs, firing: state.firing });
    const { openWindows: open, span, newestMs, agents } = state;
    const known = {
      ...{ open, span, newestMs, agents, parts: state.parts },
      partitions: [...this.positions.keys()],
    };
    this.aggregator = new WindowAggregator(parts.settings, parts.store, known, scopesAt);
    const { alerts, periods } = checkersOf(parts, state);
    this.alerts = alerts;
    this.#setPeriods(periods);
    this.#plannedBy = parts.limits();
    this.#knownAt = parts.knownAt;
    this.aggregator.onWentBack = (toMs) => {
      this.alerts.rewind(toMs);
      this.#periods?.rewind(toMs);
    };
    this.takeWishes(state.wishes);
  }

  /** Panes that have something to be stored; those that are over keep no more pairs than they may. */
  foldPanes(): Pane[] {
    const { aggregator } = this;
    const panes = aggregator.changedPanes();
    for (const pane of panes) if (aggregator.isOver(pane)) pane.fold();
    return panes;
  }

  /**
   * Windows that grew since the last call.
   *
   * @param hasClosed whether windows have closed: others may have waited for it to be compared with limits
   */
  takeGrown(hasClosed: boolean): Iterable<Window> {
    const grown = this.aggregator.takeTouched();
    if (!hasClosed) return grown;
    const waiting = this.aggregator.open().filter((window) => this.alerts.hasWaiting(window));
    return new Set([...grown, ...waiting]);
  }

  /** The periods that are summed, and their alerts; undefined where none are. */
  get periods(): PeriodChecker | undefined {
    return this.#periods;
  }

  /** Whether other limits than those that the periods were planned by hold now. */
  needsPlan(limits: readonly Limit[]): boolean {
    return this.#periods !== undefined && this.#plannedBy !== limits;
  }

  /** Plans the periods by the limits that hold now; to be called while all is stored. */
  plan(limits: readonly Limit[]): void {
    if (!this.needsPlan(limits)) return;
    this.#setPeriods(this.#periods?.replanned(limits));
    this.#plannedBy = limits;
  }

  /** Closes the periods of which all windows are closed, and holds what grew against the limits. */
  settlePeriods(eventMs = this.aggregator.newestMs ?? epochMs(0)): void {
    const { passedMs } = this.aggregator;
    if (this.#periods?.closesUpTo(passedMs)) this.#takeCorrections();
    this.newAlerts.push(...(this.#periods?.settle(passedMs, this.#knownAt(eventMs)) ?? []));
  }

  /** Periods lack what their windows are found to lack after their end. */
  settleCorrections(): void {
    this.#takeCorrections();
    this.settlePeriods();
  }

  /** Whether periods are yet to be summed from stored windows. */
  get hasPast(): boolean {
    return this.#periods?.sums.hasPast === true;
  }

  /** See `PeriodSums`. */
  nextPast(count: number): PastStretch | undefined {
    return this.#periods?.sums.nextPast(count);
  }

  /** Adds what was summed of the past, unless the past has changed meanwhile: whether it did. */
  takePast(stretch: PastStretch, sums: PastSums): boolean {
    this.#takeCorrections();
    if (this.#periods?.sums.fill(stretch, sums) !== true) return false;
    this.settlePeriods();
    return true;
  }

  #takeCorrections(): void {
    for (const window of this.#periods ? this.aggregator.windows() : [])
      if (window.closed && window.changed) this.#periods!.sums.takeWindow(window);
  }

  #setPeriods(periods: PeriodChecker | undefined): void {
    this.#periods = periods;
    this.aggregator.sink = periods?.sums;
  }

  /** Whether anybody is to be warned of something that is not stored. */
  get hasWarnings(): boolean {
    return this.alerts.warnings.length > 0 || this.#periods?.hasWarnings === true;
  }

  /** What a checkpoint stores beside the windows and their panes. */
  get changes(): Omit<Checkpoint, 'windows' | 'panes'> {
    return {
      positions: this.positions,
      topics: this.topics,
      batches: this.batches,
      sequences: this.#newSequences,
      counters: { late: this.late, deadLetters: this.deadLetters },
      newestMs: this.aggregator.newestMs,
      forgotten: [...this.#forgotten],
      agents: this.aggregator.roster.changed,
      parts: this.aggregator.cluster.changed,
      ...this.#alertChanges,
      alerts: this.newAlerts,
      deadLetters: this.#newDeadLetters,
    };
  }

  get #alertChanges(): Pick<Checkpoint, 'memories' | 'grown' | 'warnings' | 'periods' | 'filled'> {
    const ofWindows = this.alerts.unstored;
    const ofPeriods = this.#periods?.changes;
    const grown = [...ofWindows.grown, ...this.#agentAlerts.grown];
    if (!ofPeriods) return { ...ofWindows, grown, periods: [], filled: [] };
    return {
      memories: new Map([...ofWindows.memories, ...ofPeriods.memories]),
      grown: [...grown, ...ofPeriods.grown],
      warnings: [...ofWindows.warnings, ...ofPeriods.warnings],
      periods: ofPeriods.periods,
      filled: ofPeriods.filled,
    };
  }

  /**
   * {@link changes} are stored.
   *
   * @returns the periods that are to be told of
   */
  noteStored(): PeriodReport[] {
    this.alerts.noteStored();
    this.#agentAlerts.noteStored();
    this.aggregator.roster.noteStored();
    this.aggregator.cluster.noteStored();
    this.newAlerts = [];
    this.hasPassed = false;
    this.#newSequences.clear();
    this.#forgotten.clear();
    this.#newDeadLetters = [];
    return this.#periods?.noteStored(this.aggregator.newestMs ?? epochMs(0)) ?? [];
  }

  /** Takes up what people said about the agents. */
  takeWishes({ forgotten, expected }: AgentWishes): void {
    for (const agent of forgotten) {
      if (this.#forgotten.has(agent)) continue;
      this.#forgotten.add(agent);
      this.#newlyForgotten.add(agent);
      this.aggregator.forget(agent);
    }
    const known = this.aggregator.roster.expected;
    const isKnown = expected.length === known.size && expected.every((agent) => known.has(agent));
    if (!isKnown) this.aggregator.expect(new Set(expected));
  }

  /** Raises the alerts of agents that are missing by now, and ends those of agents that are there again. */
  lookAtAgents(atMs: EpochMs): void {
    const { roster } = this.aggregator;
    const present = this.aggregator.current();
    const window = present && { startMs: present.startMs, endMs: present.endMs };
    const forgotten = this.#newlyForgotten;
    this.newAlerts.push(...this.#agentAlerts.look({ roster, window, forgotten, atMs }));
    forgotten.clear();
  }

  /**
   * Sums the records that have not been summed before, by their sequence.
   *
   * @returns how many that were
   */
  sum({ origin, partition, nextOffset, batch }: Delivery & { kind: 'records' }): number {
    const known = origin === null ? 0 : this.#countKnown(origin, partition);
    this.duplicates += known;
    if (known >= batch.count) return 0;
    this.aggregator.onRefused = (records, reason) => {
      const whose = origin === null ? reason : `agent ${origin.agent}: ${reason}`;
      this.note({ kind: 'unreadable', partition, offset: nextOffset - records, nextOffset, reason: whose });
    };
    const agent = origin?.agent ?? null;
    const epoch = origin === null || origin.epoch === noEpoch ? null : origin.epoch;
    const sequence = origin?.firstSequence ?? 0;
    this.late += this.aggregator.add(batch, known, { partition, agent, epoch, sequence });
    return batch.count - known;
  }

  /**
   * Takes what a cluster has summed, in place of what it had summed before.
   *
   * @returns how many pairs and agents were looked at
   */
  replace({ sums, partition }: Delivery & { kind: 'sums' }): number {
    this.late += this.aggregator.cluster.take(sums, partition);
    return sums.pairs.reduce((count, { batch }) => count + batch.count, sums.shares.length);
  }

  mark({ mark, partition }: Delivery & { kind: 'mark' }, now: EpochMs): void {
    const { agent, epoch, sequence } = mark;
    this.#countKnown(
      { agent, epoch, firstSequence: sequence, lastSequence: sequence, countBelow },
      partition,
    );
    this.aggregator.mark(mark, partition, now);
  }

  /** Records which topic a position is of from now on. */
  move({ partition, topic, isAnew = false }: Delivery & { kind: 'moved' }): void {
    if (topic !== undefined) this.topics.set(partition, topic);
    if (!isAnew) return;
    this.batches.delete(partition);
    this.aggregator.cluster.lose(partition);
  }

  /** A delivery was taken: what comes next lies behind it. */
  pass({ partition, nextOffset, container }: Delivery): void {
    this.hasPassed = true;
    this.positions.set(partition, nextOffset);
    const read = this.batches.get(partition);
    if (container) this.batches.set(partition, rememberBatch(read ?? [], container));
    else if (read) this.batches.set(partition, batchesBefore(read, nextOffset));
  }

  /** Keeps what could not be summed. What was lost unread is missing somewhere. */
  note(delivery: Delivery & { kind: 'unreadable' | 'lost' }): void {
    const { kind, partition, offset, nextOffset, reason } = delivery;
    const place = kind === 'unreadable' ? (delivery.sourceOffset ?? offset) : offset;
    this.#newDeadLetters.push({ partition, offset: place, reason });
    this.deadLetters += nextOffset - offset;
    if (kind === 'lost') this.aggregator.noteLost(partition, delivery.startMs);
  }

  /** Passes over a delivery that can't be summed. */
  poison({ partition, nextOffset }: Delivery, reason: string): void {
    const offset = this.positions.get(partition) ?? 0;
    this.note({ kind: 'lost', partition, offset, nextOffset, reason });
  }

  /** How many of the records were summed before; from now on, all of them were. */
  #countKnown(origin: Origin, partition: number): number {
    const { agent, epoch } = origin;
    const key = epoch === noEpoch ? `${agent}|${partition}` : `${agent}|${epoch}|${partition}`;
    const next = this.#sequences.get(key) ?? 0;
    if (origin.lastSequence >= next) {
      this.#sequences.set(key, origin.lastSequence + 1);
      this.#newSequences.set(key, origin.lastSequence + 1);
    }
    return origin.countBelow(next);
  }
}

const countBelow = (): number => 0;

/** Who runs the alerts of limits on windows, and of those on periods. */
function checkersOf(all: Parts, state: CheckState): { alerts: AlertTracker; periods?: PeriodChecker } {
  const parts = { ...all, isTaken: (id: string): boolean => all.store.hasAlert(id) };
  const { settings, periods } = parts;
  const { sizeMs, slideMs } = settings.shape;
  const ofWindows = state.firing.filter(
    (alert) => !isOfLimit(alert) || isForWindows(alert.subject.limit, sizeMs),
  );
  const memories = new Map([...state.memories].filter(([key]) => !isOfPeriod(key)));
  const alerts = new AlertTracker({ ...parts, memories, firing: ofWindows, stepMs: slideMs });
  if (!periods) return { alerts };
  const isLive = settings.coverage !== 'whole';
  const ofPeriods = { ...parts, ...periods, ...state, shape: settings.shape, isLive, limits: parts.limits() };
  return { alerts, periods: new PeriodChecker(ofPeriods) };
}
