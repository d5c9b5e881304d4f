import { containsAddress, type Network, type PackedAddress, parseNetwork } from '../../../common/address.ts';
import { MonitorError } from '../../../common/errors.ts';
import { destinationOf, sourceOf } from '../../flow-records/layout.ts';
import { entryAt, partOf } from '../../flow-records/reader.ts';
import type { RecordsMessage } from '../message-log.ts';
import { say } from '../../../common/phrases/say.ts';

/** One entry of a batch, as a condition sees it. */
interface Entry {
  readonly source: PackedAddress;
  readonly destination: PackedAddress;
  readonly bytes: number;
  readonly packets: number;
}

type Term = (entry: Entry) => boolean;

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
  '<=': (value, bound) => value <= bound,
  '<': (value, bound) => value < bound,
};

/**
 * Which flow records are published: all of its terms must hold. A term is `bytes` or `packets` of the interval against
 * a number (`bytes >= 1000`), or `source` or `destination` in a network (`source in 10.0.0.0/8`); terms are joined by
 * `and`.
 */
export class PublishCondition {
  readonly #terms: readonly Term[];
  readonly #asksForSums: boolean;

  private constructor(terms: readonly Term[], asksForSums = false) {
    this.#terms = terms;
    this.#asksForSums = asksForSums;
  }

  /** @throws MonitorError `settings/invalid` naming the term that is none */
  static parse(text: string): PublishCondition {
    if (text.trim() === '') return new PublishCondition([]);
    const terms = text.trim().split(/\s+and\s+/i);
    return new PublishCondition(
      terms.map(parseTerm),
      terms.some((term) => sumTerm.test(term)),
    );
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

  #holds(entry: Entry): boolean {
    return this.#terms.every((term) => term(entry));
  }
}

function entryOf({ batch }: RecordsMessage, i: number): Entry {
  const { pair, bytes, packets } = entryAt(batch, i);
  return {
    source: sourceOf(pair),
    destination: destinationOf(pair),
    bytes: Number(bytes),
    packets: Number(packets),
  };
}

const sumTerm = /^(bytes|packets)\s*(>=|<=|>|<)\s*(\d+)$/i;

function parseTerm(text: string): Term {
  const count = sumTerm.exec(text);
  if (count) {
    const [, name, sign, bound] = count as unknown as [string, string, string, string];
    const compare = comparisons[sign]!;
    const field = name.toLowerCase() as 'bytes' | 'packets';
    return (entry) => compare(entry[field], Number(bound));
  }
  const place = /^(source|destination)\s+in\s+(\S+)$/i.exec(text);
  if (!place) throw badTerm(text);
  const [, name, networkText] = place as unknown as [string, string, string];
  const network = networkOf(networkText);
  const field = name.toLowerCase() as 'source' | 'destination';
  return (entry) => containsAddress(network, entry[field]);
}

function networkOf(text: string): Network {
  try {
    return parseNetwork(text);
  } catch (thrown) {
    const { text: message, remedyText: remedy } = MonitorError.from(thrown);
    throw new MonitorError('settings/invalid', message, { remedy });
  }
}

const badTerm = (text: string): MonitorError =>
  new MonitorError('settings/invalid', say('stream.condition', { text }), {
    remedy: say('stream.remedy.condition'),
  });
