import type { FlowBatch, PairKey } from '../flow-records/layout.ts';
import { forEachFlow } from '../flow-records/reader.ts';
import { type FlowSum, writeFlows } from '../flow-records/writer.ts';
import type { CaptureMessage, CaptureSource } from './capture-source.ts';

/** After the end of an interval, the kernel hands its last packets over within this time. */
const handOverMs = 250;
/** Flow records that wait at most; where there are more, all go on as they are. */
const mostRecords = 500_000;

/**
 * A live source whose flow records are those of whole intervals: one for each pair. A source sends what it has several
 * times in an interval; here that is added up until the interval is over.
 */
export class WholeIntervals implements CaptureSource {
  readonly #source: CaptureSource;

  constructor(source: CaptureSource) {
    this.#source = source;
  }

  /** @inheritdoc */
  async *messages(signal: AbortSignal): AsyncGenerator<CaptureMessage, void, undefined> {
    const waiting = new WaitingRecords();
    let now = -Infinity;
    try {
      for await (const message of this.#source.messages(signal)) {
        if (message.kind === 'flows') {
          yield* asMessages(waiting.add(message.batch));
          continue;
        }
        if (message.kind === 'counters') now = message.counters.atMs;
        if (message.kind === 'flushed') yield* asMessages(waiting.takeEnded(now - handOverMs));
        yield message;
      }
    } catch (thrown) {
      yield* asMessages(waiting.takeAll());
      throw thrown;
    }
    yield* asMessages(waiting.takeAll());
  }
}

const asMessages = (batches: readonly FlowBatch[]): CaptureMessage[] =>
  batches.map((batch) => ({ kind: 'flows', batch }));

/** Flow records of intervals that are not over, by interval, interface and family. */
class WaitingRecords {
  readonly #groups = new Map<string, Group>();

  /** Adds a batch; gives back what finds no room any more. */
  add(batch: FlowBatch): FlowBatch[] {
    const key = `${batch.fromMs} ${batch.family} ${batch.interface}`;
    const group = this.#groups.get(key);
    const fits = group?.add(batch) === true;
    if (!fits) this.#groups.set(key, new Group(batch));
    const full = group && !fits ? [group.batch] : [];
    return this.#count > mostRecords ? [...full, ...this.takeAll()] : full;
  }

  /** Takes out the intervals that were over at that time. */
  takeEnded(atMs: number): FlowBatch[] {
    return this.#take(({ endMs }) => endMs <= atMs);
  }

  takeAll(): FlowBatch[] {
    return this.#take(() => true);
  }

  get #count(): number {
    return [...this.#groups.values()].reduce((sum, { count }) => sum + count, 0);
  }

  #take(isDue: (group: Group) => boolean): FlowBatch[] {
    const due = [...this.#groups].filter(([, group]) => isDue(group));
    for (const [key] of due) this.#groups.delete(key);
    return due.map(([, group]) => group.batch);
  }
}

/** The sums of one interval, interface and family. */
class Group {
  readonly endMs: number;
  readonly #first: FlowBatch;
  readonly #sums = new Map<PairKey, FlowSum>();
  #bytes = 0;
  #packets = 0;

  constructor(batch: FlowBatch) {
    this.#first = batch;
    this.endMs = batch.fromMs + batch.intervalMs;
    this.add(batch);
  }

  get count(): number {
    return this.#sums.size;
  }

  /** Adds a batch of the same; false where the sums would be exact no more. */
  add(batch: FlowBatch): boolean {
    const { bytes, packets } = batch;
    if (Math.max(this.#bytes + bytes, this.#packets + packets) > Number.MAX_SAFE_INTEGER) return false;
    this.#bytes += bytes;
    this.#packets += packets;
    forEachFlow(batch, 0, (pair, moreBytes, morePackets) => {
      const sum = this.#sums.get(pair);
      this.#sums.set(pair, {
        bytes: (sum?.bytes ?? 0) + moreBytes,
        packets: (sum?.packets ?? 0) + morePackets,
      });
    });
    return true;
  }

  get batch(): FlowBatch {
    const flows = writeFlows(this.#first.family, this.#sums, this.count);
    return { ...this.#first, count: this.count, bytes: this.#bytes, packets: this.#packets, flows };
  }
}
