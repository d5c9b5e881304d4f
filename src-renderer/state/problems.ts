import type { ErrorData } from '../../src-main/common/errors.ts';
import type { MonitorStatus } from '../../src-main/common/model.ts';
import type { EngineState } from '../../src-main/common/monitor-api.ts';

/** Something the person should know, as the strip above every view shows it. */
export interface Problem {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The part of the product that speaks. */
  readonly part: 'Engine' | 'Capture' | 'Limits' | 'Notice' | 'StreamChecker';
  readonly message: string;
  readonly remedy: string | null;
  readonly isDismissible: boolean;
}

/** Everything that is wrong or worth telling now, the worst first. */
export function problemsOf(
  engine: EngineState,
  status: MonitorStatus | null,
  callProblem: ErrorData | null,
): readonly Problem[] {
  return [
    ...engineProblems(engine),
    ...fromError(
      'Capture',
      status?.capture.state === 'failed' ? 'error' : 'warning',
      status?.capture.problem,
    ),
    ...fromError('Limits', 'warning', status?.limits.problem),
    ...(engine.state === 'running' ? fromError('StreamChecker', 'error', callProblem) : []),
    ...(status?.notices ?? []).map(notice),
  ];
}

function engineProblems({ state, problem }: EngineState): Problem[] {
  const common = { id: `engine/${state}`, part: 'Engine', remedy: null, isDismissible: false } as const;
  if (state === 'restarting') {
    const message =
      problem ?? 'The engine stopped and is being restarted; what is shown is the last known state.';
    return [{ ...common, severity: 'warning', message }];
  }
  if (state === 'failed')
    return [{ ...common, severity: 'error', message: problem ?? 'The engine does not run.' }];
  return [];
}

function fromError(
  part: Problem['part'],
  severity: Problem['severity'],
  error: ErrorData | null | undefined,
): Problem[] {
  if (!error) return [];
  const { code, message, remedy = null } = error;
  return [{ id: `${part}/${code}`, severity, part, message, remedy, isDismissible: false }];
}

const notice = (message: string): Problem => ({
  id: `notice/${message}`,
  severity: 'info',
  part: 'Notice',
  message,
  remedy: null,
  isDismissible: true,
});
