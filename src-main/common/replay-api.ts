import * as v from 'valibot';
import type { Text } from './phrases/phrase.ts';
import type { ErrorData } from './errors.ts';
import type { Event } from './event.ts';
import { noCounts } from './loss.ts';
import type { AlertTransition, OfLimit } from './model/alerts.ts';
import type { CaptureTotals } from './model/capture.ts';
import { type MonitorApi, monitorCalls } from './monitor-api.ts';
import type { EpochMs } from './units.ts';

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

/** The calls about the capture files that are open; their channels have {@link replayPrefix} before the name. */
export const replayCalls = {
  listWindows: monitorCalls.listWindows,
  getWindow: monitorCalls.getWindow,
  listPairs: monitorCalls.listPairs,
  listTopHosts: monitorCalls.listTopHosts,
  listRollups: monitorCalls.listRollups,
  listDirections: monitorCalls.listDirections,
  getScopeHistory: monitorCalls.getScopeHistory,
  listBreaches: v.undefined(),
  /** Reads no further; what was read stays. */
  cancel: v.undefined(),
} as const satisfies Record<string, v.GenericSchema>;

export const replayEvents = ['progressed'] as const;

export const replayPrefix = 'replay.';

export type ReplayCallName = keyof typeof replayCalls;

/** What the windows of capture files can be asked: the same as those of the live history. */
export type PastApi = Pick<
  MonitorApi,
  | 'listWindows'
  | 'getWindow'
  | 'listPairs'
  | 'listTopHosts'
  | 'listRollups'
  | 'listDirections'
  | 'getScopeHistory'
>;

/** What the window can ask of the capture files that are open. */
export interface ReplayCalls extends PastApi {
  /** The alerts that fired, as far as they got, in the order in which they fired; at most 1,000. */
  listBreaches(): Promise<readonly OfLimit<AlertTransition>[]>;
  cancel(): Promise<void>;
}

/** What the process of a replay does. */
export interface ReplayApi extends ReplayCalls {
  readonly onProgressed: Event<ReplayProgress>;
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
