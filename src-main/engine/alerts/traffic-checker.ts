import { Emitter } from '../../common/event.ts';
import type { AlertTransition, LimitOutlook } from '../../common/model/alerts.ts';
import type { LimitVerdicts } from '../../common/model/limits.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Delivery, MessageLog, Origin } from '../log/message-log.ts';
import type { LinkReport } from '../log/record-publisher.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { Window } from '../windows/window.ts';
import { type AggregatorSettings, WindowAggregator } from '../windows/window-aggregator.ts';
import { AlertKeeper, type KeeperParts } from './alert-keeper.ts';
import type { CheckStore, DeadLetter } from './check-store.ts';
import { Outlook } from './outlook.ts';
import { type LimitsNow, WindowJudge } from './window-judge.ts';

/** Records summed between two looks at the clock, so that long reads leave room for other work. */
const readChunk = 50_000;
/** A checkpoint is due after this many records, whatever the clock says. */
const recordsPerCheckpoint = 500_000;
/** A checkpoint is due after this long. */
const checkpointMs = 5_000;

/** So many closed windows are committed at once: sparse records can close thousands each. */
const closedPerCheckpoint = 1_000;

/** A window whose totals are told: closed, corrected, or cut short by the end of the run. */
export interface WindowReport {
  /** Whether it has left a limit, for all traffic or a part of it, whether or not anyone is told of it anew. */
  readonly hasBreached: boolean;
  /** The window with its `count` largest pairs. */
  detail(count: number): WindowDetail;
}

/** What a checker is made of. */
export interface CheckerParts extends Pick<KeeperParts, 'series' | 'rules' | 'warnPercent'>, LimitsNow {
  readonly log: MessageLog;
  readonly store: CheckStore;
  readonly settings: AggregatorSettings;
  /** When an event of the stream is known: now for live traffic, the event's own time in a replay. */
  readonly knownAt: (eventMs: EpochMs) => EpochMs;
}

/**
 * The consumer: reads the log, sums windows, holds them against the limits, and commits windows, alerts and
 * offsets together. What it announces is committed already.
 */
export class TrafficChecker {
  readonly #parts: CheckerParts;
  readonly #aggregator: WindowAggregator;
  readonly #alerts: AlertKeeper;
  readonly #judge: WindowJudge;
  readonly #outlook = new Outlook();
  readonly #positions: Map<number, number>;
  readonly #sequences: Map<string, number>;
  #committedPositions: ReadonlyMap<number, number>;
  readonly #windowReported = new Emitter<WindowReport>();
  readonly #alertChanged = new Emitter<AlertTransition>();
  readonly #announced = new Emitter<null>();
  #late: number;
  #deadLetters: number;
  #newDeadLetters: DeadLetter[] = [];
  #newAlerts: AlertTransition[] = [];
  #closed: Window[] = [];
  #recordsSinceCommit = 0;
  #committedAt = performance.now();
  #draining: Promise<boolean> | undefined;
  readonly onWindowReported = this.#windowReported.event;
  readonly onAlertChanged = this.#alertChanged.event;
  /** What was committed has something that is to be told. */
  readonly onAnnounced = this.#announced.event;

  constructor(parts: CheckerParts) {
    this.#parts = parts;
    const state = parts.store.restore();
    this.#positions = new Map(state.positions);
    this.#committedPositions = new Map(state.positions);
    this.#sequences = new Map(state.sequences);
    this.#late = state.counters.late;
    this.#deadLetters = state.counters.deadLetters;
    this.#alerts = new AlertKeeper({ ...parts, ...state, stepMs: parts.settings.shape.slideMs });
    this.#judge = new WindowJudge(parts, parts.settings.shape.sizeMs);
    this.#aggregator = new WindowAggregator(parts.settings, parts.store);
    this.#aggregator.resume(state.openWindows, state.span, state.newestMs);
  }

  /** Told when a gap was too long for its idle windows to be made. */
  set onGapSkipped(told: (fromMs: EpochMs, toMs: EpochMs) => void) {
    this.#aggregator.onGapSkipped = told;
  }

  get positions(): ReadonlyMap<number, number> {
    return this.#positions;
  }

  /** What a restart would go on from. */
  get committedPositions(): ReadonlyMap<number, number> {
    return this.#committedPositions;
  }

  get late(): number {
    return this.#late;
  }

  get deadLetters(): number {
    return this.#deadLetters;
  }

  /** The window that is growing, with its `count` largest pairs. */
  current(count: number, matches?: (pair: PairKey) => boolean): WindowDetail | null {
    const window = this.#aggregator.current();
    return window ? this.#judge.detail(window, count, matches) : null;
  }

  /** The window that is growing, as it is summed; undefined where there is none. */
  get growing(): Window | undefined {
    return this.#aggregator.current();
  }

  /** How the growing window stands to its limits, and where it is heading. */
  outlook(warnPercent: number, now: EpochMs): LimitOutlook[] {
    const window = this.#aggregator.current();
    if (!window) return [];
    return this.#outlook.look(this.#judge.verdicts(window), this.#alerts, warnPercent, now);
  }

  /** How the growing window stands to the limits in force for it, the first `count` of them. */
  currentVerdicts(count: number): LimitVerdicts | null {
    const window = this.#aggregator.current();
    return window ? this.#judge.verdicts(window).list(count) : null;
  }

  /** Sums what the log holds, up to its end: whether there was any. Calls that come meanwhile wait for the same end. */
  drain(): Promise<boolean> {
    this.#draining ??= this.#drain().finally(() => (this.#draining = undefined));
    return this.#draining;
  }

  /** Moves idle windows on by the wall clock, and commits what is due. Called many times a second. */
  tick(now: EpochMs, caughtUp?: ReadonlyMap<number, number>): void {
    this.#aggregator.advanceWallClock(now, caughtUp);
    this.#settle(epochMs(now));
    if (this.#commitDue()) this.commit();
  }

  /** Takes note that nothing was captured for a while. */
  noteGap(fromMs: EpochMs, toMs: EpochMs): void {
    this.#aggregator.noteGap(fromMs, toMs);
  }

  /** Counts packets that were lost before they could be captured, or before they reached the log. */
  noteCounts(loss: LinkReport): void {
    this.#aggregator.noteCounts(loss);
  }

  /** Holds the open windows against limits that have changed. */
  rejudge(now: EpochMs): void {
    for (const window of this.#aggregator.open()) this.#observe(window, now);
    if (this.#newAlerts.length > 0) this.commit();
  }

  /** Ends a stream that has ended: every window closes and is told. */
  finish(): void {
    this.#close(this.#aggregator.closeAll());
    this.commit();
  }

  /** Stores everything; open windows are told as they stand, and go on in the next run. */
  suspend(): void {
    this.#closed.push(...this.#aggregator.open());
    this.commit();
  }

  /** Commits windows, alerts and offsets in one transaction, then announces them. */
  commit(): void {
    const windows = this.#aggregator.windows();
    const corrected = windows.filter(({ closed, changed, reports }) => closed && changed && reports > 0);
    const reported = new Set([...this.#closed, ...corrected]);
    for (const window of reported) if (window.closed) window.pairs.fold();
    const alerts = this.#newAlerts;
    const isAnnounced = alerts.length > 0 || this.#alerts.warnings.length > 0;
    this.#parts.store.commit({
      positions: this.#positions,
      sequences: this.#sequences,
      counters: { late: this.#late, deadLetters: this.#deadLetters },
      windows: windows
        .filter((window) => window.dirty || reported.has(window))
        .map((window) =>
          this.#judge.judged(window, reported.has(window) ? window.nextReports : window.reports),
        ),
      newestMs: this.#aggregator.newestMs,
      ...this.#alerts.unstored,
      alerts,
      deadLetters: this.#newDeadLetters,
    });
    this.#committedPositions = new Map(this.#positions);
    for (const window of reported) window.noteReported();
    for (const window of windows) window.dirty = false;
    this.#alerts.noteStored();
    this.#closed = [];
    this.#newAlerts = [];
    this.#newDeadLetters = [];
    this.#recordsSinceCommit = 0;
    this.#committedAt = performance.now();
    for (const window of reported)
      this.#windowReported.fire({
        hasBreached: window.breaches.size > 0,
        detail: (count) => this.#judge.detail(window, count),
      });
    for (const alert of alerts) this.#alertChanged.fire(alert);
    if (isAnnounced) this.#announced.fire(null);
    this.#aggregator.release();
  }

  async #drain(): Promise<boolean> {
    for (let hasRead = false; ; hasRead = true) {
      const deliveries = await this.#parts.log.read(this.#positions, readChunk);
      if (deliveries.length === 0) return hasRead;
      for (const delivery of deliveries) {
        this.#take(delivery);
        if (this.#closed.length >= closedPerCheckpoint) this.commit();
      }
      if (this.#commitDue()) this.commit();
    }
  }

  #take(delivery: Delivery): void {
    const { partition, nextOffset } = delivery;
    if (delivery.kind === 'records') this.#sum(delivery);
    else if (delivery.kind !== 'moved' && delivery.kind !== 'mark') this.#note(delivery);
    this.#positions.set(partition, nextOffset);
  }

  /** Keeps what could not be summed. What was lost unread may be missing in any window since the newest record. */
  #note({ kind, partition, offset, nextOffset, reason }: Delivery & { kind: 'unreadable' | 'lost' }): void {
    this.#newDeadLetters.push({ partition, offset, reason });
    this.#deadLetters += nextOffset - offset;
    if (kind === 'lost')
      this.#aggregator.noteGap(this.#aggregator.newestMs ?? epochMs(-Infinity), epochMs(Infinity));
  }

  /** Sums the records that have not been summed before, by their sequence. */
  #sum({ origin, partition, nextOffset, batch }: Delivery & { kind: 'records' }): void {
    const known = origin === null ? 0 : this.#countKnown(origin, partition);
    if (known >= batch.count) return;
    this.#aggregator.onRefused = (records) => {
      const reason = 'a total would go past 2^53 − 1 with it';
      this.#note({ kind: 'unreadable', partition, offset: nextOffset - records, nextOffset, reason });
    };
    this.#late += this.#aggregator.add(batch, known, partition);
    this.#recordsSinceCommit += batch.count;
    this.#settle(epochMs(batch.fromMs + batch.intervalMs));
  }

  /** How many of the records were summed before; from now on, all of them were. */
  #countKnown(origin: Origin, partition: number): number {
    const key = `${origin.agent}|${partition}`;
    const next = this.#sequences.get(key) ?? 0;
    if (origin.lastSequence >= next) this.#sequences.set(key, origin.lastSequence + 1);
    return origin.countBelow(next);
  }

  /** Closes what has passed, and holds what grew against the limits: in the order of event time. */
  #settle(eventMs: EpochMs): void {
    this.#close(this.#aggregator.closePassed());
    for (const window of this.#aggregator.takeTouched()) this.#observe(window, eventMs);
  }

  #close(windows: readonly Window[]): void {
    for (const window of windows) this.#observe(window, window.endMs);
    this.#closed.push(...windows);
  }

  #observe(window: Window, eventMs: EpochMs): void {
    const at = this.#parts.knownAt(eventMs);
    this.#newAlerts.push(...this.#alerts.observe(this.#judge.verdicts(window), at));
  }

  #commitDue(): boolean {
    return (
      this.#closed.length > 0 ||
      this.#newAlerts.length > 0 ||
      this.#alerts.warnings.length > 0 ||
      this.#recordsSinceCommit >= recordsPerCheckpoint ||
      performance.now() - this.#committedAt >= checkpointMs
    );
  }
}
