import type { EngineState } from '../common/model/shell.ts';
import type { LimitProjection } from '../common/model/alerts.ts';
import type { Limit } from '../common/model/limits.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import { isAtLeast, worstProblem } from '../common/standing.ts';
import type { Phrase, Text } from '../common/phrases/phrase.ts';
import { say, together } from '../common/phrases/say.ts';
import type { Quota } from '../common/model/quotas.ts';
import type { Words } from './words.ts';

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
  const { text } = words;
  const noTotal = text(say('tray.noTotal'));
  if (engine.state !== 'running' || status === null)
    return { icon: 'idle', total: noTotal, line: engineLine(engine, words), quota: null, isPaused: null };
  const { icon, line } = stateOf(status, words);
  return {
    ...{ icon, line: text(line) },
    total: status.window === null ? noTotal : text(totalPhrase(status, status.window.bytes, words)),
    quota: nearest && text(quotaPhrase(nearest, words)),
    isPaused: status.capture.state === 'paused',
  };
}

/** `Month from the 15th: 88.0 GiB of 500 GiB left, used up by 9 Jun, 14:05`. */
function quotaPhrase({ limit, used, period, projection }: Quota, words: Words): Phrase {
  const scope = limit.source === null && limit.destination === null ? [] : [pairOf(limit)];
  const quota = [words.period(period), ...scope].join(', ');
  const value = words.bytes(limit.value);
  if (used > limit.value) return say('tray.quotaUsedUp', { quota, value });
  const left = say('tray.quotaLeft', { quota, left: words.bytes(limit.value - used), value });
  const reachesMs = projection?.reachesMs ?? null;
  return reachesMs === null ? left : say('tray.quotaReaches', { left, when: words.instant(reachesMs) });
}

const pairOf = ({ source, destination }: Limit): string => `${source ?? '*'} → ${destination ?? '*'}`;

const totalPhrase = (status: MonitorStatus, bytes: number, words: Words): Phrase =>
  say(isAtLeast(status) ? 'tray.atLeast' : 'tray.total', { bytes: words.bytes(bytes) });

/** An icon, and what it stands for. */
interface TrayState {
  readonly icon: TrayIcon;
  readonly line: Text;
}

/** What matters most: a breach, then that nobody would notice one. */
function stateOf(status: MonitorStatus, words: Words): TrayState {
  const { state } = status.capture;
  const worst = worstProblem(status);
  const problem = worst && words.problem(worst.code);
  if (status.firingCount > 0)
    return { icon: 'breach', line: together([breachPhrase(status, words), problem ?? []].flat()) };
  if (state === 'paused') return { icon: 'paused', line: say('tray.paused') };
  if (problem !== undefined) return { icon: 'idle', line: problem };
  if (state !== 'capturing') return { icon: 'idle', line: captureText(status, words) };
  const near = status.projection.find(({ standing }) => standing === 'warning' || standing === 'pending');
  if (near) return { icon: 'near', line: nearPhrase(near, words) };
  return { icon: 'within', line: say(status.limits.limitCount === 0 ? 'tray.noLimits' : 'tray.within') };
}

function nearPhrase({ limit, standing, pendingWindows }: LimitProjection, { bytes }: Words): Phrase {
  const value = bytes(limit.value);
  const side = sideOf(limit);
  return standing === 'warning'
    ? say(`tray.near${side}`, { limit: value })
    : say(`tray.hasLeft${side}`, { limit: value, windows: pendingWindows });
}

const sideOf = ({ name }: Limit) => (name === 'max' ? 'Maximum' : 'Minimum');

function engineLine({ state, problem, said }: EngineState, { text }: Words): string {
  if (state === 'failed') return problem === null ? text(say('tray.notRunning')) : text(said, problem);
  if (state === 'silent') return text(say('tray.silent'));
  return text(say(state === 'restarting' ? 'tray.restarting' : 'tray.starting'));
}

function breachPhrase({ firing, firingCount }: MonitorStatus, { bytes }: Words): Phrase {
  const [first] = firing;
  if (firingCount > 1 || first === undefined) return say('tray.breached', { alerts: firingCount });
  const { subject } = first;
  if (subject.kind === 'agent') return say('tray.noReport', { agent: subject.agent });
  const { name, value } = subject.limit;
  return say(name === 'max' ? 'tray.above' : 'tray.below', { limit: bytes(value) });
}

function captureText({ capture: { problem, state } }: MonitorStatus, { error }: Words): Text {
  if (problem) return error(problem).message;
  return say(state === 'starting' ? 'tray.starting' : 'tray.notCapturing');
}
