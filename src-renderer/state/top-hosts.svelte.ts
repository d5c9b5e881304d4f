import type { TopHosts as HostList } from '../../src-main/common/model/windows.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import type { Client } from './client.ts';

/** As many hosts as the overview names on either side. */
export const shownHosts = 5;
/** A window that grows is asked for again this often. */
const refreshMs = 2_000;

/** The largest hosts of the window that is shown. */
export class TopHosts {
  hosts = $state.raw<HostList | null>(null);
  readonly #monitor: Pick<Client['monitor'], 'listTopHosts'>;
  #startMs: EpochMs | null = null;
  #askedMs = -Infinity;
  /** The answer for a window that grows: shown with the next of its totals, as each change costs a frame. */
  #next: HostList | null = null;

  constructor({ monitor }: { readonly monitor: Pick<Client['monitor'], 'listTopHosts'> }) {
    this.#monitor = monitor;
  }

  /** Shows those of a window (null: of none), and keeps them up to date if called from time to time. */
  async show(startMs: EpochMs | null, nowMs: number): Promise<void> {
    const isOther = startMs !== this.#startMs;
    if (!isOther) this.#showNext();
    if (!isOther && nowMs - this.#askedMs < refreshMs) return;
    this.#startMs = startMs;
    this.#askedMs = nowMs;
    const hosts = startMs === null ? null : await this.#fetch(startMs);
    if (startMs !== this.#startMs) return;
    this.#next = hosts;
    if (isOther) this.#showNext();
  }

  #showNext(): void {
    if (this.hosts !== this.#next) this.hosts = this.#next;
  }

  /** An engine that is away leaves what is shown; the window says that it is away. */
  async #fetch(startMs: EpochMs): Promise<HostList | null> {
    try {
      return await this.#monitor.listTopHosts({ startMs, count: shownHosts });
    } catch {
      return this.hosts;
    }
  }
}
