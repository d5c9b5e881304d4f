import type { ErrorData } from '../../common/errors.ts';
import type { EpochMs } from '../../common/units.ts';
import type { FlowBatch } from '../flow-records/layout.ts';

/** What an interface delivered since the report before: differences, not sums. */
export interface CaptureCounters {
  readonly interface: string;
  readonly atMs: EpochMs;
  /** Captured records decoded: `ip + nonIp + malformed + unsupportedLink`. */
  readonly records: number;
  readonly ip: number;
  readonly nonIp: number;
  readonly malformed: number;
  readonly unsupportedLink: number;
  /** Packets that the kernel had for the capture: those that it dropped, and those that are or will be captured. */
  readonly kernelReceived: number;
  /** Packets that the kernel's capture ring had no room for. */
  readonly kernelDropped: number;
  /** Packets that the interface or its driver dropped. */
  readonly interfaceDropped: number;
  /** Whether the source knows what was dropped. */
  readonly dropsKnown: boolean;
  /**
   * The time that this report covers: the interface was captured from `fromMs` to `toMs`, which is where the next report
   * goes on unless there is a gap. Every packet with a time before `toMs` was handed over before this report, or is
   * counted as dropped; drops may be of any time from `fromMs` to `atMs`. Equal where nothing is covered, 0 for a file.
   */
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** CLOCK_MONOTONIC at `atMs`, in ms: it stands still while the machine is suspended. 0 for a file. */
  readonly monotonicMs: number;
  /** CLOCK_BOOTTIME at `atMs`, in ms: it goes on while the machine is suspended. Equal to the other one where there is only one. */
  readonly bootMs: number;
}

/** State of one interface or file under capture. */
export interface CapturedInterface {
  readonly name: string;
  /** Link type as libpcap numbers it. */
  readonly linkType: number;
}

/** What a source tells, in the order in which it happened. */
export type CaptureMessage =
  | { readonly kind: 'opened'; readonly interface: CapturedInterface }
  | { readonly kind: 'flows'; readonly batch: FlowBatch }
  | { readonly kind: 'counters'; readonly counters: CaptureCounters }
  /** All flows counted up to now were sent: the moment for judging. */
  | { readonly kind: 'flushed' }
  /**
   * Something is wrong with a part (an interface went away, a file is damaged); the rest goes on. With `departed`, the
   * interface isn't one of those to capture on any more: once it is told, nothing is missing.
   */
  | {
      readonly kind: 'problem';
      readonly problem: ErrorData;
      readonly interface?: string;
      readonly departed?: true;
    };

/**
 * Where packets come from. Iterating starts the capture; leaving the loop (or aborting the signal) ends it and
 * frees the child process within two seconds. A live source ends only so; a file ends after its last record.
 * The consumer's pace is the source's: while a message is being handled, no more are read from the child.
 *
 * @throws MonitorError `capture/*` when nothing can be captured.
 */
export interface CaptureSource {
  messages(signal: AbortSignal): AsyncIterable<CaptureMessage>;
}
