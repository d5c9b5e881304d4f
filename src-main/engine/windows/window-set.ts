import type { Lack } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { Pane, type PaneArchive } from './pane.ts';
import { Window, type WindowFacts } from './window.ts';
import type { FoldScopes, PairSums } from './pair-sums.ts';
import { windowsAt } from './window-clock.ts';
import { paneMsOf, type WindowShape } from '../../common/window-shape.ts';

/** Idle windows in a row are made up to this many; a longer gap is skipped. */
export const longestIdleGap = 10_000;

/** Windows that were corrected last and stay in memory: who is late once is late again. */
const correctedKept = 16;

/** Where closed windows lie; looked at when a late record corrects one. */
export interface WindowArchive {
  load(startMs: EpochMs): WindowFacts | undefined;
  /** The oldest `count` starts of those that lie there and start in `[fromMs, toMs]`, in their order. */
  starts(fromMs: EpochMs, toMs: EpochMs, count: number): EpochMs[];
  readonly panes: PaneArchive;
  /** Pairs that an overlapping window has beside those of its panes: an older version stored them by window. */
  formerPairs?(startMs: EpochMs): PairSums | undefined;
}

/**
 * The windows in memory: the open ones, and those changed since the last {@link WindowSet.release}. What is summed goes
 * into panes, one a slide where that divides the length, of which overlapping windows share their pairs.
 */
export class WindowSet {
  readonly #shape: WindowShape;
  readonly #paneMs: number;
  readonly #maxPairs: number;
  readonly #archive: WindowArchive;
  readonly #windows = new Map<EpochMs, Window>();
  readonly #panes = new Map<EpochMs, Pane>();
  /** Windows up to here are closed. */
  #closedUpToMs = -Infinity;
  /** No open window ends before it: most records close nothing. */
  #earliestEndMs = Infinity;
  /** The scopes whose sums stay exact when pairs of a window are folded. */
  scopesAt: ((startMs: EpochMs) => FoldScopes) | undefined;
  /** Called when a stretch was too long for its idle windows to be made. */
  onGapSkipped: (fromMs: EpochMs, toMs: EpochMs) => void = () => {};
  /** What a window lacks from its beginning on. */
  gapsOf: (startMs: EpochMs, endMs: EpochMs) => readonly Lack[] = () => [];

  constructor(shape: WindowShape, maxPairs: number, archive: WindowArchive) {
    this.#shape = shape;
    this.#paneMs = paneMsOf(shape);
    this.#maxPairs = maxPairs;
    this.#archive = archive;
  }

  /** Takes in a window that is stored. */
  hold(facts: WindowFacts): Window {
    const { startMs, endMs, closed } = facts;
    const window = new Window(facts, this.#panesOf(facts), this.#maxPairs);
    this.#windows.set(startMs, window);
    if (!closed) this.#earliestEndMs = Math.min(this.#earliestEndMs, endMs);
    return window;
  }

  /** The pane that holds an instant. */
  pane(at: EpochMs): Pane {
    const startMs = epochMs(Math.floor(at / this.#paneMs) * this.#paneMs);
    const held = this.#panes.get(startMs);
    if (held) return held;
    const pane = new Pane(startMs, this.#archive.panes, this.#maxPairs);
    const { scopesAt } = this;
    if (scopesAt) pane.scopes = () => scopesAt(startMs);
    this.#panes.set(startMs, pane);
    return pane;
  }

  /** Panes that have something that is not stored, and those that are stored as if they were not over. */
  changedPanes(): Pane[] {
    return [...this.#panes.values()].filter(
      (pane) => pane.isChanged || (!pane.isSettled && this.isOver(pane)),
    );
  }

  /** How many pairs have grown and are not stored. */
  get changedPairs(): number {
    let count = 0;
    for (const pane of this.#panes.values()) count += pane.changedPairs;
    return count;
  }

  /** Whether a pane has ended: what it gets now is a correction. */
  isOver({ startMs }: Pane): boolean {
    return startMs + this.#paneMs <= this.#closedUpToMs;
  }

  /** Windows up to here are closed; -Infinity before the first. */
  get closedUpToMs(): number {
    return this.#closedUpToMs;
  }

  /** The end of the oldest window that isn't closed; Infinity where none is open. */
  get earliestEndMs(): number {
    return this.#earliestEndMs;
  }

  /** The window that starts there: from memory, from the archive, or an empty one. */
  at(startMs: EpochMs): Window {
    return this.find(startMs) ?? this.#make(startMs);
  }

  /** The window that starts there; undefined where there is none yet. */
  find(startMs: EpochMs): Window | undefined {
    const held = this.#windows.get(startMs);
    if (held) return held;
    const archived = this.#archive.load(startMs);
    if (!archived) return undefined;
    const window = this.hold(archived);
    window.changed = false;
    return window;
  }

  /** The oldest `count` windows of those that there are and start in `[fromMs, toMs]`, in their order. */
  from(fromMs: EpochMs, toMs: EpochMs, count: number): Window[] {
    const held = [...this.#windows.keys()].filter((startMs) => fromMs <= startMs && startMs <= toMs);
    const starts = new Set([...held, ...this.#archive.starts(fromMs, toMs, count)]);
    const oldest = [...starts].sort((a, b) => a - b).slice(0, count);
    return oldest.flatMap((startMs) => this.find(startMs) ?? []);
  }

  /** Whether one that starts in `[fromMs, toMs]` is closed: those that aren't are in memory. */
  hasClosed(fromMs: EpochMs, toMs: EpochMs): boolean {
    const starts = this.#archive.starts(fromMs, toMs, this.#windows.size + 1);
    if (starts.some((startMs) => this.#windows.get(startMs)?.closed !== false)) return true;
    return this.all().some(({ startMs, closed }) => closed && fromMs <= startMs && startMs <= toMs);
  }

  /** Of the windows in memory the one that starts there. */
  held(startMs: EpochMs): Window | undefined {
    return this.#windows.get(startMs);
  }

  /** Windows in memory, oldest first. */
  all(): Window[] {
    return [...this.#windows.values()].sort((a, b) => a.startMs - b.startMs);
  }

  /** Windows that aren't over, oldest first. */
  open(): Window[] {
    return this.all().filter(({ closed }) => !closed);
  }

  /** Windows in memory that hold a part of a stretch of time. */
  *within(fromMs: number, toMs: number): Iterable<Window> {
    for (const window of this.#windows.values()) {
      if (window.startMs < toMs && fromMs < window.endMs) yield window;
    }
  }

  /** Closes the open windows that end up to an instant, and gives them back oldest first. */
  closeUpTo(endMs: number): Window[] {
    this.#closedUpToMs = Math.max(this.#closedUpToMs, endMs);
    if (endMs < this.#earliestEndMs) return [];
    const passed = this.open().filter((window) => window.endMs <= endMs);
    for (const window of passed) window.close();
    this.#earliestEndMs = Math.min(Infinity, ...this.open().map((window) => window.endMs));
    return passed;
  }

  /** Makes the windows that start in a stretch of time, where they don't exist: silence has windows of total 0. */
  fill(fromMs: EpochMs, toMs: EpochMs): void {
    const { slideMs } = this.#shape;
    if ((toMs - fromMs) / slideMs > longestIdleGap) {
      this.onGapSkipped(fromMs, toMs);
      return;
    }
    for (let at: number = fromMs; at <= toMs; at += slideMs) this.at(epochMs(at));
  }

  /** Lets go of the closed windows, once they are stored; but for a few that may be corrected again. */
  release(): void {
    const kept = [...this.#windows.values()]
      .filter((window) => this.#isCorrected(window))
      .slice(-correctedKept);
    for (const [startMs, window] of this.#windows)
      if (window.closed && !kept.includes(window)) this.#windows.delete(startMs);
    for (const startMs of this.#panes.keys()) {
      if (!windowsAt(startMs, this.#shape).some((at) => this.#windows.has(at))) this.#panes.delete(startMs);
    }
  }

  /** Whether a window came from the archive to be corrected, and its pairs were not read. */
  #isCorrected({ startMs, endMs, closed }: Window): boolean {
    for (let at: number = startMs; closed && at < endMs; at += this.#paneMs)
      if (this.#panes.get(epochMs(at))?.isWhole !== false) return false;
    return closed;
  }

  #panesOf({ startMs, endMs, packets }: WindowFacts): () => Pane[] {
    const former = packets > 0 && this.#archive.formerPairs?.(startMs);
    if (!former) return () => this.#panesWithin(startMs, endMs);
    const one = new Pane(startMs, { has: () => true, pairs: () => former }, this.#maxPairs);
    return () => [one, ...this.#panesWithin(startMs, endMs)];
  }

  #panesWithin(startMs: EpochMs, endMs: EpochMs): Pane[] {
    const panes: Pane[] = [];
    for (let at: number = startMs; at < endMs; at += this.#paneMs) panes.push(this.pane(epochMs(at)));
    return panes;
  }

  #make(startMs: EpochMs): Window {
    const endMs = epochMs(startMs + this.#shape.sizeMs);
    const window = this.hold(Window.noFacts(startMs, endMs, this.gapsOf(startMs, endMs)));
    window.dirty = true;
    return window;
  }
}
