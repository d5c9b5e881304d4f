import { containsAddress, type Network, parseNetwork } from '../../common/address.ts';
import { knownDirections } from '../../common/direction.ts';
import { MonitorError } from '../../common/errors.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { PairOrder, PairPage, PairTotal, WindowDetail } from '../../common/model/windows.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import { otherPair } from '../windows/pair-sums.ts';
import { say } from '../../common/phrases/say.ts';

/** Gives a window with all of its pairs that match; null where there is no such window. */
export type WindowReader = (startMs: number, matches?: (pair: PairKey) => boolean) => WindowDetail | null;

/** What is asked of the pairs of a window. */
export interface PairQuery {
  readonly startMs: number;
  readonly order: PairOrder;
  readonly descending: boolean;
  readonly filter: string;
}

/** How long a sorted list of a window that still grows is good enough. */
const freshMs = 1_000;

interface SortedPairs {
  readonly key: string;
  readonly madeMs: number;
  readonly window: WindowDetail;
}

/** Pages of the pairs of a window; the list that was asked for last is kept, so that scrolling sorts it once. */
export class PairPages {
  readonly #read: WindowReader;
  readonly #networks: () => NamedNetworks;
  readonly #now: () => number;
  #sorted: SortedPairs | null = null;

  constructor(read: WindowReader, networks: () => NamedNetworks, now: () => number) {
    this.#networks = networks;
    this.#read = read;
    this.#now = now;
  }

  /**
   * Pairs of a window from an offset on; null where there is no such window.
   *
   * @throws MonitorError `request/invalid` for a filter by what is not a direction
   */
  page(query: PairQuery, offset: number, count: number): PairPage | null {
    const networks = this.#networks();
    const window = this.#sortedPairs(query, networks);
    if (window === null) return null;
    const { pairs, ...summary } = window;
    return {
      window: summary,
      matching: pairs.length,
      bytes: pairs.reduce((sum, { bytes }) => sum + bytes, 0),
      packets: pairs.reduce((sum, { packets }) => sum + packets, 0),
      pairs: pairs
        .slice(offset, offset + count)
        .map((pair) => ({ ...pair, direction: networks.directionOfPair(pair) })),
    };
  }

  #sortedPairs(query: PairQuery, networks: NamedNetworks): WindowDetail | null {
    const key = `${JSON.stringify(query)} ${networks.version} ${networks.known.homeName}`;
    const now = this.#now();
    const known = this.#sorted;
    if (known?.key === key && now - known.madeMs < freshMs) return known.window;
    const { matchesKey, matchesText } = filterOf(query.filter, networks);
    const window = this.#read(query.startMs, matchesKey);
    if (window === null) return null;
    const pairs = window.pairs.filter(matchesText).sort(orderOf(query));
    this.#sorted = { key, madeMs: now, window: { ...window, pairs } };
    return this.#sorted.window;
  }
}

interface PairFilter {
  /** Undefined where no word speaks of a network. */
  readonly matchesKey: ((pair: PairKey) => boolean) | undefined;
  readonly matchesText: (pair: PairTotal) => boolean;
}

/**
 * All words must match; of the parts of a word that commas separate, one. Addresses and networks are compared as bits,
 * anything else as a part of the text; `dir:in` stands for a direction, `@office` for a group of networks.
 */
function filterOf(filter: string, known: NamedNetworks): PairFilter {
  const keys: ((pair: PairKey) => boolean)[] = [];
  const texts: ((pair: PairTotal) => boolean)[] = [];
  for (const word of filter.toLowerCase().split(/\s+/).filter(Boolean)) {
    const [, side = '', value = ''] = /^(src:|dst:|dir:)?(.*)$/.exec(word) ?? [];
    const parts = value.split(',').filter(Boolean);
    const networks = parts.map((part) => networksOf(part, known)).filter((found) => found !== null);
    if (side === 'dir:') keys.push(anyOf(parts.map((part) => directionTest(part, known))));
    else if (networks.length === parts.length)
      keys.push(anyOf(networks.flat().map((one) => networkTest(side, one))));
    else texts.push(anyOf(parts.map((part) => textTest(side, part))));
  }
  return {
    matchesKey: keys.length === 0 ? undefined : (pair) => keys.every((test) => test(pair)),
    matchesText: (pair) => texts.every((test) => test(pair)),
  };
}

/** Whether one of the tests holds; with none there is nothing to hold. */
const anyOf =
  <T>(tests: readonly ((value: T) => boolean)[]) =>
  (value: T): boolean =>
    tests.length === 0 || tests.some((test) => test(value));

/** A word is in lower case, and so may be the name of a group in it. */
function networksOf(text: string, known: NamedNetworks): readonly Network[] | null {
  try {
    const group = Object.keys(known.known.groups).find((name) => `@${name.toLowerCase()}` === text);
    return group === undefined ? [parseNetwork(text)] : known.networksOf(`@${group}`);
  } catch {
    return null; // Any other word is a part of an address.
  }
}

function directionTest(text: string, known: NamedNetworks): (pair: PairKey) => boolean {
  const wanted = knownDirections.find((direction) => direction === text);
  if (wanted === undefined)
    throw new MonitorError('request/invalid', say('history.direction', { text }), {
      remedy: say('history.remedy.direction', { directions: knownDirections }),
    });
  return (pair) =>
    (isFolded(pair) ? 'unknown' : known.directionOf(sourceOf(pair), destinationOf(pair))) === wanted;
}

/** Whether it stands for pairs that were folded into one: it has no addresses. */
const isFolded = (pair: PairKey): boolean => pair === otherPair;

const networkTest =
  (side: string, network: Network) =>
  (pair: PairKey): boolean =>
    !isFolded(pair) &&
    ((side !== 'dst:' && containsAddress(network, sourceOf(pair))) ||
      (side !== 'src:' && containsAddress(network, destinationOf(pair))));

const textTest =
  (side: string, part: string) =>
  ({ source, destination }: PairTotal): boolean =>
    (side !== 'dst:' && source.includes(part)) || (side !== 'src:' && destination.includes(part));

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pairs come by bytes descending, then by names: that order stays among equals. */
function orderOf({ order, descending }: PairQuery): (a: PairTotal, b: PairTotal) => number {
  const sign = descending ? -1 : 1;
  if (order === 'bytes' || order === 'packets') return (a, b) => sign * (a[order] - b[order]);
  return (a, b) => sign * byText(a[order], b[order]);
}
