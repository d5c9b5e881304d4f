import type { Clock } from '../../common/clock.ts';
import type { WindowDetail, WindowSummary } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { HostLists } from '../history/host-lists.ts';
import { PairPages, type WindowReader } from '../history/pair-pages.ts';
import { maxPairs } from '../windows/pair-sums.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { Window } from '../windows/window.ts';

type WindowCalls = 'listWindows' | 'getWindow' | 'listPairs' | 'listTopHosts' | 'listRollups';

/** The window that is growing: what is stored of it is behind. */
export interface OpenWindow {
  /** Null where there is none. */
  current(pairs: number, matches?: (pair: PairKey) => boolean): WindowDetail | null;
  /** Undefined where there is none. */
  readonly growing: Window | undefined;
}

/** The calls that are about windows. */
export function windowsApi(
  windows: WindowRepository,
  open: OpenWindow,
  clock: Clock,
): Pick<MonitorApi, WindowCalls> {
  const current: OpenWindow['current'] = (pairs, matches) => open.current(pairs, matches);
  const windowAt = (startMs: EpochMs): Window | undefined =>
    open.growing?.startMs === startMs ? open.growing : windows.load(startMs);
  const hosts = new HostLists(windowAt, () => clock.monotonic());
  const read: WindowReader = (startMs, matches) => {
    const growing = current(0)?.startMs === startMs ? current(maxPairs + 1, matches) : null;
    return growing?.startMs === startMs ? growing : windows.detail(epochMs(startMs), maxPairs + 1, matches);
  };
  const pairPages = new PairPages(read, () => clock.now());
  return {
    listWindows: ({ fromMs, toMs, count }) => {
      const growing = current(0);
      const stored = windows.list(fromMs, toMs, count);
      return Promise.resolve((growing ? withOpen(stored, growing, fromMs, toMs) : stored).slice(-count));
    },
    listPairs: ({ offset, count, ...query }) => Promise.resolve(pairPages.page(query, offset, count)),
    listTopHosts: ({ startMs, count }) => Promise.resolve(hosts.top(epochMs(startMs), count)),
    listRollups: ({ edges }) => Promise.resolve(windows.rollups(edges)),
    getWindow: ({ startMs, pairs }) => Promise.resolve(windows.detail(epochMs(startMs), pairs)),
  };
}

/** The open window grows between checkpoints: what is stored of it is behind. */
function withOpen(
  stored: readonly WindowSummary[],
  open: WindowDetail,
  fromMs: number,
  toMs: number,
): WindowSummary[] {
  const others = stored.filter(({ startMs }) => startMs !== open.startMs);
  return fromMs <= open.startMs && open.startMs < toMs ? [...others, withoutPairs(open)] : others;
}

/** A window's sums alone. */
export const withoutPairs = ({ pairs: _pairs, ...summary }: WindowDetail): WindowSummary => summary;
