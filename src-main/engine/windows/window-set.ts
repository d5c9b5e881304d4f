import type { Lack } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { Window } from './window.ts';
import type { FoldScopes } from './pair-sums.ts';
import type { WindowShape } from './window-clock.ts';

/** Idle windows in a row are made up to this many; a longer gap is skipped. */
export const longestIdleGap = 10_000;

/** Where closed windows lie; read when a late record corrects one. */
export interface WindowArchive {
  load(startMs: EpochMs): Window | undefined;
}

/** The windows in memory: the open ones, and those changed since the last {@link WindowSet.release}. */
export class WindowSet {
  readonly #shape: WindowShape;
  readonly #maxPairs: number;
  readonly #archive: WindowArchive;
  readonly #windows = new Map<EpochMs, Window>();
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
    this.#maxPairs = maxPairs;
    this.#archive = archive;
  }

  hold(window: Window): void {
    this.#windows.set(window.startMs, window);
    const { scopesAt } = this;
    if (scopesAt) window.pairs.scopes = () => scopesAt(window.startMs);
    if (!window.closed) this.#earliestEndMs = Math.min(this.#earliestEndMs, window.endMs);
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
    if (archived) this.hold(archived);
    return archived;
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

  /** Lets go of the closed windows, once they are stored. */
  release(): void {
    for (const [startMs, window] of this.#windows) if (window.closed) this.#windows.delete(startMs);
  }

  #make(startMs: EpochMs): Window {
    const endMs = epochMs(startMs + this.#shape.sizeMs);
    const window = Window.empty(startMs, endMs, this.#maxPairs, this.gapsOf(startMs, endMs));
    this.hold(window);
    return window;
  }
}
