import { type Network, parseNetwork } from '../../common/address.ts';
import type { Limit } from '../../common/model.ts';
import { destinationOf, type PairKey, sourceOf } from '../windows/selection.ts';
import { NetworkIndex } from './network-index.ts';

/** Scopes of one source: those to any destination, and those to a network, by its number. */
interface SourceScopes {
  toAny: number;
  readonly to: Map<number, number>;
}

const none = -1;

/**
 * Numbers the scopes of limits (source and destination, either of which may be any), and finds those that hold a
 * pair.
 */
export class ScopeIndex {
  readonly #sources = new NetworkIndex();
  readonly #destinations = new NetworkIndex();
  readonly #fromAny: SourceScopes = { toAny: none, to: new Map() };
  /** By the number of the source's network. */
  readonly #from: SourceScopes[] = [];
  readonly #parsed = new Map<string, Network>();
  readonly #foundSources: number[] = [];
  readonly #foundDestinations: number[] = [];
  #size = 0;

  /** Number of scopes. */
  get size(): number {
    return this.#size;
  }

  /** The number of a limit's scope, from 0 on. */
  add({ source, destination }: Pick<Limit, 'source' | 'destination'>): number {
    const scopes = source === null ? this.#fromAny : this.#scopesFrom(source);
    if (destination === null) {
      if (scopes.toAny === none) scopes.toAny = this.#size++;
      return scopes.toAny;
    }
    const to = this.#destinations.add(this.#networkOf(destination));
    let scope = scopes.to.get(to);
    if (scope === undefined) scopes.to.set(to, (scope = this.#size++));
    return scope;
  }

  /** The numbers of the scopes that hold a pair. */
  scopesOf(pair: PairKey): number[] {
    const scopes: number[] = [];
    const sources = this.#foundSources;
    const destinations = this.#foundDestinations;
    sources.length = destinations.length = 0;
    if (this.#destinations.size > 0) this.#destinations.find(destinationOf(pair), destinations);
    if (this.#sources.size > 0) this.#sources.find(sourceOf(pair), sources);
    collect(this.#fromAny, destinations, scopes);
    for (const source of sources) collect(this.#from[source]!, destinations, scopes);
    return scopes;
  }

  #scopesFrom(source: string): SourceScopes {
    const number = this.#sources.add(this.#networkOf(source));
    return (this.#from[number] ??= { toAny: none, to: new Map() });
  }

  #networkOf(text: string): Network {
    const known = this.#parsed.get(text) ?? parseNetwork(text);
    this.#parsed.set(text, known);
    return known;
  }
}

function collect({ toAny, to }: SourceScopes, destinations: readonly number[], scopes: number[]): void {
  if (toAny !== none) scopes.push(toAny);
  if (to.size === 0) return;
  for (const destination of destinations) {
    const scope = to.get(destination);
    if (scope !== undefined) scopes.push(scope);
  }
}
