import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { flow, type Flow } from '../records/flows.ts';
import { TestProducer } from '../kafka/stream-run.ts';

/** Length of the windows that {@link AlternatingTraffic} is made for. */
export const alternatingMs = 2_000;
const pairCount = 16;
/** Bytes of each pair in a second; in the last second of every other window it is many. */
const [few, many] = [10, 1_000];

const isLoud = (secondMs: number): boolean => secondMs % (2 * alternatingMs) === alternatingMs - 1_000;

const flowsOf = (secondMs: number): Flow[] =>
  Array.from({ length: pairCount }, (_, i) =>
    flow(`10.0.0.${i}`, '192.0.2.1', isLoud(secondMs) ? many : few),
  );

/** What a window that was published whole holds. */
export const alternatingBytes = (startMs: number): number => {
  let bytes = 0;
  for (let ms = startMs; ms < startMs + alternatingMs; ms += 1_000)
    bytes += flowsOf(ms).reduce((sum, one) => sum + one.bytes, 0);
  return bytes;
};

/** A maximum that every other window is above. */
export const alternatingMax = 5_000;

/** An agent that publishes each second, with its marks: every other window is above {@link alternatingMax}. */
export class AlternatingTraffic {
  readonly #producer: TestProducer;
  readonly #running: Promise<void>;
  #isStopped = false;
  /** Start of the first second that was published, and the end of the last one. */
  firstMs = 0;
  endMs = 0;

  constructor(dataDir: string, settings: KafkaSettings) {
    this.#producer = new TestProducer(dataDir, settings);
    this.#running = this.#run();
  }

  /** What was published. */
  get totals(): { bytes: number; packets: number } {
    const totals = { bytes: 0, packets: 0 };
    for (let ms = this.firstMs; ms < this.endMs; ms += 1_000)
      for (const { bytes, packets } of flowsOf(ms)) {
        totals.bytes += bytes;
        totals.packets += packets;
      }
    return totals;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    await this.#producer.sent();
    await this.#producer.stop();
  }

  async #run(): Promise<void> {
    this.firstMs = this.endMs = Math.floor(Date.now() / 1_000) * 1_000;
    while (!this.#isStopped) {
      await sleep(this.endMs + 1_000 - Date.now() + 5);
      for (; this.endMs + 1_000 <= Date.now(); this.endMs += 1_000)
        await this.#producer.publish(this.endMs, flowsOf(this.endMs));
      await this.#producer.mark(this.endMs);
    }
  }
}
