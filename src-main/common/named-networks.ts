import { type Network, type PackedAddress, parseNetwork } from './address.ts';
import { type Direction, directionOf, type KnownDirection } from './direction.ts';
import { defaultNetworks, type KnownNetworks, knownNetworks } from './home-networks.ts';
import { groupMark } from './network-groups.ts';
import { disjointNetworks, NetworkSet } from './network-set.ts';

/** What a part of traffic is named by, wherever it is: null for any. */
export interface TrafficScope {
  /** An address, a network, or a group of networks by its name. */
  readonly source: string | null;
  readonly destination: string | null;
  readonly direction?: Direction;
}

/** The home networks and the groups, ready to be asked for many addresses. */
export class NamedNetworks {
  #known: KnownNetworks;
  #home: NetworkSet;
  readonly #parsed = new Map<string, readonly Network[]>();
  /** Another one each time when the home networks have changed: what was decided by them may be otherwise. */
  version = 0;

  constructor(known: KnownNetworks) {
    this.#known = known;
    this.#home = new NetworkSet(known.home.map(parseNetwork));
  }

  get known(): KnownNetworks {
    return this.#known;
  }

  get home(): NetworkSet {
    return this.#home;
  }

  /** Other networks are home from now on; groups stay as they are. */
  setHome(home: readonly string[]): void {
    if (home.join() === this.#known.home.join()) return;
    this.#known = { ...this.#known, home };
    this.#home = new NetworkSet(home.map(parseNetwork));
    this.version += 1;
  }

  directionOf(source: PackedAddress, destination: PackedAddress): Direction {
    return directionOf(this.#home, source, destination);
  }

  /** The same of a pair in text; unknown for those that were folded into one. */
  directionOfPair({ source, destination }: { source: string; destination: string }): KnownDirection {
    return source === 'other'
      ? 'unknown'
      : this.directionOf(parseNetwork(source).packed, parseNetwork(destination).packed);
  }

  /** Whether there is a group of that name, or the text names none. */
  knows(text: string | null): boolean {
    return text === null || !text.startsWith(groupMark) || this.#groupOf(text) !== undefined;
  }

  /**
   * The networks that a text stands for, of which each address is in one at most; none where it names a group that there
   * is not.
   *
   * @throws MonitorError `request/invalid` for what is neither network nor group
   */
  networksOf(text: string): readonly Network[] {
    const known = this.#parsed.get(text);
    if (known) return known;
    const networks = text.startsWith(groupMark)
      ? disjointNetworks((this.#groupOf(text) ?? []).map(parseNetwork))
      : [parseNetwork(text)];
    this.#parsed.set(text, networks);
    return networks;
  }

  /** Names a part of traffic by what it is, whatever a group is called, so that sums of it are found again. */
  nameOf({ source, destination, direction }: TrafficScope): string {
    const sides = [source, destination].map((text) => (text === null ? '' : this.#contentOf(text)));
    return [...sides, ...(direction === undefined ? [] : [`${direction} of ${this.#known.homeName}`])].join(
      '|',
    );
  }

  #contentOf(text: string): string {
    if (!text.startsWith(groupMark)) return text;
    return [...(this.#groupOf(text) ?? [text])].sort().join(' ');
  }

  #groupOf(text: string): readonly string[] | undefined {
    const name = text.slice(groupMark.length);
    return Object.hasOwn(this.#known.groups, name) ? this.#known.groups[name] : undefined;
  }
}

/** Private networks are home, and there are no groups. */
export const plainNetworks = (): NamedNetworks => new NamedNetworks(knownNetworks(defaultNetworks, []));
