import type { DataFolder } from '../store/data-folder.ts';
import { HostRepository } from '../store/host-repository.ts';
import { type BlockPlace, KnownHostRepository } from '../store/known-host-repository.ts';
import type { Series } from '../store/series-repository.ts';

/** Hosts are looked through so often. */
const pauseMs = 86_400_000;

/**
 * Lets go of hosts that were not seen for as long as windows are kept, some at a time: so the list of all hosts that were
 * ever seen is bounded by that time, and no window or pair goes for its sake.
 */
export class UnseenHosts {
  readonly #known: Pick<KnownHostRepository, 'forget'>;
  #place: BlockPlace | null = null;
  #begunMs = -Infinity;

  constructor(known: Pick<KnownHostRepository, 'forget'>) {
    this.#known = known;
  }

  /** Those of a series. */
  static of({ connection }: DataFolder, { id }: Series): UnseenHosts {
    return new UnseenHosts(new KnownHostRepository(connection, id, new HostRepository(connection, id)));
  }

  /**
   * @param keptMs how long a host stays that is not seen any more; Infinity for ever
   * @returns whether there is more to look through
   */
  forget(now: number, keptMs: number): boolean {
    if (keptMs === Infinity || (this.#place === null && Math.abs(now - this.#begunMs) < pauseMs))
      return false;
    if (this.#place === null) this.#begunMs = now;
    this.#place = this.#known.forget(now - keptMs, this.#place);
    return this.#place !== null;
  }
}
