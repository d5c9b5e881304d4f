import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import type { PastApi } from '../../src-main/common/replay-api.ts';

/** The past that the history shows. */
export type RangePast = Pick<
  PastApi,
  'listWindows' | 'listRollups' | 'listDirections' | 'listTopHosts' | 'getScopeHistory'
>;

/** A window that was left growing: nobody sums it any more, so what came later in it is missing. */
const leftBehind = (window: WindowSummary): WindowSummary =>
  window.closed
    ? window
    : {
        ...{ ...window, closed: true, complete: false, exact: false },
        lacks: [...window.lacks.filter(({ reason }) => reason !== 'not-over'), { reason: 'not-captured' }],
      };

/** The past of one series of the data folder; of a window that was left growing it tells no hosts. */
export const pastOf = (monitor: RangePast, series: number): RangePast => ({
  listWindows: async (request) => (await monitor.listWindows({ ...request, series })).map(leftBehind),
  listRollups: (request) => monitor.listRollups({ ...request, series }),
  listDirections: (request) => monitor.listDirections({ ...request, series }),
  getScopeHistory: (request) => monitor.getScopeHistory({ ...request, series }),
  listTopHosts: () => Promise.resolve(null),
});
