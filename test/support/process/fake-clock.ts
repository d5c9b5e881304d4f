import type { Cancellation, Clock } from '../../../src-main/common/clock.ts';
import { type Disposable, toDisposable } from '../../../src-main/common/disposable.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { type DurationMs, durationMs, type EpochMs, epochMs } from '../../../src-main/common/units.ts';

interface Timer {
  atMs: number;
  readonly everyMs: number | null;
  readonly action: () => void;
}

/** A clock that stands until it is moved. Both of its times move together, unless the time of day is set. */
export class FakeClock implements Clock {
  #now: number;
  #elapsed = 0;
  readonly #timers = new Set<Timer>();
  readonly #waited = new Emitter<number>();
  /** Somebody waits, this many milliseconds. */
  readonly onWait = this.#waited.event;

  constructor(now = 0) {
    this.#now = now;
  }

  /** Timers that would still run. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): EpochMs {
    return epochMs(this.#now);
  }

  monotonic(): DurationMs {
    return durationMs(this.#elapsed);
  }

  /** Sets the time of day alone, as a person or a time server does. */
  set(now: number): void {
    this.#now = now;
  }

  /** Lets time pass; what is due in it runs, each at its own time. */
  advance(ms: number): void {
    const endMs = this.#elapsed + ms;
    for (let next = this.#due(endMs); next; next = this.#due(endMs)) {
      this.#pass(Math.max(0, next.atMs - this.#elapsed));
      if (next.everyMs === null) this.#timers.delete(next);
      else next.atMs += next.everyMs;
      next.action();
    }
    this.#pass(endMs - this.#elapsed);
  }

  after(ms: number, signal?: Cancellation): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        timer.dispose();
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = this.once(ms, end);
      signal?.addEventListener('abort', end);
      this.#waited.fire(ms);
    });
  }

  once(ms: number, action: () => void): Disposable {
    return this.#add({ atMs: this.#elapsed + ms, everyMs: null, action });
  }

  every(ms: number, action: () => void): Disposable {
    return this.#add({ atMs: this.#elapsed + ms, everyMs: ms, action });
  }

  #add(timer: Timer): Disposable {
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  #due(untilMs: number): Timer | undefined {
    const due = [...this.#timers].filter(({ atMs }) => atMs <= untilMs);
    return due.sort((a, b) => a.atMs - b.atMs)[0];
  }

  #pass(ms: number): void {
    this.#elapsed += ms;
    this.#now += ms;
  }
}
