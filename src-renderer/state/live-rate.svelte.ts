import type { Disposable } from '../../src-main/common/disposable.ts';
import type { Client } from './client.ts';

/** Seconds of rate that are kept. */
export const rateSeconds = 120;

/** What was captured in one second. */
export interface RateSample {
  readonly atMs: number;
  readonly bytes: number;
}

/** The rate of the last two minutes, a sample with each status of the engine. */
export class LiveRate implements Disposable {
  samples = $state.raw<readonly RateSample[]>([]);
  readonly largest: number = $derived(this.samples.reduce((most, { bytes }) => Math.max(most, bytes), 0));
  readonly #subscription: Disposable;

  constructor({ monitor }: Pick<Client, 'monitor'>) {
    this.#subscription = monitor.onStatusChanged(({ atMs, capture }) => {
      const fromMs = atMs - rateSeconds * 1000;
      const sample = { atMs, bytes: capture.bytesPerSecond };
      this.samples = [...this.samples.filter((one) => one.atMs > fromMs && one.atMs < atMs), sample];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
