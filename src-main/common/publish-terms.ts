import { containsAddress, type Network, type PackedAddress, parseNetwork } from './address.ts';
import { MonitorError } from './errors.ts';
import { say } from './phrases/say.ts';

/** One entry of a batch, as a condition sees it. */
export interface PublishEntry {
  readonly source: PackedAddress;
  readonly destination: PackedAddress;
  readonly bytes: number;
  readonly packets: number;
}

/** Whether an entry is published. */
export type PublishTerm = (entry: PublishEntry) => boolean;

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
  '<=': (value, bound) => value <= bound,
  '<': (value, bound) => value < bound,
};

/** The terms of a condition, all of which must hold. */
export interface PublishTerms {
  readonly terms: readonly PublishTerm[];
  /** Whether one asks for sums, which are known only of whole intervals. */
  readonly asksForSums: boolean;
}

/**
 * Reads a condition for publishing; an empty one has no terms.
 *
 * @throws MonitorError `settings/invalid` naming the term that is none
 */
export function parsePublishTerms(text: string): PublishTerms {
  if (text.trim() === '') return { terms: [], asksForSums: false };
  const terms = text.trim().split(/\s+and\s+/i);
  return { terms: terms.map(parseTerm), asksForSums: terms.some((term) => sumTerm.test(term)) };
}

const sumTerm = /^(bytes|packets)\s*(>=|<=|>|<)\s*(\d+)$/i;

function parseTerm(text: string): PublishTerm {
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
