import { createHash } from 'node:crypto';
import { type Network, parseNetwork } from '../../common/address.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { PairKey } from '../flow-records/layout.ts';
import { NetworkIndex } from './network-index.ts';

const none = -1;
const noScopes: readonly number[] = [];

/** Scopes of one source: the one to any destination, and those to a network, by its number. */
class SourceScopes {
  toAny = none;
  readonly to = new Map<number, number>();
  /** The same as `to`, to be run through: most sources have few. */
  readonly #networks: number[] = [];
  readonly #scopes: number[] = [];

  add(network: number, scope: number): void {
    this.to.set(network, scope);
    this.#networks.push(network);
    this.#scopes.push(scope);
  }

  /** Adds to `scopes` those that hold a pair whose destination lies in the networks that are marked. */
  collect(networks: readonly number[], isMarked: Uint8Array, scopes: number[]): void {
    if (this.toAny !== none) scopes.push(this.toAny);
    if (this.#networks.length > networks.length) return this.#lookUp(networks, scopes);
    for (let i = 0; i < this.#networks.length; i += 1) {
      if (isMarked[this.#networks[i]!] === 1) scopes.push(this.#scopes[i]!);
    }
  }

  #lookUp(networks: readonly number[], scopes: number[]): void {
    for (const network of networks) {
      const scope = this.to.get(network);
      if (scope !== undefined) scopes.push(scope);
    }
  }
}

/** A set of scopes, which is the same however they are numbered. */
export interface ScopeSet {
  readonly name: string;
  /** The numbers of the scopes, in the order of their texts. */
  readonly order: Uint32Array;
}

function setOf(keys: readonly string[]): ScopeSet {
  const order = Uint32Array.from(keys.keys());
  const byText = (a: number, b: number): number => (keys[a]! < keys[b]! ? -1 : 1);
  order.sort(byText);
  const hash = createHash('sha256');
  for (const scope of order) hash.update(`${keys[scope]}\n`);
  return { name: hash.digest('base64url').slice(0, 16), order };
}

/**
 * Numbers the scopes of limits (source and destination, either of which may be any), and finds those that hold a
 * pair.
 */
export class ScopeIndex {
  readonly #sources = new NetworkIndex();
  readonly #destinations = new NetworkIndex();
  readonly #fromAny = new SourceScopes();
  /** By the number of the source's network. */
  readonly #from: SourceScopes[] = [];
  readonly #parsed = new Map<string, Network>();
  readonly #foundSources: number[] = [];
  readonly #foundDestinations: number[] = [];
  readonly #foundScopes: number[] = [];
  /** Of each network of destinations whether it holds the present pair's. */
  #isFound = new Uint8Array();
  /** Each scope as text, by its number. */
  readonly #keys: string[] = [];
  #set: ScopeSet | undefined;

  /** Number of scopes. */
  get size(): number {
    return this.#keys.length;
  }

  /** All scopes as text, by their numbers: what names them whatever the other limits are. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  /** The set of scopes, however they are numbered. */
  get set(): ScopeSet {
    if (this.#set?.order.length !== this.size) this.#set = setOf(this.#keys);
    return this.#set;
  }

  /** The scopes that hold a pair, as text. */
  keysOf(pair: PairKey): string[] {
    return this.scopesOf(pair).map((scope) => this.#keys[scope]!);
  }

  /** The number of a limit's scope, from 0 on. */
  add({ source, destination }: Pick<Limit, 'source' | 'destination'>): number {
    const scopes = source === null ? this.#fromAny : this.#scopesFrom(source);
    if (destination === null) {
      if (scopes.toAny === none) scopes.toAny = this.#number(source, null);
      return scopes.toAny;
    }
    const to = this.#destinations.add(this.#networkOf(destination));
    const known = scopes.to.get(to);
    if (known !== undefined) return known;
    const number = this.#number(source, destination);
    scopes.add(to, number);
    return number;
  }

  #number(source: string | null, destination: string | null): number {
    return this.#keys.push(`${source ?? ''}|${destination ?? ''}`) - 1;
  }

  /** The numbers of the scopes that hold a pair. */
  scopesOf(pair: PairKey): readonly number[] {
    const scopes = this.#foundScopes;
    const sources = this.#foundSources;
    const destinations = this.#foundDestinations;
    empty(sources);
    empty(destinations);
    empty(scopes);
    const length = pair.length / 2;
    if (this.#destinations.size > 0) this.#destinations.find(pair, length, length, destinations);
    if (this.#sources.size > 0) this.#sources.find(pair, 0, length, sources);
    this.#mark(destinations, 1);
    this.#fromAny.collect(destinations, this.#isFound, scopes);
    for (const source of sources) this.#from[source]!.collect(destinations, this.#isFound, scopes);
    this.#mark(destinations, 0);
    // A copy has no room to spare: it is kept for each of very many pairs, most of which no limit is about.
    return scopes.length === 0 ? noScopes : scopes.slice();
  }

  #mark(destinations: readonly number[], mark: number): void {
    if (this.#isFound.length < this.#destinations.size)
      this.#isFound = new Uint8Array(this.#destinations.size);
    for (const network of destinations) this.#isFound[network] = mark;
  }

  #scopesFrom(source: string): SourceScopes {
    const number = this.#sources.add(this.#networkOf(source));
    return (this.#from[number] ??= new SourceScopes());
  }

  #networkOf(text: string): Network {
    const known = this.#parsed.get(text) ?? parseNetwork(text);
    this.#parsed.set(text, known);
    return known;
  }
}

/** To set a length costs a call of the runtime, also where it is 0 already. */
function empty(found: number[]): void {
  if (found.length > 0) found.length = 0;
}
