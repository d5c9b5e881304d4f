import type { AbortedTransaction } from './kafkajs/fetch.ts';
import type { PackedBatch } from './record-batch.ts';

/**
 * Tells which record batches of a fetched partition belong to transactions that were aborted. An aborted transaction
 * is its producer's transactional batches from its first offset up to the marker that ends it.
 */
export class AbortedBatches {
  /** By first offset: brokers give them in the order of their ends. */
  readonly #waiting: AbortedTransaction[];
  readonly #open = new Set<bigint>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether a batch was aborted. Batches are asked for in the order of their offsets, each once. */
  has({ lastOffset, transactionOf, endsAborted }: PackedBatch): boolean {
    while (this.#waiting.length > 0 && this.#waiting[0]!.firstOffset <= lastOffset)
      this.#open.add(this.#waiting.shift()!.producerId);
    if (transactionOf === undefined) return false;
    if (!endsAborted) return this.#open.has(transactionOf);
    this.#open.delete(transactionOf);
    return false;
  }
}

/** So many transactions are remembered at most: brokers end those that go on for too long. */
const openBound = 1_000;

/**
 * What transactions brought that have not ended yet, where open ones are read, too: it counts once its producer commits.
 */
export class OpenTransactions<T> {
  readonly #brought = new Map<bigint, T[]>();

  /** @returns what counts already */
  add(transactionOf: bigint | undefined, brought: readonly T[]): readonly T[] {
    if (transactionOf === undefined) return brought;
    const [oldest] = this.#brought.keys();
    if (this.#brought.size >= openBound && oldest !== undefined) this.#brought.delete(oldest);
    this.#brought.set(transactionOf, [...(this.#brought.get(transactionOf) ?? []), ...brought]);
    return [];
  }

  /** @returns what a transaction brought that ends here: nothing where it was aborted */
  end({ transactionOf, endsAborted }: PackedBatch): readonly T[] {
    if (transactionOf === undefined) return [];
    const brought = this.#brought.get(transactionOf) ?? [];
    this.#brought.delete(transactionOf);
    return endsAborted ? [] : brought;
  }

  clear(): void {
    this.#brought.clear();
  }
}
