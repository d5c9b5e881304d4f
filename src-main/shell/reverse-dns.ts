import { Resolver } from 'node:dns/promises';
import type { WallClock } from '../common/clock.ts';

/** How long an answer is waited for, and how often it is asked for. */
const patience = { timeout: 1_500, tries: 2 };
/** Questions that are under way for one look at a time. */
const width = 16;
const hourMs = 3_600_000;
/** How long a name holds; that there is none; and that nobody has answered. */
const holdsMs = { name: hourMs, none: hourMs / 6, failed: hourMs / 60 };
const bound = 10_000;

interface Found {
  /** Empty where the host has none. */
  readonly name: string;
  readonly untilMs: number;
}

/** Names of hosts by reverse DNS, remembered for a while; the oldest are forgotten beyond 10,000. */
export class ReverseDns {
  readonly #clock: WallClock;
  #servers = '';
  #resolver = new Resolver(patience);
  #found = new Map<string, Found>();

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  /**
   * @param servers who is asked; the system's servers if empty
   * @returns names by address; an address without one, or about which nobody answers, is left out
   */
  async lookUp(
    addresses: readonly string[],
    servers: readonly string[],
  ): Promise<Readonly<Record<string, string>>> {
    this.#use(servers);
    const unknown = addresses.filter((address) => this.#known(address) === null);
    const rest = unknown[Symbol.iterator]();
    const askInTurn = async (): Promise<void> => {
      for (const address of rest) await this.#ask(address);
    };
    await Promise.all(Array.from({ length: width }, askInTurn));
    return Object.fromEntries(
      addresses.flatMap((address) => {
        const name = this.#known(address)?.name ?? '';
        return name === '' ? [] : [[address, name]];
      }),
    );
  }

  /** A name that was found before; null where there is none, or it is not known. */
  nameOf(address: string): string | null {
    return this.#known(address)?.name || null;
  }

  /** Other servers may have other names. */
  #use(servers: readonly string[]): void {
    const key = servers.join();
    if (key === this.#servers) return;
    this.#servers = key;
    this.#found = new Map();
    this.#resolver = new Resolver(patience);
    if (servers.length > 0) this.#resolver.setServers(servers);
  }

  #known(address: string): Found | null {
    const found = this.#found.get(address);
    return found !== undefined && found.untilMs > this.#clock.now() ? found : null;
  }

  async #ask(address: string): Promise<void> {
    const found = this.#found;
    const answer = await this.#resolver.reverse(address).then(
      ([name = '']) => ({ name, forMs: name === '' ? holdsMs.none : holdsMs.name }),
      (thrown: unknown) => ({ name: '', forMs: isNone(thrown) ? holdsMs.none : holdsMs.failed }),
    );
    found.delete(address);
    found.set(address, { name: answer.name, untilMs: this.#clock.now() + answer.forMs });
    for (const [oldest] of found) {
      if (found.size <= bound) break;
      found.delete(oldest);
    }
  }
}

/** Whether the server has said that there is no name. */
const isNone = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && ['ENOTFOUND', 'ENODATA'].includes(String(thrown.code));
