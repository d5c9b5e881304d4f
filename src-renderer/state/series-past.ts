import type { PastApi } from '../../src-main/common/replay-api.ts';

/** The past that the history shows. */
export type RangePast = Pick<
  PastApi,
  'listWindows' | 'listRollups' | 'listDirections' | 'listTopHosts' | 'getScopeHistory'
>;

/** The past of one series of the data folder; of a window that was left growing it tells no hosts. */
export const pastOf = (monitor: RangePast, series: number): RangePast => ({
  listWindows: (request) => monitor.listWindows({ ...request, series }),
  listRollups: (request) => monitor.listRollups({ ...request, series }),
  listDirections: (request) => monitor.listDirections({ ...request, series }),
  getScopeHistory: (request) => monitor.getScopeHistory({ ...request, series }),
  listTopHosts: () => Promise.resolve(null),
});
