import type { Clock } from '../../common/clock.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { WindowDetail, WindowSummary } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { PastApi } from '../../common/contract/replay.ts';
import { epochMs } from '../../common/units.ts';
import type { History } from '../history/history.ts';
import { HostLists } from '../history/host-lists.ts';
import { PairPages } from '../history/pair-pages.ts';
import type { PairKey } from '../flow-records/layout.ts';
import type { Window } from '../windows/window.ts';

type WindowCalls = keyof PastApi | 'searchHosts' | 'getTotals' | 'getScopeRules';

/** Pairs of the growing window that are listed where they are summed: it takes some milliseconds. */
const listedAtOnce = 10_000;

/** The window that is growing: what is stored of it is behind. */
export interface OpenWindow {
  /** Null where there is none. */
  current(pairs: number, matches?: (pair: PairKey) => boolean): WindowDetail | null;
  /** Undefined where there is none. */
  readonly growing: Window | undefined;
  /** Which networks are home, and have names. */
  readonly networks: NamedNetworks;
}

/** The calls that are about windows. Of a growing window with many pairs they tell what is stored. */
export function windowsApi(history: History, open: OpenWindow, clock: Clock): Pick<MonitorApi, WindowCalls> {
  const growingAt = (startMs: number): WindowDetail | null => {
    const growing = open.current(0);
    return growing?.startMs === startMs ? growing : null;
  };
  const isListedHere = (startMs: number): boolean =>
    (growingAt(startMs)?.pairCount ?? Infinity) <= listedAtOnce;
  const hosts = new HostLists(
    (startMs) => (growingAt(startMs) ? open.growing : undefined),
    () => clock.monotonic(),
  );
  const pages = new PairPages(
    (startMs, matches) => (growingAt(startMs) ? open.current(Infinity, matches) : null),
    () => open.networks,
    () => clock.now(),
  );
  return {
    async listWindows({ fromMs, toMs, count, ...of }) {
      const stored = await history.listWindows({ fromMs, toMs, count, ...of });
      const growing = of.series === undefined ? open.current(0) : null;
      return (growing ? withOpen(stored, growing, fromMs, toMs) : stored).slice(-count);
    },
    async listPairs({ offset, count, ...query }) {
      const page = (): ReturnType<typeof pages.page> => pages.page(query, offset, count);
      if (isListedHere(query.startMs)) return page();
      return (await history.listPairs({ offset, count, ...query })) ?? page();
    },
    async listTopHosts({ startMs, count }) {
      const top = (): ReturnType<typeof hosts.top> => hosts.top(epochMs(startMs), count);
      if (isListedHere(startMs)) return top();
      return (await history.listTopHosts({ startMs, count })) ?? top();
    },
    ...storedCalls(history),
  };
}

/** Of what these tell, the checkpoints are near enough. */
const storedCalls = (history: History) =>
  ({
    listRollups: (request) => history.listRollups(request),
    getRange: (request) => history.getRange(request),
    getTotals: (request) => history.getTotals(request),
    getScopeRules: (request) => history.getScopeRules(request),
    searchHosts: (request) => history.searchHosts(request),
    getWindow: (request) => history.getWindow(request),
  }) satisfies Partial<MonitorApi>;

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
