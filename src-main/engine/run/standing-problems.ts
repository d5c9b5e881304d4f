import { type ErrorData, MonitorError } from '../../common/errors.ts';
import type { ReceiverStatus } from '../../common/model/alerts.ts';
import type { CaptureStatus } from '../../common/model/capture.ts';
import type { LimitsStatus } from '../../common/model/limits.ts';
import type { FailingPart, StandingProblem } from '../../common/model/problems.ts';
import type { StreamStatus } from '../../common/model/stream.ts';
import type { EpochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';

/** A problem as a look at the parts finds it. */
export type FoundProblem = Omit<StandingProblem, 'sinceMs'>;

/** What can have a problem; a part that a run does not have is left out. */
export interface FailingParts {
  readonly capture: CaptureStatus;
  readonly stream: StreamStatus;
  readonly limits?: LimitsStatus;
  readonly channels?: readonly ReceiverStatus[];
  /** What the engine's own steps failed with. */
  readonly faults: readonly FoundProblem[];
  /** Agents that fell silent without a farewell, or are expected and not there. */
  readonly missing?: readonly { readonly agent: string }[];
  /** How far the clock of each agent that is there is ahead of this machine's, in milliseconds. */
  readonly aheadMs?: number;
}

/** Remembers since when each problem stands. */
export class StandingProblems {
  #since: ReadonlyMap<string, EpochMs> = new Map();

  /** What stands now, errors first. A problem that was not found the last time stands since `now`. */
  look(found: readonly FoundProblem[], now: EpochMs): readonly StandingProblem[] {
    const standing = found.map((one) => ({ ...one, sinceMs: this.#since.get(one.id) ?? now }));
    this.#since = new Map(standing.map(({ id, sinceMs }) => [id, sinceMs]));
    const [errors, warnings] = [standing.filter(isError), standing.filter((one) => !isError(one))];
    return [...errors, ...warnings];
  }
}

const isError = ({ severity }: FoundProblem): boolean => severity === 'error';

/** Everything that is wrong at the moment. */
export const findProblems = ({
  capture,
  stream,
  limits,
  channels,
  faults,
  missing = [],
  aheadMs = 0,
}: FailingParts): FoundProblem[] => [
  ...faults,
  ...captureProblems(capture),
  ...found('stream', stream.state === 'connected' ? 'warning' : 'error', stream.problem),
  ...found('agents', 'error', silence(missing)),
  ...found('agents', 'warning', clocksAhead(aheadMs)),
  ...limitsProblems(limits),
  ...(channels ?? []).flatMap(({ name, problem }) => found('alerts', 'warning', problem, name)),
];

/** A pause is what the person wants; packets of an interface that failed are missing, while others are captured. */
const captureProblems = ({ state, problem }: CaptureStatus): FoundProblem[] =>
  state === 'paused' ? [] : found('capture', state === 'capturing' ? 'warning' : 'error', problem);

/** As many agents as the message names. */
const namedAgents = 3;

/** One problem for all of them: there may be thousands. */
function silence(agents: NonNullable<FailingParts['missing']>): ErrorData | null {
  if (agents.length === 0) return null;
  const named = agents.slice(0, namedAgents).map(({ agent }) => agent);
  const message = say('agents.silent', { agents: named, more: agents.length - named.length });
  const remedy = say('agents.remedy.silent');
  return new MonitorError('agents/silent', message, { remedy, retriable: true }).toData();
}

const minuteMs = 60_000;

/** Windows wait for the clock of this machine. Less than a minute is not noticed. */
function clocksAhead(aheadMs: number): ErrorData | null {
  if (aheadMs < minuteMs) return null;
  // Marks come each second or two: what changes with them would be said each time.
  const minutes = 2 ** Math.floor(Math.log2(aheadMs / minuteMs));
  const remedy = say('agents.remedy.ahead');
  return new MonitorError('agents/ahead', say('agents.ahead', { minutes }), {
    remedy,
    retriable: true,
  }).toData();
}

/** The last good limits stay in force; where there are none, traffic goes unchecked. */
const limitsProblems = (limits: LimitsStatus | undefined): FoundProblem[] =>
  limits ? found('limits', limits.limitCount === 0 ? 'error' : 'warning', limits.problem) : [];

/** The problem of a part, if it has one. */
export function found(
  part: FailingPart,
  severity: FoundProblem['severity'],
  error: ErrorData | null,
  which: string | null = null,
): FoundProblem[] {
  if (error === null) return [];
  const id = [part, error.code, ...(which === null ? [] : [which])].join('/');
  return [{ ...error, id, part, severity, which }];
}
