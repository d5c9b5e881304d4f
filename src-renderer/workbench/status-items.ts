import { lostPackets } from '../../src-main/common/loss.ts';
import { isAtLeast } from '../../src-main/common/standing.ts';
import type { LimitsStatus } from '../../src-main/common/model/limits.ts';
import type { MonitorStatus } from '../../src-main/common/model/status.ts';
import type { EngineState } from '../../src-main/common/model/shell.ts';
import type { UpdateState } from '../../src-main/common/updates.ts';
import {
  byteRateText,
  countText,
  none,
  packetRateText,
  relativeText,
  spanText,
  timeLeftText,
  zonedText,
} from '../format.ts';
import { openExactnessText } from '../exactness.ts';
import { problemMessage } from '../problem-words.ts';
import { phraseText } from '../texts/phrase-text.ts';
import type { Problem } from '../state/problems.ts';
import { t } from '../texts/texts.ts';
import { captureStateWords } from '../words.ts';

/** One entry of the status bar. */
export interface StatusItem {
  readonly id: 'capture' | 'dropped' | 'problems' | 'log' | 'window' | 'limits' | 'alerts' | 'update';
  readonly icon: string;
  readonly text: string;
  readonly title: string;
  readonly tone: 'plain' | 'warning' | 'error';
  /** A machine-readable state, where there is one. */
  readonly state?: string;
  /** The command that a click runs. */
  readonly command: string;
}

/** What stands at the left of the status bar: capture, losses, problems. */
export function captureItems(
  status: MonitorStatus | null,
  engine: EngineState,
  problems: readonly Problem[] = [],
): readonly StatusItem[] {
  const tail = problemsItem(problems);
  if (engine.state !== 'running' && engine.state !== 'starting')
    return [engineItem(engine), { ...tail, text: countText(problems.length) }];
  if (!status) return [connectingItem(), tail];
  return [captureItem(status), droppedItem(status), tail];
}

function engineItem({ state, problem, said }: EngineState): StatusItem {
  const isRestarting = state === 'restarting';
  const { engineFailed, engineRestarting, engineSilent } = t().status;
  const text = isRestarting ? engineRestarting : state === 'silent' ? engineSilent : engineFailed;
  return {
    ...{ id: 'capture', command: 'panel.problems', state: `engine-${state}` },
    ...{ icon: isRestarting ? 'loading' : 'error', tone: isRestarting ? 'warning' : 'error' },
    ...{ text, title: problem === null ? text : phraseText(said, problem) },
  };
}

const connectingItem = (): StatusItem => ({
  id: 'capture',
  icon: 'loading',
  text: t().status.connecting,
  title: t().status.waiting,
  tone: 'plain',
  state: 'connecting',
  command: 'view.overview',
});

const captureTones = { good: 'plain', neutral: 'plain', warning: 'warning', bad: 'error' } as const;

function captureItem({ capture }: MonitorStatus): StatusItem {
  const words = captureStateWords(capture.state);
  const isCapturing = capture.state === 'capturing';
  return {
    id: 'capture',
    icon: words.icon,
    text: isCapturing ? byteRateText(capture.bytesPerSecond) : words.text,
    title: isCapturing
      ? t().status.capturing(
          packetRateText(capture.packetsPerSecond),
          t().counts.interfaces(capture.interfaces.length),
        )
      : capture.problem
        ? problemMessage(capture.problem)
        : words.text,
    tone: captureTones[words.tone],
    state: capture.state,
    command: capture.state === 'paused' ? 'capture.resume' : 'view.pipeline',
  };
}

function droppedItem({ capture: { totals, countsDrops } }: MonitorStatus): StatusItem {
  const dropped = lostPackets(totals);
  const byWhom = t().status.droppedBy(
    countText(totals.kernelDropped),
    countText(totals.interfaceDropped),
    countText(totals.queueDropped),
  );
  return {
    id: 'dropped',
    icon: 'debug-disconnect',
    text: countsDrops ? t().status.dropped(countText(dropped)) : t().status.dropsUnknown,
    title: countsDrops ? byWhom : t().status.dropsUntold,
    tone: dropped > 0 || !countsDrops ? 'warning' : 'plain',
    command: 'view.pipeline',
  };
}

function problemsItem(problems: readonly Problem[]): StatusItem {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const [worst] = problems.filter(({ severity }) => severity === 'error');
  return {
    id: 'problems',
    icon: errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'pass',
    text: worst ? worstText(worst, problems.length - 1) : countText(problems.length),
    title: t().status.problems(errors, warnings),
    tone: worst ? 'error' : 'plain',
    ...(worst ? { state: worst.id } : {}),
    command: 'panel.problems',
  };
}

/** The worst problem by its kind, and how many there are beside it. */
const worstText = ({ title }: Problem, others: number): string =>
  others === 0 ? title : `${title}, ${t().problems.more(others)}`;

/** A newer version of the app, while the person is to decide about it. */
export function updateItems(update: UpdateState): readonly StatusItem[] {
  if (update.kind !== 'available' && update.kind !== 'ready') return [];
  const { statusAvailable, statusReady, command } = t().updates;
  return [
    {
      id: 'update',
      icon: update.kind === 'ready' ? 'debug-restart' : 'cloud-download',
      text: (update.kind === 'ready' ? statusReady : statusAvailable)(update.version),
      title: command,
      tone: 'plain',
      state: update.kind,
      command: 'app.checkForUpdates',
    },
  ];
}

/** What stands at the right of the status bar: log, window, limits, alerts. */
export function monitorItems(status: MonitorStatus | null, nowMs: number): readonly StatusItem[] {
  if (!status) return [];
  return [logItem(status), windowItem(status, nowMs), limitsItem(status, nowMs), alertsItem(status)];
}

/** A log that is read as fast as it is written lags for a moment only; that is not news. */
const unworthyLag = 100_000;

function logItem({ stream, capture: { queuedPackets } }: MonitorStatus): StatusItem {
  const lag = stream.partitions.reduce((sum, one) => sum + (one.lag ?? 0), 0);
  const isConnected = stream.state === 'connected';
  const isWell = isConnected && queuedPackets === 0;
  const spooled = stream.spool?.records ?? 0;
  const connectedText = queuedPackets > 0 ? t().exactness.queued(queuedPackets) : lagText(lag);
  return {
    id: 'log',
    icon: isWell ? 'database' : 'warning',
    text: isConnected ? connectedText : t().status.logStates[stream.state](countText(spooled)),
    title: stream.problem ? problemMessage(stream.problem) : t().status.logTitle(stream.topic ?? ''),
    tone: !isWell || lag > unworthyLag ? 'warning' : 'plain',
    command: 'view.pipeline',
  };
}

const lagText = (lag: number): string => (lag === 0 ? t().status.logCurrent : t().status.log(countText(lag)));

function windowItem(status: MonitorStatus, nowMs: number): StatusItem {
  const { window } = status;
  return {
    id: 'window',
    icon: 'clockface',
    text: window ? timeLeftText(window, nowMs) : none,
    title: window
      ? `${t().status.windowLeft(spanText(window.startMs, window.endMs, nowMs))}; ${openExactnessText(window, status)}`
      : t().status.noWindow,
    tone: isAtLeast(status) ? 'warning' : 'plain',
    command: 'go.present',
  };
}

function limitsTitle({ problem, unjudged, lastSyncMs }: LimitsStatus): string {
  if (problem) return problemMessage(problem);
  const count = unjudged?.count ?? 0;
  return count > 0 ? t().unjudged.some(count) : syncTitle(lastSyncMs);
}

function limitsItem({ limits }: MonitorStatus, nowMs: number): StatusItem {
  const unjudged = limits.unjudged?.count ?? 0;
  const next =
    limits.nextSyncMs === null
      ? ''
      : `, ${t().status.sync(relativeText(Math.max(nowMs, limits.nextSyncMs), nowMs))}`;
  const count = limits.limitCount === 0 ? t().status.noLimits : t().counts.limits(limits.limitCount);
  return {
    id: 'limits',
    icon: limits.problem || unjudged > 0 ? 'warning' : 'law',
    text: `${count}${unjudged > 0 ? t().status.unjudged(unjudged) : ''}${next}`,
    title: limitsTitle(limits),
    tone: limits.problem || unjudged > 0 ? 'warning' : 'plain',
    command: 'view.limits',
  };
}

const syncTitle = (lastSyncMs: number | null): string =>
  lastSyncMs === null ? t().status.neverSynced : t().status.lastSynced(zonedText(lastSyncMs));

const alertsItem = ({ firingCount }: MonitorStatus): StatusItem => ({
  id: 'alerts',
  icon: firingCount > 0 ? 'bell-dot' : 'bell',
  text: firingCount === 0 ? t().status.noAlerts : t().status.firing(firingCount),
  title: firingCount === 0 ? t().status.noneFiring : t().status.showNewestAlert,
  tone: firingCount > 0 ? 'error' : 'plain',
  command: firingCount > 0 ? 'go.newestAlert' : 'view.alerts',
});
