import { bytesText } from '../common/format.ts';
import type { EngineState } from '../common/monitor-api.ts';
import type { MonitorStatus } from '../common/model.ts';

/** What the tray's icon tells. */
export type TrayIcon = 'within' | 'breach' | 'idle';

/** What the tray shows. */
export interface TrayFace {
  readonly icon: TrayIcon;
  /** The current window's total. */
  readonly total: string;
  /** How that stands to the limits, or why it is not known. */
  readonly line: string;
}

/** What the tray shows of the engine; `status` is null before its first report. */
export function trayFace(engine: EngineState, status: MonitorStatus | null): TrayFace {
  if (engine.state !== 'running' || status === null) {
    return { icon: 'idle', total: 'No total yet', line: engineLine(engine) };
  }
  const total = status.window === null ? 'No total yet' : `${bytesText(status.window.bytes)} in this window`;
  if (status.firing.length > 0) return { icon: 'breach', total, line: breachLine(status) };
  if (status.capture.state !== 'capturing') return { icon: 'idle', total, line: captureLine(status) };
  return { icon: 'within', total, line: status.limits.limitCount === 0 ? 'No limits set' : 'Within limits' };
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
