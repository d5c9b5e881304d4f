import { createHash } from 'node:crypto';
import type { Network } from '../../common/address.ts';
import type { Direction } from '../../common/direction.ts';
import { plainNetworks, type TrafficScope } from '../../common/named-networks.ts';
import { destinationOf, type PairKey, sourceOf } from '../flow-records/layout.ts';
import { NetworkIndex } from './network-index.ts';

const none = -1;
const noScopes: readonly number[] = [];

/** Places of one source: the one to any destination, and those to a network, by its number. */
class SourcePlaces {
  toAny = none;
  readonly to = new Map<number, number>();
  /** The same as `to`, to be run through: most sources have few. */
  readonly #networks: number[] = [];
  readonly #places: number[] = [];

  add(network: number, place: number): void {
    this.to.set(network, place);
    this.#networks.push(network);
    this.#places.push(place);
  }

  /** Adds to `places` those that hold a pair whose destination lies in the networks that are marked. */
  collect(networks: readonly number[], isMarked: Uint8Array, places: number[]): void {
    if (this.toAny !== none) places.push(this.toAny);
    if (this.#networks.length > networks.length) return this.#lookUp(networks, places);
    for (let i = 0; i < this.#networks.length; i += 1) {
      if (isMarked[this.#networks[i]!] === 1) places.push(this.#places[i]!);
    }
  }

  #lookUp(networks: readonly number[], places: number[]): void {
    for (const network of networks) {
      const place = this.to.get(network);
      if (place !== undefined) places.push(place);
    }
  }
}

/** What a limit is about, of the pairs from a network to another. */
interface ScopeAtPlace {
  readonly scope: number;
  /** Undefined for either. */
  readonly direction: Direction | undefined;
}

/** A set of scopes, which is the same however they are numbered. */
export interface ScopeSet {
  readonly name: string;
  /** The numbers of the scopes, in the order of their texts. */
  readonly order: Uint32Array;
}

/** @param home the networks by which scopes are told apart; none where no scope has a direction */
function setOf(keys: readonly string[], home: readonly string[]): ScopeSet {
  const order = Uint32Array.from(keys.keys());
  const byText = (a: number, b: number): number => (keys[a]! < keys[b]! ? -1 : 1);
  order.sort(byText);
  const hash = createHash('sha256');
  for (const scope of order) hash.update(`${keys[scope]}\n`);
  for (const network of home.toSorted()) hash.update(`home ${network}\n`);
  return { name: hash.digest('base64url').slice(0, 16), order };
}

/**
 * Numbers the scopes of limits (source, destination and direction, each of which may be any), and finds those that hold a
 * pair. A place is a network of sources and one of destinations: a group of networks has several, and several scopes may
 * share one.
 */
export class ScopeIndex {
  /** What directions and groups mean. */
  readonly networks;
  readonly #sources = new NetworkIndex();
  readonly #destinations = new NetworkIndex();
  readonly #fromAny = new SourcePlaces();
  /** By the number of the source's network. */
  readonly #from: SourcePlaces[] = [];
  readonly #foundSources: number[] = [];
  readonly #foundDestinations: number[] = [];
  readonly #foundPlaces: number[] = [];
  readonly #foundScopes: number[] = [];
  /** Of each network of destinations whether it holds the present pair's. */
  #isFound = new Uint8Array();
  /** By place, a scope of all directions: most places have that alone. */
  readonly #scopeAt: number[] = [];
  /** The other scopes of places. */
  readonly #moreAt = new Map<number, ScopeAtPlace[]>();
  /** Each scope as text, by its number, and the other way round. */
  readonly #keys: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #directedKeys = new Set<string>();
  #set: ScopeSet | undefined;
  #setVersion = 0;

  constructor(networks = plainNetworks()) {
    this.networks = networks;
  }

  /** Number of scopes. */
  get size(): number {
    return this.#keys.length;
  }

  /** All scopes as text, by their numbers: what names them whatever the other limits are. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  /** Those of the {@link keys} that have a direction: what they hold changes with the home networks. */
  get directedKeys(): ReadonlySet<string> {
    return this.#directedKeys;
  }

  /** The set of scopes, however they are numbered: another one where directions are told by other home networks. */
  get set(): ScopeSet {
    const { version, known } = this.networks;
    if (this.#set?.order.length !== this.size || this.#setVersion !== version) {
      this.#set = setOf(this.#keys, this.#directedKeys.size > 0 ? known.home : []);
      this.#setVersion = version;
    }
    return this.#set;
  }

  /** The scopes that hold a pair, as text. */
  keysOf(pair: PairKey): string[] {
    return this.scopesOf(pair).map((scope) => this.#keys[scope]!);
  }

  /** The number of a limit's scope, from 0 on. */
  add(scope: TrafficScope): number {
    const key = this.networks.nameOf(scope);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.push(key) - 1;
    this.#numbers.set(key, number);
    if (scope.direction !== undefined) this.#directedKeys.add(key);
    for (const place of this.#placesOf(scope))
      this.#put(place, { scope: number, direction: scope.direction });
    return number;
  }

  #put(place: number, one: ScopeAtPlace): void {
    if (one.direction === undefined && this.#scopeAt[place] === none) this.#scopeAt[place] = one.scope;
    else if (this.#moreAt.has(place)) this.#moreAt.get(place)!.push(one);
    else this.#moreAt.set(place, [one]);
  }

  *#placesOf({ source, destination }: TrafficScope): Iterable<number> {
    const networksOf = (text: string | null): readonly (Network | null)[] =>
      text === null ? [null] : this.networks.networksOf(text);
    for (const from of networksOf(source))
      for (const to of networksOf(destination)) yield this.#placeOf(from, to);
  }

  #placeOf(source: Network | null, destination: Network | null): number {
    const places = source === null ? this.#fromAny : this.#placesFrom(source);
    if (destination === null) {
      if (places.toAny === none) places.toAny = this.#newPlace();
      return places.toAny;
    }
    const to = this.#destinations.add(destination);
    const known = places.to.get(to);
    if (known !== undefined) return known;
    const place = this.#newPlace();
    places.add(to, place);
    return place;
  }

  #newPlace(): number {
    return this.#scopeAt.push(none) - 1;
  }

  /** The numbers of the scopes that hold a pair. */
  scopesOf(pair: PairKey): readonly number[] {
    const scopes = this.#foundScopes;
    empty(scopes);
    for (const place of this.#placesHolding(pair)) {
      const scope = this.#scopeAt[place]!;
      if (scope !== none) scopes.push(scope);
    }
    // Of folded pairs, which have no addresses, sums by scope are kept apart.
    if (this.#moreAt.size > 0 && pair.length > 0) this.#collectMore(pair, scopes);
    // A copy has no room to spare: it is kept for each of very many pairs, most of which no limit is about.
    return scopes.length === 0 ? noScopes : scopes.slice();
  }

  #placesHolding(pair: PairKey): readonly number[] {
    const places = this.#foundPlaces;
    const sources = this.#foundSources;
    const destinations = this.#foundDestinations;
    empty(sources);
    empty(destinations);
    empty(places);
    const length = pair.length / 2;
    if (this.#destinations.size > 0) this.#destinations.find(pair, length, length, destinations);
    if (this.#sources.size > 0) this.#sources.find(pair, 0, length, sources);
    this.#mark(destinations, 1);
    this.#fromAny.collect(destinations, this.#isFound, places);
    for (const source of sources) this.#from[source]!.collect(destinations, this.#isFound, places);
    this.#mark(destinations, 0);
    return places;
  }

  /** The direction is found once, and only where a scope has one. */
  #collectMore(pair: PairKey, scopes: number[]): void {
    let direction: Direction | undefined;
    for (const place of this.#foundPlaces)
      for (const one of this.#moreAt.get(place) ?? []) {
        if (one.direction !== undefined)
          direction ??= this.networks.directionOf(sourceOf(pair), destinationOf(pair));
        if (one.direction === undefined || one.direction === direction) scopes.push(one.scope);
      }
  }

  #mark(destinations: readonly number[], mark: number): void {
    if (this.#isFound.length < this.#destinations.size)
      this.#isFound = new Uint8Array(this.#destinations.size);
    for (const network of destinations) this.#isFound[network] = mark;
  }

  #placesFrom(source: Network): SourcePlaces {
    const number = this.#sources.add(source);
    return (this.#from[number] ??= new SourcePlaces());
  }
}

/** To set a length costs a call of the runtime, also where it is 0 already. */
function empty(found: number[]): void {
  if (found.length > 0) found.length = 0;
}
