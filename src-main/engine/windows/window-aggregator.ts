import { type EpochMs, epochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { LinkReport } from '../log/record-publisher.ts';
import { countPackets, forEachFlow } from '../flow-records/reader.ts';
import { type Selection, selects, selectsEverything } from './selection.ts';
import { Window } from './window.ts';
import { newestWindowAt, oldestWindowAt, Watermark, windowsAt, type WindowShape } from './window-clock.ts';

/** Where closed windows lie; read when a late record corrects one. */
export interface WindowArchive {
  load(startMs: EpochMs): Window | undefined;
}

/** What the aggregator needs to know. */
export interface AggregatorSettings {
  readonly shape: WindowShape;
  readonly selection: Selection;
  /** How long after a window's end its records are waited for. */
  readonly latenessMs: number;
  /** How long a closed window may still be corrected; Infinity for ever. */
  readonly correctionMs: number;
  readonly maxPairs: number;
  /** Windows that start before it weren't captured from their start on. */
  readonly coverageFromMs: number;
  /** Whether all that drops packets before they can be captured counts them. */
  readonly dropsKnown: boolean;
}

/** Idle windows between two records are made up to this many; a longer gap is skipped. */
export const longestIdleGap = 10_000;

/**
 * Sums flow records into windows by event time. Holds the open windows and those changed since the last
 * {@link WindowAggregator.release}; closed ones lie in the archive.
 */
export class WindowAggregator {
  readonly #settings: AggregatorSettings;
  readonly #archive: WindowArchive;
  readonly #watermark: Watermark;
  readonly #windows = new Map<EpochMs, Window>();
  readonly #touched = new Set<Window>();
  readonly #all: boolean;
  /** No open window ends before it: most records close nothing. */
  #earliestEndMs = Infinity;
  /** Windows that start before it are incomplete: when the capture began, or went on after a gap. */
  #coveredFromMs: number;
  #firstMs: EpochMs | undefined;
  #lastMs: EpochMs | undefined;
  /** Start of the newest window that holds the present moment; undefined in a stream without a wall clock. */
  #presentMs: EpochMs | undefined;
  /** Told when a gap was too long for its idle windows to be made. */
  onGapSkipped: (fromMs: EpochMs, toMs: EpochMs) => void = () => {};
  /** Told how many records of a batch were passed over, as a total would no longer be exact with them. */
  onRefused: (records: number) => void = () => {};

  constructor(settings: AggregatorSettings, archive: WindowArchive) {
    this.#settings = settings;
    this.#archive = archive;
    this.#watermark = new Watermark(settings.latenessMs);
    this.#all = selectsEverything(settings.selection);
    this.#coveredFromMs = settings.coverageFromMs;
  }

  /** Goes on from stored state: the windows that were open, the span of all windows known, and {@link newestMs}. */
  resume(open: readonly Window[], span?: { firstMs: EpochMs; lastMs: EpochMs }, newestMs?: EpochMs): void {
    // Live events can't lie ahead of the moment at which the capture goes on, unless the clock was set back since.
    const limitMs = Number.isFinite(this.#settings.coverageFromMs) ? this.#settings.coverageFromMs : Infinity;
    if (newestMs !== undefined) this.#watermark.resume(Math.min(newestMs, limitMs));
    for (const window of open) {
      if (window.startMs < this.#settings.coverageFromMs) window.markIncomplete();
      this.#hold(window);
    }
    this.#firstMs = span?.firstMs;
    this.#lastMs = span?.lastMs;
  }

  /**
   * Adds the entries of a batch of a partition from index `from` on.
   *
   * @returns packets that came too late to be summed.
   */
  add(batch: FlowBatch, from = 0, partition = 0): number {
    const { shape, selection } = this.#settings;
    this.#watermark.advance(batch.fromMs, partition);
    this.#reach(oldestWindowAt(batch.fromMs, shape));
    this.#reach(newestWindowAt(batch.fromMs, shape));
    const windows = windowsAt(batch.fromMs, shape).map((startMs) => this.#windowAt(startMs));
    const accepting = windows.filter((window) => this.#accepts(window));
    const refusing = windows.filter((window) => !this.#accepts(window));
    if (refusing.length > 0) {
      const late = this.#all ? countPackets(batch, from) : this.#countSelected(batch, from);
      for (const window of refusing) window.addLate(late);
      if (accepting.length === 0) return late;
    }
    for (const window of accepting) this.#touched.add(window);
    let [selected, refused] = [0, 0];
    forEachFlow(batch, from, (pair, bytes, packets) => {
      if (!this.#all && !selects(selection, pair)) return;
      if (!accepting.every((window) => window.hasRoomFor(bytes, packets))) {
        refused += 1;
        return;
      }
      selected += packets;
      for (const window of accepting) window.add(pair, bytes, packets);
    });
    if (refused > 0) this.#refuse(refused, accepting);
    if (selected > 0) for (const window of accepting) window.noteInterface(batch.interface, selected);
    return 0;
  }

  /** Moves an idle stream on by the wall clock, as far as it is read ({@link Watermark}): windows up to now exist. */
  advanceWallClock(now: EpochMs, caughtUp?: ReadonlyMap<number, number>): void {
    this.#watermark.setWallClock(now, caughtUp);
    this.#presentMs = newestWindowAt(now, this.#settings.shape);
    this.#reach(this.#presentMs);
    this.#windowAt(this.#presentMs);
  }

  /** Takes note of what the kernel counted, and of packets that were lost before they reached the log. */
  noteCounts({ atMs, interface: name, ...counts }: LinkReport): void {
    for (const window of this.#reachAll(atMs)) window.noteCounts(name, counts);
  }

  /** Takes note that nothing was captured for a while, up to now: the windows it touches are incomplete. */
  noteGap(fromMs: EpochMs, toMs: EpochMs): void {
    this.#coveredFromMs = Math.max(this.#coveredFromMs, toMs);
    for (const window of this.#windows.values()) {
      if (window.startMs < toMs && fromMs < window.endMs) window.markIncomplete();
    }
  }

  /** Newest event time seen; undefined before the first. */
  get newestMs(): EpochMs | undefined {
    const { newestMs } = this.#watermark;
    return newestMs === -Infinity ? undefined : epochMs(newestMs);
  }

  /** Closes the windows that the watermark has passed, and gives them back oldest first. */
  closePassed(): Window[] {
    if (this.#watermark.valueMs < this.#earliestEndMs) return [];
    const passed = this.open().filter(({ endMs }) => endMs <= this.#watermark.valueMs);
    for (const window of passed) window.close();
    this.#earliestEndMs = Math.min(...this.open().map(({ endMs }) => endMs), Infinity);
    return passed;
  }

  /** Closes every window. */
  closeAll(): Window[] {
    const open = this.open();
    for (const window of open) window.close();
    this.#earliestEndMs = Infinity;
    return open;
  }

  /** Windows that grew since the last call. */
  takeTouched(): Window[] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  /** Windows that aren't over, oldest first. */
  open(): Window[] {
    return this.windows().filter(({ closed }) => !closed);
  }

  /** Windows in memory, oldest first. */
  windows(): Window[] {
    return [...this.#windows.values()].sort((a, b) => a.startMs - b.startMs);
  }

  /** The window that holds the present moment (without a wall clock: the newest), or undefined before the first. */
  current(): Window | undefined {
    const startMs = this.#presentMs ?? this.#lastMs;
    return startMs === undefined ? undefined : this.#windows.get(startMs);
  }

  /** Lets go of the closed windows, once they are stored. */
  release(): void {
    for (const [startMs, window] of this.#windows) if (window.closed) this.#windows.delete(startMs);
  }

  #refuse(records: number, windows: readonly Window[]): void {
    for (const window of windows) window.markIncomplete();
    this.onRefused(records);
  }

  #reachAll(atMs: EpochMs): Window[] {
    return windowsAt(atMs, this.#settings.shape).map((startMs) => {
      this.#reach(startMs);
      return this.#windowAt(startMs);
    });
  }

  #windowAt(startMs: EpochMs): Window {
    const held = this.#windows.get(startMs);
    if (held) return held;
    return this.#hold(this.#archive.load(startMs) ?? this.#emptyWindow(startMs));
  }

  #hold(window: Window): Window {
    this.#windows.set(window.startMs, window);
    if (!window.closed) this.#earliestEndMs = Math.min(this.#earliestEndMs, window.endMs);
    return window;
  }

  #emptyWindow(startMs: EpochMs): Window {
    const { shape, maxPairs, dropsKnown } = this.#settings;
    const complete = startMs >= this.#coveredFromMs;
    return Window.empty(startMs, epochMs(startMs + shape.sizeMs), maxPairs, complete, dropsKnown);
  }

  #accepts({ endMs }: Window): boolean {
    return this.#watermark.valueMs < endMs + this.#settings.correctionMs;
  }

  /** Makes the windows between the known span and a start, so that silence has windows of total 0. */
  #reach(startMs: EpochMs): void {
    const { slideMs } = this.#settings.shape;
    const last = this.#lastMs ?? epochMs(startMs - slideMs);
    const first = this.#firstMs ?? startMs;
    if (startMs > last) this.#fill(epochMs(last + slideMs), startMs);
    if (startMs < first) this.#fill(startMs, epochMs(first - slideMs));
    this.#firstMs = epochMs(Math.min(first, startMs));
    this.#lastMs = epochMs(Math.max(last, startMs));
  }

  /** Idle windows that ended before the capture began are not made: nobody knows what they held. */
  #fill(fromMs: EpochMs, toMs: EpochMs): void {
    const { shape, coverageFromMs } = this.#settings;
    const startMs = Math.max(fromMs, oldestWindowAt(epochMs(coverageFromMs), shape));
    if ((toMs - startMs) / shape.slideMs > longestIdleGap) {
      this.onGapSkipped(fromMs, toMs);
      return;
    }
    for (let at = startMs; at <= toMs; at += shape.slideMs) this.#windowAt(epochMs(at));
  }

  #countSelected(batch: FlowBatch, from: number): number {
    let sum = 0;
    forEachFlow(batch, from, (pair, _bytes, packets) => {
      if (selects(this.#settings.selection, pair)) sum += packets;
    });
    return sum;
  }
}
