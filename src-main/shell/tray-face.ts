import { bytesText } from '../common/format.ts';
import type { EngineState } from '../common/monitor-api.ts';
import type { LimitOutlook, MonitorStatus } from '../common/model.ts';

/** What the tray's icon can tell. */
export const trayIcons = ['within', 'near', 'breach', 'paused', 'idle'] as const;
export type TrayIcon = (typeof trayIcons)[number];

/** What the tray shows. */
export interface TrayFace {
  readonly icon: TrayIcon;
  /** The current window's total. */
  readonly total: string;
  /** How that stands to the limits, or why it is not known. */
  readonly line: string;
  /** Whether the person paused the capture; null while there is none to pause. */
  readonly isPaused: boolean | null;
}

/** What the tray shows of the engine; `status` is null before its first report. */
export function trayFace(engine: EngineState, status: MonitorStatus | null): TrayFace {
  if (engine.state !== 'running' || status === null)
    return { icon: 'idle', total: 'No total yet', line: engineLine(engine), isPaused: null };
  const total = status.window === null ? 'No total yet' : `${bytesText(status.window.bytes)} in this window`;
  const isPaused = status.capture.state === 'paused';
  return { ...stateOf(status), total, isPaused };
}

/** What matters most: a breach, then that nobody would notice one. */
function stateOf(status: MonitorStatus): Pick<TrayFace, 'icon' | 'line'> {
  const { state } = status.capture;
  if (status.firing.length > 0) return { icon: 'breach', line: breachLine(status) };
  if (state === 'paused') return { icon: 'paused', line: 'Paused: nothing is captured' };
  if (state !== 'capturing') return { icon: 'idle', line: captureLine(status) };
  const near = status.outlook.find(({ standing }) => standing === 'warning' || standing === 'pending');
  if (near) return { icon: 'near', line: nearLine(near) };
  return { icon: 'within', line: status.limits.limitCount === 0 ? 'No limits set' : 'Within limits' };
}

function nearLine({ limit, standing, pendingWindows }: LimitOutlook): string {
  const what = `the ${limit.name === 'max' ? 'maximum' : 'minimum'} of ${bytesText(limit.value)}`;
  return standing === 'warning' ? `Near ${what}` : `Has left ${what}, ${pendingWindows} windows in a row`;
}

function engineLine({ state, problem }: EngineState): string {
  if (state === 'failed') return problem ?? 'Not running';
  return state === 'restarting' ? 'Restarting' : 'Starting';
}

function breachLine({ firing }: MonitorStatus): string {
  const [first] = firing;
  if (firing.length > 1 || first === undefined) return `${firing.length} limits breached`;
  const side = first.limit.name === 'max' ? 'Above the maximum of' : 'Below the minimum of';
  return `${side} ${bytesText(first.limit.value)}`;
}

function captureLine({ capture }: MonitorStatus): string {
  return capture.problem?.message ?? (capture.state === 'starting' ? 'Starting' : 'Not capturing');
}
