import type { EngineState } from '../common/model/shell.ts';
import type { LimitProjection } from '../common/model/alerts.ts';
import type { Limit } from '../common/model/limits.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import { isAtLeast, worstProblem } from '../common/standing.ts';
import type { Quota } from '../common/model/quotas.ts';
import type { Words } from './texts/words.ts';

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
  /** What is left of the quota that is nearest to full; null where there is none. */
  readonly quota: string | null;
  /** Whether the person paused the capture; null while there is none to pause. */
  readonly isPaused: boolean | null;
}

/** What the tray shows of the engine; `status` is null before its first report. */
export function trayFace(
  engine: EngineState,
  status: MonitorStatus | null,
  words: Words,
  nearest: Quota | null = null,
): TrayFace {
  const { noTotal } = words.tray;
  if (engine.state !== 'running' || status === null)
    return { icon: 'idle', total: noTotal, line: engineLine(engine, words), quota: null, isPaused: null };
  const shown = status.window === null ? noTotal : totalLine(status, status.window.bytes, words);
  const quota = nearest && quotaLine(nearest, words);
  return { ...stateOf(status, words), total: shown, quota, isPaused: status.capture.state === 'paused' };
}

/** `Month from the 15th: 88.0 GiB of 500 GiB left, used up by 9 Jun, 14:05`. */
function quotaLine({ limit, used, period, projection }: Quota, { tray, ...words }: Words): string {
  const scope = limit.source === null && limit.destination === null ? [] : [pairOf(limit)];
  const name = [words.period(period), ...scope].join(', ');
  const value = words.bytes(limit.value);
  if (used > limit.value) return tray.quotaUsedUp(name, value);
  const left = tray.quotaLeft(name, words.bytes(limit.value - used), value);
  const reachesMs = projection?.reachesMs ?? null;
  return reachesMs === null ? left : tray.quotaReaches(left, words.instant(reachesMs));
}

const pairOf = ({ source, destination }: Limit): string => `${source ?? '*'} → ${destination ?? '*'}`;

const totalLine = (status: MonitorStatus, bytes: number, { tray, ...words }: Words): string =>
  (isAtLeast(status) ? tray.atLeast : tray.total)(words.bytes(bytes));

/** What matters most: a breach, then that nobody would notice one. */
function stateOf(status: MonitorStatus, words: Words): Pick<TrayFace, 'icon' | 'line'> {
  const { state } = status.capture;
  const { tray } = words;
  const worst = worstProblem(status);
  const problem = worst && words.problem(worst.code);
  if (status.firingCount > 0)
    return { icon: 'breach', line: [breachLine(status, words), problem ?? []].flat().join('; ') };
  if (state === 'paused') return { icon: 'paused', line: tray.paused };
  if (problem !== undefined) return { icon: 'idle', line: problem };
  if (state !== 'capturing') return { icon: 'idle', line: captureLine(status, words) };
  const near = status.projection.find(({ standing }) => standing === 'warning' || standing === 'pending');
  if (near) return { icon: 'near', line: nearLine(near, words) };
  return { icon: 'within', line: status.limits.limitCount === 0 ? tray.noLimits : tray.within };
}

function nearLine({ limit, standing, pendingWindows }: LimitProjection, { tray, bytes }: Words): string {
  const value = bytes(limit.value);
  if (standing === 'warning') return limit.name === 'max' ? tray.nearMaximum(value) : tray.nearMinimum(value);
  const hasLeft = limit.name === 'max' ? tray.hasLeftMaximum : tray.hasLeftMinimum;
  return hasLeft(value, pendingWindows);
}

function engineLine({ state, problem, said }: EngineState, { tray, text }: Words): string {
  if (state === 'failed') return problem === null ? tray.notRunning : text(said, problem);
  if (state === 'silent') return tray.silent;
  return state === 'restarting' ? tray.restarting : tray.starting;
}

function breachLine({ firing, firingCount }: MonitorStatus, words: Words): string {
  const [first] = firing;
  if (firingCount > 1 || first === undefined) return words.tray.breached(firingCount);
  const { subject } = first;
  return subject.kind === 'agent' ? words.tray.noReport(subject.agent) : sideOf(subject.limit, words);
}

const sideOf = ({ name, value }: Limit, { tray, bytes }: Words): string =>
  name === 'max' ? tray.above(bytes(value)) : tray.below(bytes(value));

function captureLine({ capture: { problem, state } }: MonitorStatus, { tray, error }: Words): string {
  if (problem) return error(problem).message;
  return state === 'starting' ? tray.starting : tray.notCapturing;
}
