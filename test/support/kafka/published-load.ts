import { setTimeout as sleep } from 'node:timers/promises';
import { flow } from '../records/flows.ts';
import type { TestProducer } from './stream-run.ts';

const packetsPerBatch = 20;

/** Publishes a batch at a time, and counts what it published. */
export class PublishedLoad {
  packets = 0;
  bytes = 0;
  #next = 0;
  readonly #producer: TestProducer;

  constructor(producer: TestProducer) {
    this.#producer = producer;
  }

  async publish(): Promise<void> {
    const n = this.#next++;
    const flows = Array.from({ length: packetsPerBatch }, (_, i) =>
      flow(`10.0.${i}.1`, `10.1.${n % 250}.1`, 60 + (n % 1_400) + i),
    );
    this.packets += packetsPerBatch;
    this.bytes += flows.reduce((sum, { bytes }) => sum + bytes, 0);
    await this.#producer.publish(Math.floor(Date.now() / 1000) * 1000, flows);
  }

  async publishFor(lengthMs: number): Promise<void> {
    for (const end = Date.now() + lengthMs; Date.now() < end; await sleep(50)) await this.publish();
  }

  get totals(): { bytes: number; packets: number } {
    return { bytes: this.bytes, packets: this.packets };
  }
}
