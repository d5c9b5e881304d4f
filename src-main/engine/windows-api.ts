import type { WindowDetail, WindowSummary } from '../common/model.ts';
import type { MonitorApi } from '../common/monitor-api.ts';
import { epochMs, systemClock } from '../common/units.ts';
import { PairPages, type WindowReader } from './pair-pages.ts';
import { maxPairs } from './settings.ts';
import type { WindowRepository } from './store/window-repository.ts';
import type { PairKey } from './windows/selection.ts';

type WindowCalls = 'listWindows' | 'getWindow' | 'listPairs' | 'listRollups';

/** Gives the window that is growing: what is stored of it is behind. Null where there is none. */
export type OpenWindow = (pairs: number, matches?: (pair: PairKey) => boolean) => WindowDetail | null;

/** The calls that are about windows. */
export function windowsApi(windows: WindowRepository, current: OpenWindow): Pick<MonitorApi, WindowCalls> {
  const read: WindowReader = (startMs, matches) => {
    const open = current(0)?.startMs === startMs ? current(maxPairs + 1, matches) : null;
    return open?.startMs === startMs ? open : windows.detail(epochMs(startMs), maxPairs + 1, matches);
  };
  const pairPages = new PairPages(read, () => systemClock.now());
  return {
    listWindows: ({ fromMs, toMs, count }) => {
      const open = current(0);
      const stored = windows.list(fromMs, toMs, count);
      return Promise.resolve((open ? withOpen(stored, open, fromMs, toMs) : stored).slice(-count));
    },
    listPairs: ({ offset, count, ...query }) => Promise.resolve(pairPages.page(query, offset, count)),
    listRollups: ({ fromMs, toMs, bucketMs, offsetMs }) =>
      Promise.resolve(windows.rollups(fromMs, toMs, bucketMs, offsetMs)),
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
