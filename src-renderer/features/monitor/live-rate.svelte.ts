import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { RateSample } from '../../../src-main/common/model/capture.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';

/** Seconds of rate that are kept. */
export const rateSeconds = 120;
const secondMs = 1_000;
/** While nothing comes, a status comes this seldom at most, in milliseconds. */
const longestRestMs = 15_000;

/** The rate of the last two minutes, a sample for each second in which something came or ceased to. */
export class LiveRate implements Disposable {
  samples = $state.raw<readonly RateSample[]>([]);
  readonly largest: number = $derived(this.samples.reduce((most, { bytes }) => Math.max(most, bytes), 0));
  readonly #subscriptions: readonly Disposable[];

  constructor({ monitor }: Pick<Client, 'monitor'>) {
    this.#subscriptions = [
      monitor.onRatesSampled((samples) => this.#take(samples)),
      monitor.onStatusChanged(({ atMs, capture }) => this.#take([{ atMs, bytes: capture.bytesPerSecond }])),
    ];
  }

  #take(taken: readonly RateSample[]): void {
    const samples = taken.reduce(withSample, this.samples);
    const fromMs = (samples.at(-1)?.atMs ?? 0) - rateSeconds * secondMs;
    this.samples = samples.filter(({ atMs }) => atMs > fromMs);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** After a rest, nothing came until the second before. A clock that was set back makes wrong what is later. */
function withSample(samples: readonly RateSample[], sample: RateSample): readonly RateSample[] {
  const earlier = samples.filter(({ atMs }) => atMs < sample.atMs);
  const gapMs = sample.atMs - (earlier.at(-1)?.atMs ?? sample.atMs);
  const hasRested = earlier.at(-1)?.bytes === 0 && sample.bytes > 0;
  if (!hasRested || gapMs <= 2 * secondMs || gapMs > longestRestMs) return [...earlier, sample];
  return [...earlier, { atMs: epochMs(sample.atMs - secondMs), bytes: 0 }, sample];
}
