import type { ErrorData } from '../../src-main/common/errors.ts';
import type { MonitorStatus } from '../../src-main/common/model/status.ts';
import type { EngineState } from '../../src-main/common/shell-api.ts';
import type { SettingProblem } from '../../src-main/common/settings/values.ts';
import { problemMessage } from '../problem-words.ts';
import { t } from '../texts/texts.ts';

/** The parts that have problems; `app` is the window itself. */
export type ProblemPart = 'engine' | 'capture' | 'limits' | 'alerts' | 'settings' | 'notice' | 'app';

/** Something the person should know, as the strip above every view shows it. */
export interface Problem {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The part of the product that speaks. */
  readonly part: ProblemPart;
  readonly message: string;
  readonly remedy: string | null;
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
    ...captureProblems(status),
    ...fromError('limits', 'warning', status?.limits.problem),
    ...(status?.channels ?? []).flatMap(({ name, problem }) => fromError('alerts', 'warning', problem, name)),
    ...(engine.state === 'running' ? fromError('app', 'error', callProblem) : []),
    ...settings.map(settingProblem),
    ...(status?.notices ?? []).map(notice),
  ];
}

function captureProblems(status: MonitorStatus | null): Problem[] {
  if (status?.capture.state === 'paused') return [paused()];
  const severity = status?.capture.state === 'failed' ? 'error' : 'warning';
  const problems = fromError('capture', severity, status?.capture.problem);
  return status?.canAllowCapture
    ? problems.map((problem) => ({ ...problem, command: 'capture.allow' }))
    : problems;
}

const paused = (): Problem => ({
  ...{ id: 'capture/paused', severity: 'warning', part: 'capture' },
  ...{ message: t().problems.paused, remedy: null, isDismissible: false, command: 'capture.resume' },
});

function engineProblems({ state, problem }: EngineState): Problem[] {
  const common = { id: `engine/${state}`, part: 'engine', remedy: null, isDismissible: false } as const;
  if (state === 'restarting') {
    const message = problem ?? t().problems.engineRestarts;
    return [{ ...common, severity: 'warning', message }];
  }
  if (state === 'failed')
    return [{ ...common, severity: 'error', message: problem ?? t().problems.engineOff }];
  return [];
}

function fromError(
  part: Problem['part'],
  severity: Problem['severity'],
  error: ErrorData | null | undefined,
  which = '',
): Problem[] {
  if (!error) return [];
  const { code, remedy = null } = error;
  const message = problemMessage(error);
  return [
    { id: `${part}/${code}${which && `/${which}`}`, severity, part, message, remedy, isDismissible: false },
  ];
}

const settingProblem = ({ key, message }: SettingProblem): Problem => ({
  id: `settings/${key}/${message}`,
  severity: 'warning',
  part: 'settings',
  message: `${key}: ${message}`,
  remedy: null,
  isDismissible: true,
});

const notice = (message: string): Problem => ({
  id: `notice/${message}`,
  severity: 'info',
  part: 'notice',
  message,
  remedy: null,
  isDismissible: true,
});

/** The part's name, as it stands before the message. */
export const partText = (part: ProblemPart): string =>
  part === 'app' ? 'StreamChecker' : t().problems.parts[part];
