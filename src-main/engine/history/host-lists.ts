import type { TopHosts } from '../../common/model/windows.ts';
import type { EpochMs } from '../../common/units.ts';
import { topHosts } from '../windows/host-sums.ts';
import type { Window } from '../windows/window.ts';

/** Summing by host may take at most this share of the time: the more pairs, the longer a list is good enough. */
const shareOfTime = 0.05;

interface KnownList {
  readonly key: string;
  readonly freshUntilMs: number;
  readonly hosts: TopHosts;
}

/** The largest hosts of windows; the list that was asked for last is kept for a while. */
export class HostLists {
  readonly #windowAt: (startMs: EpochMs) => Window | undefined;
  readonly #nowMs: () => number;
  #known: KnownList | null = null;

  /** @param nowMs a clock that also measures how long the summing takes */
  constructor(windowAt: (startMs: EpochMs) => Window | undefined, nowMs: () => number) {
    this.#windowAt = windowAt;
    this.#nowMs = nowMs;
  }

  /** Null where there is no such window. */
  top(startMs: EpochMs, count: number): TopHosts | null {
    const key = `${startMs}/${count}`;
    const begunMs = this.#nowMs();
    if (this.#known?.key === key && begunMs < this.#known.freshUntilMs) return this.#known.hosts;
    const window = this.#windowAt(startMs);
    if (!window) return null;
    const hosts = topHosts(window.pairs, count);
    const endedMs = this.#nowMs();
    this.#known = { key, hosts, freshUntilMs: endedMs + (endedMs - begunMs) / shareOfTime };
    return hosts;
  }
}
