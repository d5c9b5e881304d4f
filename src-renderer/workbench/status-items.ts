import type { CaptureTotals, MonitorStatus } from '../../src-main/common/model.ts';
import type { EngineState } from '../../src-main/common/monitor-api.ts';
import {
  byteRateText,
  countText,
  none,
  packetRateText,
  plural,
  relativeText,
  spanText,
  timeLeftText,
  zonedText,
} from '../format.ts';
import { captureStateWords } from '../words.ts';

/** One entry of the status bar. */
export interface StatusItem {
  readonly id: 'capture' | 'dropped' | 'window' | 'limits' | 'alerts';
  readonly icon: string;
  readonly text: string;
  readonly title: string;
  readonly tone: 'plain' | 'warning' | 'error';
  /** A machine-readable state, where there is one. */
  readonly state?: string;
}

/** Packets that were lost before they could be counted. */
export const droppedRecords = (totals: CaptureTotals): number =>
  totals.kernelDropped + totals.interfaceDropped;

/** What stands at the left of the status bar: the capture. */
export function captureItems(status: MonitorStatus | null, engine: EngineState): readonly StatusItem[] {
  if (engine.state !== 'running' && engine.state !== 'starting') return [engineItem(engine)];
  if (!status)
    return [
      {
        id: 'capture',
        icon: 'loading',
        text: 'Connecting',
        title: 'Waiting for the engine',
        tone: 'plain',
        state: 'connecting',
      },
    ];
  return [captureItem(status), droppedItem(status)];
}

const engineItem = ({ state, problem }: EngineState): StatusItem => ({
  id: 'capture',
  icon: state === 'failed' ? 'error' : 'loading',
  text: state === 'failed' ? 'Engine failed' : 'Engine restarting',
  title: problem ?? 'The engine does not answer',
  tone: state === 'failed' ? 'error' : 'warning',
  state: `engine-${state}`,
});

function captureItem({ capture }: MonitorStatus): StatusItem {
  const words = captureStateWords(capture.state);
  const isCapturing = capture.state === 'capturing';
  return {
    id: 'capture',
    icon: words.icon,
    text: isCapturing ? byteRateText(capture.bytesPerSecond) : words.text,
    title: isCapturing
      ? `Capturing ${packetRateText(capture.packetsPerSecond)} on ${plural(capture.interfaces.length, 'interface')}`
      : (capture.problem?.message ?? words.text),
    tone: words.tone === 'bad' ? 'error' : 'plain',
    state: capture.state,
  };
}

function droppedItem({ capture: { totals } }: MonitorStatus): StatusItem {
  const dropped = droppedRecords(totals);
  return {
    id: 'dropped',
    icon: 'debug-disconnect',
    text: `${countText(dropped)} dropped`,
    title: `Dropped by the kernel: ${countText(totals.kernelDropped)}, by interfaces: ${countText(totals.interfaceDropped)}`,
    tone: dropped > 0 ? 'warning' : 'plain',
  };
}

/** What stands at the right of the status bar: window, limits, alerts. */
export function monitorItems(status: MonitorStatus | null, nowMs: number): readonly StatusItem[] {
  if (!status) return [];
  return [windowItem(status, nowMs), limitsItem(status, nowMs), alertsItem(status)];
}

function windowItem({ window }: MonitorStatus, nowMs: number): StatusItem {
  return {
    id: 'window',
    icon: 'clockface',
    text: window ? timeLeftText(window, nowMs) : none,
    title: window ? `Left of the window ${spanText(window.startMs, window.endMs, nowMs)}` : 'No window yet',
    tone: 'plain',
  };
}

function limitsItem({ limits }: MonitorStatus, nowMs: number): StatusItem {
  const next =
    limits.nextSyncMs === null ? '' : `, sync ${relativeText(Math.max(nowMs, limits.nextSyncMs), nowMs)}`;
  const count = limits.limitCount === 0 ? 'No limits' : plural(limits.limitCount, 'limit');
  return {
    id: 'limits',
    icon: limits.problem ? 'warning' : 'law',
    text: `${count}${next}`,
    title: limits.problem?.message ?? syncTitle(limits.lastSyncMs),
    tone: limits.problem ? 'warning' : 'plain',
  };
}

const syncTitle = (lastSyncMs: number | null): string =>
  lastSyncMs === null ? 'Limits were never synced' : `Limits last synced ${zonedText(lastSyncMs)}`;

const alertsItem = ({ firing }: MonitorStatus): StatusItem => ({
  id: 'alerts',
  icon: firing.length > 0 ? 'bell-dot' : 'bell',
  text: firing.length === 0 ? 'No alerts' : `${plural(firing.length, 'alert')} firing`,
  title: firing.length === 0 ? 'No alert is firing' : 'Show the newest alert',
  tone: firing.length > 0 ? 'error' : 'plain',
});
