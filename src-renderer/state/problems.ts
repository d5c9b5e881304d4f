import type { ErrorData } from '../../src-main/common/errors.ts';
import type { FailingPart, StandingProblem } from '../../src-main/common/model/problems.ts';
import type { MonitorStatus } from '../../src-main/common/model/status.ts';
import type { EngineState } from '../../src-main/common/model/shell.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import type { SettingProblem } from '../../src-main/common/settings-state.ts';
import { problemMessage, problemRemedy, problemTitle } from '../problem-words.ts';
import { phraseText } from '../texts/phrase-text.ts';
import { t } from '../texts/texts.ts';
import type { Text } from '../../src-main/common/phrases/phrase.ts';

/** The parts that have problems; `app` is the window itself. */
export type ProblemPart = FailingPart | 'settings' | 'notice' | 'app';

/** Something the person should know, as the strip above every view shows it. */
export interface Problem {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The part of the product that speaks. */
  readonly part: ProblemPart;
  readonly message: string;
  /** The kind of problem in a few words, where there is no room for the message. */
  readonly title: string;
  readonly remedy: string | null;
  /** Since when it stands; null where that is not known. */
  readonly sinceMs: EpochMs | null;
  readonly isDismissible: boolean;
  /** The command that may mend it. */
  readonly command?: string;
}

/** Everything that is wrong or worth telling now, the worst first. */
export function problemsOf(
  engine: EngineState,
  status: MonitorStatus | null,
  callProblem: ErrorData | null,
  settings: readonly SettingProblem[] = [],
): readonly Problem[] {
  return [
    ...engineProblems(engine),
    ...(status ? standing(status) : []),
    ...(engine.state === 'running' ? fromCall(callProblem) : []),
    ...settings.map(settingProblem),
    ...(status?.notices ?? []).map(notice),
  ];
}

/** What the engine says is wrong; where the system can ask the person to permit the capture, a command does. */
function standing(status: MonitorStatus): Problem[] {
  const allow = status.canAllowCapture ? { command: 'capture.allow' } : {};
  const problems = status.problems.map((problem): Problem => ({
    ...shown(problem),
    ...(problem.part === 'capture' ? allow : {}),
  }));
  return status.capture.state === 'paused' ? [paused(), ...problems] : problems;
}

const shown = ({ id, part, severity, sinceMs, ...error }: StandingProblem): Problem => ({
  ...{ id, part, severity, sinceMs, isDismissible: false, ...wordsOf(error) },
});

const wordsOf = (error: ErrorData): Pick<Problem, 'title' | 'message' | 'remedy'> => ({
  title: problemTitle(error.code),
  message: problemMessage(error),
  remedy: problemRemedy(error),
});

const paused = (): Problem => ({
  ...{ id: 'capture/paused', severity: 'warning', part: 'capture', sinceMs: null, isDismissible: false },
  ...{ title: t().captureStates.paused, message: t().problems.paused, remedy: null },
  command: 'capture.resume',
});

/** An engine that starts again on other settings is back in a moment; one that died has counted nothing since. */
function engineProblems({ state, problem, said }: EngineState): Problem[] {
  if (state === 'starting' || state === 'running') return [];
  return [
    {
      ...engineWords[state](),
      ...{ id: `engine/${state}`, part: 'engine', sinceMs: null, isDismissible: false },
      severity: state === 'restarting' && problem === null ? 'warning' : 'error',
      ...(problem === null ? {} : { message: phraseText(said, problem) }),
    },
  ];
}

const engineWords = {
  silent: () => ({
    title: t().status.engineSilent,
    message: t().problems.engineSilent,
    remedy: t().problems.engineSilentRemedy,
  }),
  restarting: () => ({
    title: t().status.engineRestarting,
    message: t().problems.engineRestarts,
    remedy: null,
  }),
  failed: () => ({ title: t().status.engineFailed, message: t().problems.engineOff, remedy: null }),
} as const satisfies Record<string, () => Pick<Problem, 'title' | 'message' | 'remedy'>>;

/** Why the window could not fetch what it shows. */
function fromCall(error: ErrorData | null): Problem[] {
  if (!error) return [];
  return [
    {
      ...{ id: `app/${error.code}`, severity: 'error', part: 'app', sinceMs: null, isDismissible: false },
      ...wordsOf(error),
    },
  ];
}

const settingProblem = ({ key, message, said }: SettingProblem): Problem => ({
  id: `settings/${key}/${message}`,
  severity: 'warning',
  part: 'settings',
  title: key,
  message: `${key}: ${phraseText(said, message)}`,
  remedy: null,
  sinceMs: null,
  isDismissible: true,
});

function notice(text: Text): Problem {
  const message = phraseText(text);
  return {
    ...{ id: `notice/${JSON.stringify(text)}`, severity: 'info', part: 'notice', title: message },
    ...{ message, remedy: null, sinceMs: null, isDismissible: true },
  };
}

/** The part's name, as it stands before the message. */
export const partText = (part: ProblemPart): string =>
  part === 'app' ? 'StreamChecker' : t().problems.parts[part];
