import type { LackReason } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { Mark } from '../flow-records/mark.ts';
import type { Positions } from '../log/message-log.ts';
import type { FoldScopes } from './pair-sums.ts';
import type {
  AggregatorSettings,
  AggregatorState,
  LogDistance,
  RecordsOrigin,
  SumSink,
} from './aggregator-settings.ts';
import { ClusterSums, type HeldPart, type PartArchive } from './cluster-sums.ts';
import { Roster } from './roster.ts';
import { type Selection, selectsEverything } from './selection.ts';
import { countTaken, roomIn, sumInto } from './summing.ts';
import { Watermark } from './watermark.ts';
import type { Pane } from './pane.ts';
import type { Window } from './window.ts';
import { WindowCoverage } from './window-coverage.ts';
import { newestWindowAt, nextWindowAt, windowsAt, windowsOver } from './window-clock.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import { longestIdleGap, type WindowArchive, WindowSet } from './window-set.ts';

export type { AggregatorSettings, AggregatorState, SumSink } from './aggregator-settings.ts';

/** No live record is from later than this. */
const longestAheadMs = 24 * 3_600_000;
/** A partition that was read to its end so long ago is caught up with. */
const caughtUpMs = 5_000;

/**
 * Sums flow records into windows by event time, and keeps what their totals lack. Holds the open windows and those
 * changed since the last {@link WindowAggregator.release}; closed ones lie in the archive.
 */
export class WindowAggregator {
  readonly #settings: AggregatorSettings;
  readonly #windows: WindowSet;
  readonly #roster: Roster;
  readonly #coverage: WindowCoverage;
  readonly #watermark: Watermark;
  readonly #touched = new Set<Window>();
  /** Takes what a cluster has summed. */
  readonly cluster: ClusterSums;
  /** Undefined where all records are summed. */
  readonly #selection: Selection | undefined;
  readonly #paneMs: number;
  #firstMs: EpochMs | undefined;
  #lastMs: EpochMs | undefined;
  #now: EpochMs | undefined;
  /** Takes what is summed besides: the totals of each batch, and its flows where they are asked for. */
  sink: SumSink | undefined;
  /**
   * Whether the reader has much left to read. Its partitions are far apart then: windows are compared with limits as they
   * close, in their order, so that all who read the same records find the same alerts.
   */
  isBehind = false;
  /** Called with the number of records of a batch that were passed over, and why. */
  onRefused: (records: number, reason: string) => void = () => {};

  /** @param scopesAt the scopes of the limits in force for the window that starts then: their sums stay exact */
  constructor(
    settings: AggregatorSettings,
    archive: WindowArchive & { readonly parts?: PartArchive },
    state: AggregatorState = { open: [] },
    scopesAt?: (startMs: EpochMs) => FoldScopes,
  ) {
    const { shape, maxPairs, latenessMs, leaseMs, selection, coverage } = settings;
    this.#settings = settings;
    this.#windows = new WindowSet(shape, maxPairs, archive);
    this.#windows.scopesAt = scopesAt;
    this.#roster = new Roster(leaseMs, state.agents);
    this.#roster.partitions = state.partitions ?? [];
    this.#watermark = new Watermark({
      latenessMs,
      roster: this.#roster,
      isLive: settings.coverage !== 'whole',
      isMarked: settings.coverage === 'marked',
    });
    this.#selection = selectsEverything(selection) ? undefined : selection;
    this.#paneMs = paneMsOf(shape);
    if (state.newestMs !== undefined) this.#watermark.resume(state.newestMs);
    for (const facts of state.open) {
      const window = this.#windows.hold(facts);
      window.changed = false;
      // What it had may not have been compared with the limits yet.
      this.#touched.add(window);
      // Nobody's marks say what was captured of it: an older version, which wrote none, left it.
      if (settings.coverage === 'marked' && this.#roster.isEmpty)
        window.addGap({ reason: 'coverage-unknown' });
    }
    this.#coverage = new WindowCoverage({
      ...{ windows: this.#windows, roster: this.#roster, shape, isOpen: coverage === 'unknown' },
      accepts: (startMs) => this.#accepts(startMs),
      newestMs: () => this.#watermark.newestMs,
    });
    if (settings.coverage !== 'whole')
      this.#windows.gapsOf = (startMs, endMs) => this.#coverage.gapsAtBirth(startMs, endMs);
    this.#firstMs = state.span?.firstMs;
    this.#lastMs = state.span?.lastMs;
    this.cluster = this.#clusterSums(archive.parts, state.parts);
  }

  #clusterSums(archive: PartArchive | undefined, open: readonly HeldPart[] = []): ClusterSums {
    return new ClusterSums(
      {
        windows: this.#windows,
        archive,
        hear: (time, origin) => this.#hear(time, origin),
        advance: (at, partition, isMarked) => this.#watermark.advance(at, partition, isMarked),
        accepting: (at, packets) => this.#acceptingAt(at, () => packets),
        touch: (window) => this.#touched.add(window),
        lack: (agent, isMarked, windows) => this.#lackOf(agent, isMarked, windows),
        refuse: (windows) => this.#lack('refused', null, windows),
        lose: (windows) => this.#lack('records-lost', null, windows),
        sink: () => this.sink,
      },
      open,
    );
  }

  /** Calls back when a gap was too long for its idle windows to be made. */
  set onGapSkipped(skipped: (fromMs: EpochMs, toMs: EpochMs) => void) {
    this.#windows.onGapSkipped = skipped;
  }

  /** Calls back when the agents' time went back. */
  set onWentBack(wentBack: (toMs: EpochMs) => void) {
    this.#coverage.onWentBack = wentBack;
  }

  /** Calls back when two processes publish as one agent. */
  set onRival(found: (agent: string) => void) {
    this.#coverage.onRival = found;
  }

  /**
   * Records what is known of the log before more of it is taken: which partitions it has, as an agent may have
   * records in each of them, and whether the reader is behind.
   */
  noteDistance({ log, isBehind }: LogDistance, positions: Positions): void {
    this.isBehind = isBehind?.(positions) ?? false;
    if (log.ends().size > 1) this.#roster.partitions = [...log.ends().keys()];
  }

  /** The agents as they are known by their marks. */
  get roster(): Roster {
    return this.#roster;
  }

  /** Newest event time seen; undefined before the first. */
  get newestMs(): EpochMs | undefined {
    const { newestMs } = this.#watermark;
    return newestMs === -Infinity ? undefined : epochMs(newestMs);
  }

  /**
   * Adds the entries of a batch from index `from` on.
   *
   * @returns packets that came too late to be summed into a window that holds them
   */
  add(batch: FlowBatch, from = 0, origin: RecordsOrigin = ownRecords): number {
    const { agent, epoch } = origin;
    if (batch.fromMs - (this.#now ?? Infinity) > longestAheadMs) {
      this.onRefused(batch.count - from, 'its time is more than a day ahead');
      return 0;
    }
    this.#hear(batch, origin);
    if (this.#crossesBorder(batch)) {
      this.#refuse(batch, from, agent);
      return 0;
    }
    const accepting = this.#acceptingAt(batch.fromMs, () => countTaken(batch, from, this.#selection));
    this.#sum(batch, from, accepting.windows, agent);
    this.#lackOf(agent, epoch !== null, accepting.windows);
    return accepting.late;
  }

  #lackOf(agent: string | null, isMarked: boolean, windows: readonly Window[]): void {
    // What closed without the agent waits for the rest of its records, too.
    if (isMarked && agent !== null)
      this.#lack(
        'coverage-unknown',
        agent,
        windows.filter(({ closed, endMs }) => closed && this.#roster.doubts(agent, endMs)),
      );
    if (isMarked && agent !== null && this.#roster.isSetBack(agent))
      this.#lack('not-captured', agent, windows);
    if (!isMarked && this.#settings.coverage !== 'whole') this.#lack('coverage-unknown', agent, windows);
  }

  /** Takes what an agent says of itself: how far it got, what it counted, and where it has gaps. */
  mark(mark: Mark, partition: number, now: EpochMs): void {
    this.#coverage.take(mark, partition, now);
  }

  /** Names the agents that are to be there: windows lack those that aren't. */
  expect(agents: ReadonlySet<string>): void {
    if (this.#settings.coverage !== 'whole') this.#coverage.expect(agents);
  }

  /** Forgets an agent, until it is heard again. */
  forget(agent: string): void {
    this.#coverage.forget(agent);
  }

  /** Records of a partition were lost unread; of the window alone that starts then, where that is known. */
  noteLost(partition: number, startMs?: EpochMs): void {
    if (startMs === undefined) this.#coverage.noteLost(partition, this.newestMs);
    this.cluster.lose(partition, startMs);
  }

  /**
   * Moves a live stream on: leases run out, and windows of producers without marks exist up to the present, as far as
   * it is read.
   *
   * @param monotonicMs a clock that never jumps
   */
  advance(now: EpochMs, monotonicMs: number, caughtUp?: ReadonlyMap<number, number>): void {
    this.#now = now;
    this.#watermark.setWallClock(now, monotonicMs, caughtUp);
    const isCaughtUp = [...(caughtUp?.values() ?? [])].every((ms) => now - ms <= caughtUpMs);
    for (const agent of this.#roster.look(monotonicMs, isCaughtUp)) this.#coverage.fallSilent(agent);
    const { coverage } = this.#settings;
    if (coverage === 'marked' || !this.#roster.isEmpty || !isCaughtUp || caughtUp?.size === 0) return;
    const presentMs = newestWindowAt(now, this.#settings.shape);
    this.#reach(presentMs);
    this.#windows.at(presentMs);
  }

  /**
   * When {@link advance} has a window to make or to close next though nothing is read, by the wall clock; in the past
   * where one waits to be read up to.
   */
  dueMs(now: EpochMs): number {
    if (!this.#watermark.isOfWallClock) return Infinity;
    const endMs = this.#windows.earliestEndMs + this.#settings.latenessMs;
    return this.#roster.isEmpty ? Math.min(endMs, nextWindowAt(now, this.#settings.shape)) : endMs;
  }

  /** Up to when all windows are closed by now. */
  get passedMs(): number {
    return this.#windows.closedUpToMs;
  }

  /** Closes the windows that the watermark has passed, and gives them back oldest first. */
  closePassed(): Window[] {
    return this.#windows.closeUpTo(Math.min(this.#watermark.valueMs, this.cluster.holdsMs));
  }

  /** No window that ended by then is open, in ms since the epoch; -Infinity while none was closed. */
  get closedMs(): number {
    return Math.min(this.#watermark.valueMs, ...this.open().map(({ endMs }) => endMs - 1));
  }

  /** Closes every window. */
  closeAll(): Window[] {
    return this.#windows.closeUpTo(Infinity);
  }

  /** Windows that grew since the last call; while the reader is behind, the open ones wait until they close. */
  takeTouched(): Window[] {
    const touched = [...this.#touched].filter(({ closed }) => closed || !this.isBehind);
    for (const window of touched) this.#touched.delete(window);
    return touched;
  }

  /** Whether another window had ended by an instant, or by the newest event, before this one does, and isn't closed yet. */
  isEarly({ endMs }: Window, atMs: EpochMs): boolean {
    const { earliestEndMs } = this.#windows;
    return earliestEndMs < endMs && earliestEndMs <= Math.max(atMs, this.#watermark.newestMs);
  }

  /** Windows that aren't over, oldest first. */
  open(): Window[] {
    return this.#windows.open();
  }

  /** Windows in memory, oldest first. */
  windows(): Window[] {
    return this.#windows.all();
  }

  /** The window that holds the present moment; where it doesn't exist yet, or without a wall clock, the newest. */
  current(): Window | undefined {
    const present = this.#now === undefined ? undefined : newestWindowAt(this.#now, this.#settings.shape);
    const held = present === undefined ? undefined : this.#windows.held(present);
    if (held) return held;
    return this.open().findLast(({ startMs }) => present === undefined || startMs <= present);
  }

  /** Panes of which something is to be stored. */
  changedPanes(): Pane[] {
    return this.#windows.changedPanes();
  }

  /** How many pairs have grown and are not stored. */
  get changedPairs(): number {
    return this.#windows.changedPairs;
  }

  /** Whether a pane has ended: what it gets now is a correction. */
  isOver(pane: Pane): boolean {
    return this.#windows.isOver(pane);
  }

  /** Lets go of the closed windows, once they are stored. */
  release(): void {
    this.#windows.release();
  }

  /** Whoever sent a batch is there, and its time has come. */
  #hear(
    { fromMs, intervalMs }: Pick<FlowBatch, 'fromMs' | 'intervalMs'>,
    { partition, agent, epoch, sequence }: RecordsOrigin,
  ): void {
    const isMarked = epoch !== null;
    const isWhole = this.#settings.coverage === 'whole';
    if (isMarked && agent !== null && !isWhole)
      this.#coverage.hear(
        { agent, epoch, sequence, partition },
        { fromMs, toMs: epochMs(fromMs + intervalMs) },
        this.#now ?? fromMs,
      );
    this.#watermark.advance(fromMs, partition, isMarked || isWhole);
  }

  #crossesBorder({ fromMs, intervalMs }: FlowBatch): boolean {
    return Math.floor(fromMs / this.#paneMs) !== Math.floor((fromMs + intervalMs - 1) / this.#paneMs);
  }

  /** Nobody knows which of its windows holds how much of a batch: all of them lack it, also those that are over. */
  #refuse(batch: FlowBatch, from: number, agent: string | null): void {
    const { fromMs, intervalMs } = batch;
    this.onRefused(batch.count - from, `its interval of ${intervalMs} ms crosses the border of a window`);
    const span = { fromMs, toMs: epochMs(fromMs + intervalMs) };
    const starts = windowsOver(span, this.#settings.shape, longestIdleGap);
    this.#exist(starts);
    if (countTaken(batch, from, this.#selection) === 0) return;
    for (const window of this.#coverage.refuse(span, starts, agent)) this.#touched.add(window);
  }

  /**
   * The windows that take a batch, or its packets where they ended too long ago. Overlapping windows share what they
   * hold: they take it as long as the newest of them does.
   */
  #acceptingAt(at: EpochMs, countPackets: () => number): { windows: Window[]; late: number } {
    const starts = windowsAt(at, this.#settings.shape);
    this.#exist(starts);
    if (this.#accepts(starts.at(-1)!))
      return { windows: starts.map((startMs) => this.#windows.at(startMs)), late: 0 };
    const late = countPackets();
    // A window that never was is not made for what it can't hold.
    for (const startMs of starts) this.#windows.find(startMs)?.addLate(late);
    return { windows: [], late };
  }

  #sum(batch: FlowBatch, from: number, windows: readonly Window[], agent: string | null): void {
    if (windows.length === 0) return;
    const { bytes, packets, refused } = sumInto(this.#windows.pane(batch.fromMs), batch, from, {
      selection: this.#selection,
      room: roomIn(windows),
      takeFlow: this.sink?.flowsAt(batch.fromMs, agent),
    });
    for (const window of windows) this.#touched.add(window);
    if (packets > 0) this.sink?.add(batch.fromMs, bytes, packets);
    if (packets > 0)
      for (const window of windows) {
        window.add(bytes, packets);
        window.addShare(agent, batch.interface, packets, bytes);
      }
    if (refused === 0) return;
    this.#lack('refused', agent, windows);
    this.onRefused(refused, 'a total would go past 2^53 − 1 with it');
  }

  #lack(reason: LackReason, agent: string | null, windows: readonly Window[]): void {
    for (const window of windows) window.addGap({ reason, ...(agent !== null && { agent }) });
  }

  #accepts(startMs: EpochMs): boolean {
    const { shape, correctionMs } = this.#settings;
    return this.#watermark.valueMs < startMs + shape.sizeMs + correctionMs;
  }

  /** Where no marks tell of silence, the windows from the known span up to these have a total of 0. */
  #exist(starts: readonly EpochMs[]): void {
    const { coverage } = this.#settings;
    if (coverage === 'marked' || (coverage === 'unknown' && !this.#roster.isEmpty)) return;
    this.#reach(starts[0]!);
    this.#reach(starts.at(-1)!);
  }

  /** Makes the windows between the known span and a start, so that silence has windows of total 0. */
  #reach(startMs: EpochMs): void {
    const { slideMs } = this.#settings.shape;
    const last = this.#lastMs ?? epochMs(startMs - slideMs);
    const first = this.#firstMs ?? startMs;
    if (startMs > last) this.#windows.fill(epochMs(last + slideMs), startMs);
    if (startMs < first) this.#windows.fill(startMs, epochMs(first - slideMs));
    this.#firstMs = epochMs(Math.min(first, startMs));
    this.#lastMs = epochMs(Math.max(last, startMs));
  }
}

/** Records of a log that one agent alone writes. */
const ownRecords: RecordsOrigin = { partition: 0, agent: null, epoch: 0, sequence: 0 };
