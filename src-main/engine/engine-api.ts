import type { Event } from '../common/event.ts';
import { Emitter } from '../common/event.ts';
import type { MonitorStatus, WindowDetail, WindowSummary } from '../common/model.ts';
import type { MonitorApi } from '../common/monitor-api.ts';
import { epochMs, systemClock } from '../common/units.ts';
import type { Alerting } from './alerting.ts';
import { alertsApi } from './alerts-api.ts';
import type { WindowReport } from './alerts/traffic-checker.ts';
import type { DataFolder } from './data-folder.ts';
import { limitsApi } from './limits-api.ts';
import type { PastWindows } from './past-windows.ts';
import type { LimitSync } from './limits/limit-sync.ts';
import { PairPages, type WindowReader } from './pair-pages.ts';
import { maxPairs } from './settings.ts';
import type { PairKey } from './windows/selection.ts';
import type { Series } from './store/series-repository.ts';

/** The contract, and what only the engine's own process can use: windows with any number of pairs as they close. */
export interface EngineApi extends MonitorApi {
  readonly onWindowReported: Event<WindowReport>;
}

/** What the calls work on. */
export interface ApiParts {
  readonly folder: DataFolder;
  readonly series: Series;
  readonly sync: LimitSync;
  readonly past: PastWindows;
  readonly status: () => MonitorStatus;
  /** The window that is growing: what is stored of it is behind. */
  readonly current: (pairs: number, matches?: (pair: PairKey) => boolean) => WindowDetail | null;
  readonly statusChanged: Event<MonitorStatus>;
  readonly windowReported: Event<WindowReport>;
  readonly alerting: Alerting;
  /** Asks the person, through the system, to let the helper capture. */
  readonly allowCapture: () => void;
}

/** The engine's calls and events over its parts. */
export function engineApi({ folder, series, sync, past, alerting, ...live }: ApiParts): EngineApi {
  const windows = folder.windows(series);
  const read: WindowReader = (startMs, matches) => {
    const open = live.status().window?.startMs === startMs ? live.current(maxPairs + 1, matches) : null;
    return open?.startMs === startMs ? open : windows.detail(epochMs(startMs), maxPairs + 1, matches);
  };
  const pairPages = new PairPages(read, () => systemClock.now());
  const windowClosed = new Emitter<WindowSummary>();
  live.windowReported((report) => windowClosed.fire(withoutPairs(report.detail(0))));
  return {
    getStatus: () => Promise.resolve(live.status()),
    listWindows: ({ fromMs, toMs, count }) => {
      const open = live.status().window;
      const stored = windows.list(fromMs, toMs, count);
      return Promise.resolve((open ? withOpen(stored, open, fromMs, toMs) : stored).slice(-count));
    },
    allowCapture: () => Promise.resolve(live.allowCapture()),
    listPairs: ({ offset, count, ...query }) => Promise.resolve(pairPages.page(query, offset, count)),
    listRollups: ({ fromMs, toMs, bucketMs, offsetMs }) =>
      Promise.resolve(windows.rollups(fromMs, toMs, bucketMs, offsetMs)),
    getWindow: ({ startMs, pairs }) => Promise.resolve(windows.detail(epochMs(startMs), pairs)),
    ...alertsApi(alerting.desk, folder.outbox),
    ...limitsApi(sync, past),
    onStatusChanged: live.statusChanged,
    onWindowClosed: windowClosed.event,
    onAlertChanged: alerting.desk.onAlertChanged,
    onAlertHandled: alerting.desk.onAlertHandled,
    onMutesChanged: alerting.desk.onMutesChanged,
    onAnnouncementsAdded: alerting.onAnnouncementsAdded,
    onLimitsChanged: sync.onChanged,
    onWindowReported: live.windowReported,
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

const withoutPairs = ({ pairs: _pairs, ...summary }: WindowDetail): WindowSummary => summary;
