import type { TopHosts, WindowDetail } from '../../../src-main/common/model/windows.ts';
import type { Client } from '../../state/client.ts';

/** As many hosts as the overview names on either side at least and at most, and twice as many pairs. */
export const shownHosts = { least: 5, most: 25 } as const;
/** The lists of a window that grows are drawn anew this often: their order seldom changes, and each drawing costs. */
const refreshMs = 5_000;
/** A window that has grown by this share since is worth it sooner. */
const visibleGrowth = 1 / 4;

/** The largest pairs and hosts of the window that is shown, and the totals at the same time that they are parts of. */
export class Largest {
  window = $state.raw<WindowDetail | null>(null);
  hosts = $state.raw<TopHosts | null>(null);
  readonly #monitor: Pick<Client['monitor'], 'listTopHosts'>;
  /** As many hosts as there is room for in a list. */
  #count: number = shownHosts.least;
  #reported: WindowDetail | null = null;
  #askedMs = -Infinity;
  /** Only the newest one is of use. */
  #asks = 0;
  /**
   * What is shown with the next report while the window grows: a frame of its own would cost as much again. Where it rests,
   * reports come seldom, and nothing else is drawn.
   */
  #next: Pick<Largest, 'window' | 'hosts'> | null = null;

  constructor({ monitor }: { readonly monitor: Pick<Client['monitor'], 'listTopHosts'> }) {
    this.#monitor = monitor;
  }

  /**
   * Shows those of a window (null: of none), and keeps them up to date if called with each report of it.
   *
   * @param count of hosts in a list; twice as many pairs are shown
   */
  async show(window: WindowDetail | null, nowMs: number, count: number = shownHosts.least): Promise<void> {
    const isOtherCount = count !== this.#count;
    if (window === this.#reported && !isOtherCount) return;
    const hasGrown = this.#reported?.bytes !== window?.bytes;
    this.#reported = window;
    this.#count = count;
    const isSame = isSameTable(this.window, window) && !isOtherCount;
    if (isSame) this.#showNext();
    else {
      // What is shown of another window is not part of this one.
      if (this.window?.startMs !== window?.startMs) this.hosts = null;
      if (!isOtherCount || this.window?.startMs !== window?.startMs) this.window = window;
      this.#next = null;
    }
    const isRecent = Math.abs(nowMs - this.#askedMs) < refreshMs;
    if (isSame && isRecent && !isWorthIt(this.window, window)) return;
    this.#askedMs = nowMs;
    const ask = ++this.#asks;
    const next = window === null ? { window, hosts: null } : await this.#fetch(window);
    if (ask !== this.#asks) return;
    // What is read after a report may be more than the total that it tells: it waits for the next one.
    if ((isSame && hasGrown) || isAhead(next.window, this.#reported)) this.#next = next;
    else Object.assign(this, next);
  }

  #showNext(): void {
    if (this.#next === null) return;
    this.window = this.#next.window;
    this.hosts = this.#next.hosts;
    this.#next = null;
  }

  /** An engine that is away leaves what is shown; the window says that it is away. */
  async #fetch(window: WindowDetail): Promise<Pick<Largest, 'window' | 'hosts'>> {
    try {
      const hosts = await this.#monitor.listTopHosts({ startMs: window.startMs, count: this.#count });
      // The window went on meanwhile: its total and pairs are taken from the moment of the hosts, too.
      return hosts === null
        ? { window, hosts }
        : { window: { ...window, bytes: hosts.bytes, pairs: hosts.pairs }, hosts };
    } catch {
      return { window: this.window, hosts: this.hosts };
    }
  }
}

/** Whether the second is the first, still open, with more in it. What first has pairs is worth showing at once. */
const isSameTable = (before: WindowDetail | null, after: WindowDetail | null): boolean =>
  before !== null &&
  before.startMs === after?.startMs &&
  before.closed === after.closed &&
  before.pairs.length > 0 === after.pairs.length > 0;

/** Whether one moment of a window is after another. */
const isAhead = (read: WindowDetail | null, reported: WindowDetail | null): boolean =>
  read !== null && read.startMs === reported?.startMs && read.bytes > reported.bytes;

const isWorthIt = (before: WindowDetail | null, after: WindowDetail | null): boolean =>
  before !== null && after !== null && after.bytes - before.bytes > before.bytes * visibleGrowth;
