import type { Clock } from '../../../common/clock.ts';
import type { Delivery } from '../message-log.ts';

/** What was fetched and not yet summed; who fetches waits while it is full. */
export class DeliveryQueue {
  readonly #boundBytes: number;
  readonly #clock: Clock;
  #deliveries: Delivery[] = [];
  #bytes = 0;
  #waiting: ((none: undefined) => void)[] = [];

  constructor(boundBytes: number, clock: Clock) {
    this.#clock = clock;
    this.#boundBytes = boundBytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#boundBytes;
  }

  add(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      this.#deliveries.push(delivery);
      this.#bytes += sizeOf(delivery);
    }
  }

  clear(): void {
    this.take(Infinity);
  }

  /** The oldest deliveries with about `maxRecords` records. */
  take(maxRecords: number): Delivery[] {
    let [records, count] = [0, 0];
    while (count < this.#deliveries.length && records < maxRecords) {
      const delivery = this.#deliveries[count++]!;
      records += delivery.kind === 'records' ? delivery.batch.count : 1;
      this.#bytes -= sizeOf(delivery);
    }
    const taken = this.#deliveries.slice(0, count);
    this.#deliveries = this.#deliveries.slice(count);
    if (!this.isFull) for (const go of this.#waiting.splice(0)) go(undefined);
    return taken;
  }

  /** Resolves when there is room, and after `longestMs` at the latest. */
  async room(longestMs: number): Promise<void> {
    if (!this.isFull) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = this.#clock.once(longestMs, () => resolve(undefined));
    this.#waiting.push(resolve);
    await promise;
    timer.dispose();
  }
}

function sizeOf(delivery: Delivery): number {
  if (delivery.kind === 'records') return delivery.batch.flows.byteLength + 256;
  if (delivery.kind !== 'sums') return 256;
  const { shares, pairs } = delivery.sums;
  return pairs.reduce((size, { batch }) => size + batch.flows.byteLength, 256 + 256 * shares.length);
}
