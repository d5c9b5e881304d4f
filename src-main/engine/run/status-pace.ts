import type { EpochMs } from '../../common/units.ts';

const secondMs = 1000;
/** What was captured in a second comes after its end, through brokers somewhat later; so long it is waited for. */
const graceMs = 500;

const secondOf = (ms: number): number => Math.floor(ms / secondMs);

/** When the state is told: in each second once, as soon as the totals of the second before it are there. */
export class StatusPace {
  #notifiedMs = -Infinity;
  #newsMs = -Infinity;

  /** There are new totals. */
  note(now: EpochMs): void {
    this.#newsMs = now;
  }

  told(now: EpochMs): void {
    this.#notifiedMs = now;
    this.#newsMs = Math.min(this.#newsMs, now);
  }

  isDue(now: EpochMs): boolean {
    const wasSetBack = now < this.#notifiedMs;
    return wasSetBack || secondOf(Math.max(this.#newsMs, now - graceMs)) > secondOf(this.#notifiedMs);
  }
}
