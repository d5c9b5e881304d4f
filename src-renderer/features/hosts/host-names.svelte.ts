import { folded } from '../../folded.ts';
import { hostName, labelOf } from '../../../src-main/common/alert-words.ts';
import type { Settings } from '../../../src-main/settings/registry/index.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import { foldedAddress } from '../../format.ts';
import type { Client } from '../../state/client.ts';

/** What comes into sight together is asked for together. */
const gatherMs = 50;
const askedAtOnce = 200;
const hourMs = 3_600_000;
/** Hosts of one name that a filter looks for. */
const filteredHosts = 200;

interface HostNamesOptions {
  readonly shell: Pick<Client['shell'], 'lookUpHosts'>;
  readonly settings: () => Pick<Settings, 'hosts.names' | 'hosts.reverseDns'>;
  readonly clock: WallClock;
}

/** What hosts are called: by the person, else by the DNS, which is asked for those that are shown. */
export class HostNames {
  /** The host that is being named; null while none is. */
  asked = $state<string | null>(null);
  /** Names of the DNS, empty for hosts without one. */
  #found = $state.raw<Readonly<Record<string, string>>>({});
  readonly #options: HostNamesOptions;
  #foundSinceMs = 0;
  #wanted: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HostNamesOptions) {
    this.#options = options;
  }

  /** Null where the host has no name, or it is not known yet. */
  nameOf(address: string): string | null {
    return hostName(address, this.#options.settings(), (host) => this.#dnsName(host));
  }

  /** The address, with the name before it where there is one; of what is not an address itself. */
  readonly label = (address: string): string => labelOf(address, (host) => this.nameOf(host));

  /** The person's own name; empty where they gave none. */
  ownNameOf(address: string): string {
    return this.#options.settings()['hosts.names'][address] ?? '';
  }

  /** A filter of pairs with names in it, as one of addresses alone. */
  inAddresses(filter: string): string {
    return filter.replace(/(?<=^|\s)(src:|dst:)?(\S+)/gi, (word, side: string | undefined, name: string) => {
      const hosts = this.addressesCalled(name);
      return hosts.length === 0 ? word : `${side ?? ''}${[name, ...hosts].join(',')}`;
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** The first 200 hosts in whose name a text occurs, in small or capital letters. */
  addressesCalled(text: string): readonly string[] {
    const part = folded(text);
    const { 'hosts.names': own, 'hosts.reverseDns': isDnsAsked } = this.#options.settings();
    const all = { ...(isDnsAsked ? this.#found : {}), ...own };
    return Object.entries(all)
      .flatMap(([address, name]) => (folded(name).includes(part) ? [address] : []))
      .slice(0, filteredHosts);
  }

  #dnsName(address: string): string | null {
    if (!Object.hasOwn(this.#found, address)) this.#want(address);
    return this.#found[address] || null;
  }

  #want(address: string): void {
    if (address === foldedAddress || this.#wanted.includes(address)) return;
    this.#wanted = [...this.#wanted, address];
    this.#timer ??= setTimeout(() => void this.#ask(), gatherMs);
  }

  async #ask(): Promise<void> {
    const addresses = this.#wanted.slice(0, askedAtOnce);
    const names = await this.#options.shell.lookUpHosts({ addresses }).catch(() => ({}));
    const none = Object.fromEntries(addresses.map((address) => [address, '']));
    this.#found = { ...this.#stillKnown(), ...none, ...names };
    this.#wanted = this.#wanted.slice(addresses.length);
    this.#timer = this.#wanted.length > 0 ? setTimeout(() => void this.#ask(), gatherMs) : undefined;
  }

  /** Hosts get other names: all are asked for anew once an hour, while they are shown. */
  #stillKnown(): Readonly<Record<string, string>> {
    const now = this.#options.clock.now();
    if (now - this.#foundSinceMs < hourMs) return this.#found;
    this.#foundSinceMs = now;
    return {};
  }
}
