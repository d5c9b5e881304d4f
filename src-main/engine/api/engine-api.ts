import type { Clock } from '../../common/clock.ts';
import type { Event } from '../../common/event.ts';
import { Emitter } from '../../common/event.ts';
import type { LimitVerdicts } from '../../common/model/limits.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import type { WindowSummary } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { type AgentParts, agentsApi } from './agents-api.ts';
import type { Alerting } from './alerting.ts';
import { alertsApi } from './alerts-api.ts';
import type { PeriodReport, WindowReport } from '../alerts/reports.ts';
import { limitsApi } from './limits-api.ts';
import type { History } from '../history/history.ts';
import type { LimitSync } from '../limits/limit-sync.ts';
import { type OpenWindow, windowsApi, withoutPairs } from './windows-api.ts';

/** The contract, and what only the engine's own process can use: windows with any number of pairs as they close. */
export interface EngineApi extends MonitorApi {
  readonly onWindowReported: Event<WindowReport>;
  readonly onPeriodReported: Event<PeriodReport>;
}

/** What the calls work on. */
export interface ApiParts {
  readonly clock: Clock;
  readonly sync: LimitSync;
  readonly history: History;
  readonly status: () => MonitorStatus;
  readonly open: OpenWindow;
  readonly currentVerdicts: (count: number) => LimitVerdicts | null;
  readonly statusChanged: Event<MonitorStatus>;
  readonly windowReported: Event<WindowReport>;
  readonly periodReported: Event<PeriodReport>;
  readonly alerting: Alerting;
  /** Looks at the brokers, and says what was found. */
  readonly testBrokers: () => Promise<Phrase>;
  readonly agents: AgentParts;
  /** Undefined where others capture. */
  readonly capture: { ask(): void; pause(): void; resume(): void } | undefined;
}

/** The engine's calls and events over its parts. */
export function engineApi({ clock, sync, history, alerting, ...live }: ApiParts): EngineApi {
  const windowClosed = new Emitter<WindowSummary>();
  live.windowReported((report) => windowClosed.fire(withoutPairs(report.detail(0))));
  return {
    getStatus: () => Promise.resolve(live.status()),
    allowCapture: () => Promise.resolve(live.capture?.ask()),
    pauseCapture: () => Promise.resolve(live.capture?.pause()),
    resumeCapture: () => Promise.resolve(live.capture?.resume()),
    ...windowsApi(history, live.open, clock),
    async listVerdicts(request) {
      const isOpen = live.open.current(0)?.startMs === request.startMs;
      return isOpen ? live.currentVerdicts(request.count) : history.listVerdicts(request);
    },
    ...agentsApi(live.agents),
    ...alertsApi(alerting),
    ...limitsApi(sync, history, clock),
    listSeries: () => history.listSeries(),
    testBrokers: () => live.testBrokers(),
    reportRange: (request) => history.reportRange(request),
    explainAlert: (request) => history.explainAlert(request),
    getSpace: () => history.getSpace(),
    onStatusChanged: live.statusChanged,
    onWindowClosed: windowClosed.event,
    onAlertChanged: alerting.handling.onAlertChanged,
    onAlertHandled: alerting.handling.onAlertHandled,
    onMutesChanged: alerting.handling.onMutesChanged,
    onNotificationsAdded: alerting.onNotificationsAdded,
    onLimitsChanged: sync.onChanged,
    onWindowReported: live.windowReported,
    onPeriodReported: live.periodReported,
  };
}
