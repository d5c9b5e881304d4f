import type { EpochMs } from '../units.ts';
import type { Text } from '../phrases/phrase.ts';
import type { AgentsStatus } from './agents.ts';
import type { Alert, ReceiverStatus, LimitProjection } from './alerts.ts';
import type { CaptureStatus } from './capture.ts';
import type { LimitsStatus } from './limits.ts';
import type { StandingProblem } from './problems.ts';
import type { StreamStatus } from './stream.ts';
import type { WindowDetail } from './windows.ts';

/** One look at the whole engine; sent about once a second while something changes, else each ten seconds. */
export interface MonitorStatus {
  readonly atMs: EpochMs;
  readonly capture: CaptureStatus;
  /** The window that holds the present moment, with its ten largest pairs; null before the first one. */
  readonly window: WindowDetail | null;
  /** Whether the capture is refused, and `allowCapture` can ask the person for permission. */
  readonly canAllowCapture: boolean;
  readonly windowMs: number;
  readonly limits: LimitsStatus;
  /** How many alerts are firing. */
  readonly firingCount: number;
  /** The newest few of them, the oldest first; `listFiring` has all. */
  readonly firing: readonly Alert[];
  /**
   * For each limit in force on the open window, those on all traffic first; where there are too many, for some of them:
   * those that fire or are near go before the others.
   */
  readonly projection: readonly LimitProjection[];
  /** How many limits are in force on the open window; earlier versions don't say it. */
  readonly projectionCount?: number;
  readonly stream: StreamStatus;
  /** Those that write to the stream. */
  readonly agents: AgentsStatus;
  /** The receivers of notifications. */
  readonly channels: readonly ReceiverStatus[];
  readonly late: number;
  readonly deadLetters: number;
  /** For how long what sums the traffic stood still at most, since the engine's start, in milliseconds. */
  readonly longestStallMs: number;
  /** What is wrong now, errors first; each is gone as soon as it works again. */
  readonly problems: readonly StandingProblem[];
  /** News the person should know (a damaged database kept aside and the like). */
  readonly notices: readonly Text[];
}
