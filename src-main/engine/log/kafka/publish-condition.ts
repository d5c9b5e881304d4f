import { type PublishEntry, type PublishTerm, parsePublishTerms } from '../../../common/publish-terms.ts';
import { destinationOf, sourceOf } from '../../flow-records/layout.ts';
import { entryAt, partOf } from '../../flow-records/reader.ts';
import type { RecordsMessage } from '../message-log.ts';

/**
 * Which flow records are published: all of its terms must hold. A term is `bytes` or `packets` of the interval against
 * a number (`bytes >= 1000`), or `source` or `destination` in a network (`source in 10.0.0.0/8`); terms are joined by
 * `and`.
 */
export class PublishCondition {
  readonly #terms: readonly PublishTerm[];
  readonly #asksForSums: boolean;

  private constructor(terms: readonly PublishTerm[], asksForSums = false) {
    this.#terms = terms;
    this.#asksForSums = asksForSums;
  }

  /** @throws MonitorError `settings/invalid` naming the term that is none */
  static parse(text: string): PublishCondition {
    const { terms, asksForSums } = parsePublishTerms(text);
    return new PublishCondition(terms, asksForSums);
  }

  /** Whether it asks for sums, which are known only of whole intervals. */
  get needsIntervals(): boolean {
    return this.#asksForSums;
  }

  /** The messages that hold what is published of this one: itself, its parts between records held back, or none. */
  select(message: RecordsMessage): RecordsMessage[] {
    if (this.#terms.length === 0) return [message];
    const { firstSequence, batch } = message;
    const kept: RecordsMessage[] = [];
    for (let i = 0; i < batch.count; i++) {
      let count = 0;
      while (i + count < batch.count && this.#holds(entryOf(message, i + count))) count += 1;
      if (count > 0)
        kept.push({ ...message, firstSequence: firstSequence + i, batch: partOf(batch, i, count) });
      i += count;
    }
    return kept;
  }

  #holds(entry: PublishEntry): boolean {
    return this.#terms.every((term) => term(entry));
  }
}

function entryOf({ batch }: RecordsMessage, i: number): PublishEntry {
  const { pair, bytes, packets } = entryAt(batch, i);
  return {
    source: sourceOf(pair),
    destination: destinationOf(pair),
    bytes: Number(bytes),
    packets: Number(packets),
  };
}
