import {
  autoHome,
  defaultNetworks,
  type KnownNetworks,
  knownNetworks,
  type NetworkSettings,
} from '../../common/home-networks.ts';
import { NamedNetworks } from '../../common/named-networks.ts';
import type { Connection } from './database.ts';

/** Networks of interfaces that are remembered: where a provider gives another prefix each day, for most of a year. */
const ownKept = 256;

/**
 * Which networks are home and which have names, as the newest instance had it; and the networks that its interfaces have
 * had, as what is stored is told apart by them, too.
 */
export class NetworkRepository {
  readonly #get;
  readonly #put;
  #used: NamedNetworks | undefined;
  #named: { readonly text: string; readonly networks: NamedNetworks } | undefined;

  constructor(connection: Connection) {
    this.#get = connection.prepare('SELECT value FROM settings WHERE key = ?').pluck();
    this.#put = connection.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  }

  /**
   * Stores what people set, and the networks of the interfaces of now.
   *
   * @returns whether something is otherwise
   */
  note(settings: NetworkSettings, own: readonly string[]): boolean {
    const before = this.#text;
    const known = this.#own;
    const isAuto = settings.home.includes(autoHome);
    if (isAuto && own.some((network) => !known.includes(network)))
      this.#put.run('networks.own', JSON.stringify([...new Set([...own, ...known])].slice(0, ownKept)));
    const text = JSON.stringify(settings);
    if (this.#get.get('networks') !== text) this.#put.run('networks', text);
    return this.#text !== before;
  }

  /** Tells traffic apart by these networks as long as the folder is open, and stores nothing. */
  use(settings: NetworkSettings, own: readonly string[]): void {
    this.#used = new NamedNetworks(knownNetworks(settings, own));
  }

  /** As it was noted last; the same object while only own networks came. */
  get named(): NamedNetworks {
    if (this.#used) return this.#used;
    const text = this.#text;
    if (this.#named?.text === text) return this.#named.networks;
    const known = knownNetworks(this.#settings, this.#own);
    const { networks } = this.#named ?? {};
    const isSame = networks && withoutHome(networks.known) === withoutHome(known);
    if (isSame) networks.setHome(known.home);
    this.#named = { text, networks: isSame ? networks : new NamedNetworks(known) };
    return this.#named.networks;
  }

  /**
   * The same with other home networks.
   *
   * @param own the networks of the machine's interfaces
   * @throws MonitorError `settings/invalid` for a group that is not known
   */
  namedWith(home: readonly string[], own: readonly string[]): NamedNetworks {
    const { groups } = this.#settings;
    return new NamedNetworks(knownNetworks({ home, groups }, [...own, ...this.#own]));
  }

  get #settings(): NetworkSettings {
    const text = this.#get.get('networks') as string | undefined;
    return text === undefined ? defaultNetworks : (JSON.parse(text) as NetworkSettings);
  }

  get #own(): string[] {
    return JSON.parse((this.#get.get('networks.own') as string | undefined) ?? '[]') as string[];
  }

  get #text(): string {
    return ['networks', 'networks.own']
      .map((key) => (this.#get.get(key) as string | undefined) ?? '')
      .join('\n');
  }
}

const withoutHome = ({ home: _home, ...rest }: KnownNetworks): string => JSON.stringify(rest);
