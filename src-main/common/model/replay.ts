import type { ErrorData } from '../errors.ts';
import { noCounts } from '../loss.ts';
import type { Text } from '../phrases/phrase.ts';
import type { EpochMs } from '../units.ts';
import type { CaptureTotals } from './capture.ts';

/** How far the replay of capture files has come; what was read of them stays to be looked at. */
export type ReplayState = 'reading' | 'done' | 'cancelled' | 'failed';

/** What is replayed, and as what it is summed. */
export interface ReplaySubject {
  readonly files: readonly string[];
  readonly windowMs: number;
  /** Capture filter (BPF); empty for none. */
  readonly filter: string;
  /** Addresses and networks of which one must match; none for any. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

/** How a replay stands. */
export interface ReplayProgress extends ReplaySubject {
  readonly state: ReplayState;
  readonly readBytes: number;
  /** Null where it is not known, as for a pipe. */
  readonly totalBytes: number | null;
  /** From the start of the first window to the end of the last one so far; null before there is one. */
  readonly span: { readonly startMs: EpochMs; readonly endMs: EpochMs } | null;
  readonly totals: CaptureTotals;
  /** What the person should know, such as a file that is damaged part-way. */
  readonly warnings: readonly Text[];
  readonly problem: ErrorData | null;
}

/** The replay of the files that are open in the desktop app. */
export interface ReplayStatus extends ReplayProgress {
  /** Another one each time that files are opened. */
  readonly id: number;
}

const nothing: CaptureTotals = {
  ...{ records: 0, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0 },
  ...noCounts,
};

/** A replay of which nothing is known yet. */
export const beginning = ({
  files,
  windowMs,
  filter,
  sources,
  destinations,
}: ReplaySubject): ReplayProgress => ({
  ...{ files, windowMs, filter, sources, destinations },
  ...{ state: 'reading', readBytes: 0, totalBytes: null, span: null },
  ...{ totals: nothing, warnings: [], problem: null },
});
