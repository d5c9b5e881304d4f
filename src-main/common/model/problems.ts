import type { ErrorData } from '../errors.ts';
import type { EpochMs } from '../units.ts';

/** The parts of the engine that can fail while the rest goes on. */
export type FailingPart = 'capture' | 'stream' | 'store' | 'agents' | 'limits' | 'alerts' | 'engine';

/** Something that is wrong now. It stays listed until it works again; nobody can dismiss it. */
export interface StandingProblem extends ErrorData {
  /** Names the problem for as long as it stands: part, code, and which of several. */
  readonly id: string;
  readonly part: FailingPart;
  /** `error`: traffic may be missing from totals, or go unchecked. `warning`: less than that. */
  readonly severity: 'error' | 'warning';
  /** Which of several: the name of a way to be notified; null where there is one only. */
  readonly which: string | null;
  /** When it was first seen, in a row. */
  readonly sinceMs: EpochMs;
}
