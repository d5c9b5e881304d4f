import { parseNetwork, formatNetwork } from '../../../src-main/common/address.ts';
import { isGroupName } from '../../../src-main/common/network-groups.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { FoundHosts } from '../../../src-main/common/model/hosts.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import type { Client } from '../../state/client.ts';

/** As many hosts are listed: those with most traffic. */
const listed = 200;
/** While somebody looks, hosts come and grow; they are searched again so often. */
const followMs = 30_000;
/** While they are yet to be listed, more often. */
const incompleteMs = 2_000;

interface HostSearchOptions {
  readonly monitor: Pick<Client['monitor'], 'searchHosts'>;
  readonly clock: WallClock;
  /** Addresses of hosts with a name in which a text occurs. */
  readonly addressesCalled: (text: string) => readonly string[];
}

/** What was searched, and what was found. */
interface Found extends FoundHosts {
  readonly query: string;
}

/** The address or network that a text is, in its one form; null where it is none. */
export function networkIn(text: string): string | null {
  try {
    return formatNetwork(parseNetwork(text));
  } catch {
    return null; // It is a part of an address, or of a name.
  }
}

/** The same, or the name of a group of networks as it is written where a network may stand: `@office`. */
export const scopeIn = (text: string): string | null =>
  isGroupName(text.trim()) ? text.trim() : networkIn(text);

/** The search among all hosts that were ever seen. */
export class HostSearch {
  query = $state('');
  /** Null until the first answer is here. */
  found = $state.raw<Found | null>(null);
  /** Why the last search failed. */
  problem = $state.raw<ErrorData | null>(null);
  readonly #options: HostSearchOptions;
  readonly #searches = new RepeatedRun(() => this.#search());
  #followedMs = -Infinity;

  constructor(options: HostSearchOptions) {
    this.#options = options;
  }

  /** Searches what a person types, letter by letter: of letters that come while it searches, the last one counts. */
  type(text: string): Promise<void> {
    this.query = text;
    return this.load();
  }

  /** Searches anew. */
  async load(): Promise<void> {
    await this.#searches.ask();
  }

  /** Keeps up with the hosts that come, if called from time to time. */
  async follow(): Promise<void> {
    const pauseMs = this.found?.isWhole === false ? incompleteMs : followMs;
    if (Math.abs(this.#options.clock.now() - this.#followedMs) >= pauseMs) await this.load();
  }

  /** The host, network or group whose page Enter opens: the one that is typed, else the first one that is found. */
  async best(): Promise<string | null> {
    const typed = scopeIn(this.query);
    if (typed !== null) return typed;
    if (this.found?.query !== this.query) await this.load();
    return this.found?.hosts[0]?.address ?? null;
  }

  async #search(): Promise<boolean> {
    const { monitor, clock, addressesCalled } = this.#options;
    const { query } = this;
    this.#followedMs = clock.now();
    try {
      const text = query.trim();
      const addresses = text === '' ? [] : [...addressesCalled(text)];
      this.found = { query, ...(await monitor.searchHosts({ text, addresses, count: listed })) };
      this.problem = null;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
    return true;
  }
}
