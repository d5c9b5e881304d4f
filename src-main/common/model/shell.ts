import type { Text } from '../phrases/phrase.ts';

/** Whether the engine's process runs; it is restarted when it dies. */
export interface EngineState {
  /** `silent`: it is there, but has not reported for some seconds, as when it was stopped or the machine is overloaded. */
  readonly state: 'starting' | 'running' | 'silent' | 'restarting' | 'failed';
  /** What went wrong last, as a sentence with what to do; null while all is well. */
  readonly problem: string | null;
  /** The same, to be put into the person's language. */
  readonly said?: Text;
  /** While it brings an older data folder up to date: which share of it is done. */
  readonly migrated?: number;
  /** For about how long that will still take; not there while it is not known. */
  readonly migratedInMs?: number;
}

/**
 * What became of a test notification. `taken`: the desktop has it; `refused`: it would not show it; `notTaken`: nothing on
 * the desktop shows notifications.
 */
export type TestOutcome = 'taken' | 'refused' | 'notTaken';

export interface AppInfo {
  readonly version: string;
  /** Where releases are announced. */
  readonly homepage: string;
  readonly platform: string;
  readonly engine: EngineState;
}
