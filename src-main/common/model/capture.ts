import type { ErrorData } from '../errors.ts';
import type { EpochMs } from '../units.ts';

/** What the kernel told of an interface, and the packets that are in no total, by where they were lost. */
export interface LinkCounts {
  /** Packets that the kernel had for the capture: dropped ones, and those that were captured, whatever they hold. */
  readonly kernelReceived: number;
  /** The kernel's capture ring had no room for them. */
  readonly kernelDropped: number;
  /** The interface or its driver dropped them. */
  readonly interfaceDropped: number;
  /** The queue before the log had no room for them. */
  readonly queueDropped: number;
}

/** Records that the capture decoded, and what was lost on the way, since the engine started. */
export interface CaptureTotals extends LinkCounts {
  readonly records: number;
  readonly ip: number;
  readonly nonIp: number;
  readonly malformed: number;
  readonly unsupportedLink: number;
}

/** Whether packets are being captured. `silent`: it began, but has not reported for some seconds. */
export type CaptureState =
  'starting' | 'capturing' | 'silent' | 'restarting' | 'paused' | 'stopped' | 'failed';

/** An interface that can be captured on. */
export interface InterfaceChoice {
  readonly name: string;
  readonly isUp: boolean;
  /** Whether `auto` stands for it, too. */
  readonly isAutomatic: boolean;
  readonly addresses: readonly string[];
  /** Bytes that have passed it since it is there; null where that is not known. */
  readonly bytes: number | null;
}

/** State of the capture. */
export interface CaptureStatus {
  readonly state: CaptureState;
  readonly interfaces: readonly ({ readonly name: string } & CaptureTotals)[];
  /** Interfaces that are in the totals, but not listed: they are gone, or there are very many. */
  readonly unlisted: { readonly count: number } & CaptureTotals;
  readonly totals: CaptureTotals;
  /** Whether the drops are known: a capture through `cap` has no counters of them. */
  readonly countsDrops: boolean;
  /** Packets that were captured and wait for the log, which can't be written at the moment. */
  readonly queuedPackets: number;
  /** Over the last full second. */
  readonly packetsPerSecond: number;
  readonly bytesPerSecond: number;
  /** The newest thing that went wrong, until it is mended. */
  readonly problem: ErrorData | null;
}

/** What was captured in one second. */
export interface RateSample {
  readonly atMs: EpochMs;
  readonly bytes: number;
}
