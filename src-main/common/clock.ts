import type { Disposable } from './disposable.ts';
import type { DurationMs, EpochMs } from './units.ts';

/** Tells the time of day; all that a part needs which never waits. */
export interface WallClock {
  /** The time of day. People and servers set it: it may jump, in either direction. */
  now(): EpochMs;
}

/** Ends a wait early; an `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Where time comes from: a parameter everywhere, so that no test has to wait. */
export interface Clock extends WallClock {
  /**
   * Time since an instant of no meaning: for lengths of time, as it never jumps with the time of day. It may stand
   * still while the machine sleeps.
   */
  monotonic(): DurationMs;
  /** Resolves after `ms` milliseconds, or when the signal aborts, at once if it has; it never rejects. */
  after(ms: number, signal?: Cancellation): Promise<void>;
  /** Runs `action` once after `ms` milliseconds, unless disposed of before. */
  once(ms: number, action: () => void): Disposable;
  /** Runs `action` each `ms` milliseconds, until disposed of. */
  every(ms: number, action: () => void): Disposable;
}
