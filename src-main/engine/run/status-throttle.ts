import type { EpochMs } from '../../common/units.ts';

const secondMs = 1000;
/** What was captured in a second comes after its end, through brokers somewhat later; it is waited for this long. */
const graceMs = 500;

const secondOf = (ms: number): number => Math.floor(ms / secondMs);

/** When the status is sent: once in each second, as soon as the totals of the second before it are there. */
export class StatusThrottle {
  #sentMs = -Infinity;
  #newsMs = -Infinity;

  /** There are new totals. */
  note(now: EpochMs): void {
    this.#newsMs = now;
  }

  /** The status was sent. */
  sent(now: EpochMs): void {
    this.#sentMs = now;
    this.#newsMs = Math.min(this.#newsMs, now);
  }

  /** When it is due though nothing comes, in milliseconds since the epoch. */
  get dueMs(): number {
    return (secondOf(this.#sentMs) + 1) * secondMs + graceMs;
  }

  isDue(now: EpochMs): boolean {
    const wasSetBack = now < this.#sentMs;
    return wasSetBack || secondOf(Math.max(this.#newsMs, now - graceMs)) > secondOf(this.#sentMs);
  }
}
