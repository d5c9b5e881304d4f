import type { Measurement } from './measurement.ts';

export interface BenchOptions {
  /** Runs of each contender. */
  readonly runs: number;
  /** A tenth of the work, for a look. */
  readonly quick: boolean;
  /** Minutes over which the capture's memory is watched; 0 for not at all. */
  readonly soakMinutes: number;
  /** Whether other programs are fetched from the distribution's packages and measured, too, where that is not usual. */
  readonly hasPeers: boolean;
  /** Tells the person how far it is, or what could not be measured. */
  readonly say: (line: string) => void;
}

export interface BenchReport {
  readonly measurements: readonly Measurement[];
  /** What the figures are about and what they leave out, a sentence each. */
  readonly notes: readonly string[];
  /** What was to be reached, and whether it was, a line each. */
  readonly targets: readonly string[];
}

export type Bench = (options: BenchOptions) => Promise<BenchReport>;
