import type { ErrorData } from '../../common/errors.ts';
import type { DurationMs, EpochMs } from '../../common/units.ts';

/** IP version of the addresses in a batch. */
export type AddressFamily = 4 | 6;

/**
 * Flow records of one interface, one interval and one address family, as the source summed them.
 *
 * `flows` holds `count` entries of {@link flowSize} bytes, all integers little-endian:
 * source address, destination address (network order, 4 or 16 bytes each), bytes (u64), packets (u64).
 * A (source, destination) may occur in several batches of the same interval; their sums add up.
 */
export interface FlowBatch {
  readonly interface: string;
  /** Start of the interval, aligned to a multiple of its length since the epoch. */
  readonly fromMs: EpochMs;
  readonly intervalMs: DurationMs;
  readonly family: AddressFamily;
  readonly count: number;
  /** Sum over the entries, counted by the source itself. */
  readonly packets: number;
  /** Sum over the entries, counted by the source itself. */
  readonly bytes: number;
  readonly flows: Uint8Array;
}

/** Bytes of one entry in {@link FlowBatch.flows}. */
export const flowSize = (family: AddressFamily): number => (family === 4 ? 24 : 48);

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
