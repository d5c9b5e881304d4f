import type { DirectionSums, KnownDirection } from '../direction.ts';
import type { EpochMs } from '../units.ts';
import type { LinkCounts } from './capture.ts';

/** How a window's total stands to the limits in force at its start. */
export type WindowStatus = 'within' | 'above' | 'below' | 'unchecked';

/** The two limits of a window, in bytes; null where none is in force. */
export interface MinMax {
  readonly min: number | null;
  readonly max: number | null;
}

/** What one source sent to one destination. Addresses in text (IPv6 after RFC 5952), or `other` for folded pairs. */
export interface PairTotal {
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  readonly packets: number;
  /** Seen from the home networks; where it was asked for. */
  readonly direction?: KnownDirection;
}

/** Where a window's packets went: `captured = aggregated + late + dropped`, all in packets. */
export interface Reconciliation {
  readonly captured: number;
  readonly aggregated: number;
  readonly late: number;
  readonly dropped: number;
}

/** What one interface of one agent brought to a window, and lost. */
export interface InterfaceShare extends LinkCounts {
  readonly interface: string;
  /** Who captured on it; null where that is not known. */
  readonly agent: string | null;
  /** Packets in the window's total. */
  readonly packets: number;
  /** Bytes in the window's total; absent where an older version, which kept packets alone, summed some of them. */
  readonly bytes?: number;
}

/**
 * Why a total may be too low. `not-captured`: nobody captured for a while. `kernel-dropped`, `interface-dropped`,
 * `queue-dropped`: packets were lost before, or on their way into, the log. `drops-unknown`: the capture doesn't count
 * what was dropped. `late`: packets came after corrections had ended. `agent-silent`: an agent has not said how far it
 * got. `records-lost`: the brokers deleted records before they were read. `coverage-unknown`: the producer writes no
 * marks. `refused`: the total would not be exact with more, or the interval of records lies in several windows.
 * `not-kept`: the windows or pairs of that time are not kept, or were never summed. `not-summed`: stored windows of that
 * time are yet to be summed. `not-over`: the window is still growing.
 */
export type LackReason =
  | 'not-captured'
  | 'kernel-dropped'
  | 'interface-dropped'
  | 'queue-dropped'
  | 'drops-unknown'
  | 'late'
  | 'agent-silent'
  | 'records-lost'
  | 'coverage-unknown'
  | 'refused'
  | 'not-kept'
  | 'not-summed'
  | 'not-over';

/** Something that a total lacks, or may lack, and whose it is as far as that is known. */
export interface Lack {
  readonly reason: LackReason;
  /** How many packets it is known to lack; absent where nobody counted them. */
  readonly packets?: number;
  /** The time of which something is missing, where that is not all of the window. */
  readonly fromMs?: EpochMs;
  readonly toMs?: EpochMs;
  readonly agent?: string;
  readonly interface?: string;
}

/** A window `[startMs, endMs)` and its sums. */
export interface WindowSummary {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** 0 at the first report; one more for each report of changed totals. */
  readonly revision: number;
  /** Whether the window is over; an open window still grows. */
  readonly closed: boolean;
  /** Whether the capture ran for the whole of the window. */
  readonly complete: boolean;
  /** Whether the total has every packet that passed: it lacks nothing. Else it is a lower bound. */
  readonly exact: boolean;
  readonly lacks: readonly Lack[];
  readonly bytes: number;
  readonly packets: number;
  /** Distinct (source, destination) pairs. */
  readonly pairCount: number;
  readonly status: WindowStatus;
  readonly limits: MinMax;
  readonly reconciliation: Reconciliation;
  /** Packets that the kernel or an interface dropped before they could be captured: no total has them. */
  readonly missed: number;
  /** Whether all that dropped packets counted them: a capture through `cap` does not. */
  readonly dropsKnown: boolean;
  /** What each interface brought and lost: `packets` add up to `packets`, losses to `missed` and `dropped`. */
  readonly interfaces: readonly InterfaceShare[];
}

/** A window with its pairs, by bytes descending, then source, then destination. */
export interface WindowDetail extends WindowSummary {
  readonly pairs: readonly PairTotal[];
  /** Its bytes by direction; where they were asked for. */
  readonly directions?: DirectionSums;
}

/** Orders in which pairs are listed. */
export const pairOrders = ['bytes', 'packets', 'source', 'destination'] as const;
export type PairOrder = (typeof pairOrders)[number];

/** Some of a window's pairs, in an order, of those that match a filter. */
export interface PairPage {
  readonly window: WindowSummary;
  /** Pairs that match, and their sums. */
  readonly matching: number;
  readonly bytes: number;
  readonly packets: number;
  readonly pairs: readonly PairTotal[];
}

/** What one host sent in a window, or what was sent to it. Its address in text, or `other` for folded pairs. */
export interface HostTotal {
  readonly address: string;
  readonly bytes: number;
  readonly packets: number;
  /** Pairs in which it is. */
  readonly pairs: number;
}

/** The largest hosts of a window, by bytes descending, with what they are parts of: all of one moment. */
export interface TopHosts {
  /** Bytes of the window. */
  readonly bytes: number;
  /** The largest pairs: twice as many as there are hosts in a list, where there are so many. */
  readonly pairs: readonly PairTotal[];
  readonly sources: readonly HostTotal[];
  readonly destinations: readonly HostTotal[];
}

/** The windows that start in one hour or day, taken together. */
export interface WindowRollup {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  readonly windows: number;
  readonly bytes: number;
  readonly packets: number;
  /** Bytes of the smallest and of the largest window. */
  readonly least: number;
  readonly most: number;
  readonly above: number;
  readonly below: number;
  /** Windows that were not captured throughout. */
  readonly incomplete: number;
  /** Windows whose total lacks something, or may, for whatever reason. */
  readonly inexact: number;
  /** The tightest limits of its windows. */
  readonly limits: MinMax;
}

/** What passed to and from a host or network in a stretch of time; sums in bytes. */
export interface ScopeRollup extends Pick<
  WindowRollup,
  'startMs' | 'endMs' | 'windows' | 'bytes' | 'packets' | 'incomplete' | 'inexact'
> {
  readonly sent: number;
  readonly received: number;
  /** What nobody knows the pairs of any more, or ever did: the scope may have had a part in it. */
  readonly unknown: number;
}

/** What passed in a stretch of time by direction, in bytes: the sums add up to the total. */
export type DirectionRollup = DirectionSums & WindowRollup;

/** What a window that is open has so far by direction, in bytes. */
export interface OpenDirections {
  readonly startMs: EpochMs;
  readonly directions: DirectionSums;
}

/** The past of all traffic, in stretches of time. */
export interface TotalHistory {
  /** Closed windows, oldest first; a stretch without any is left out. */
  readonly parts: readonly WindowRollup[];
  /** The windows of the range, open ones included, oldest first; where they were asked for. */
  readonly windows: readonly WindowSummary[];
}

/** The past by direction, in stretches of time. */
export interface DirectionHistory extends TotalHistory {
  readonly parts: readonly DirectionRollup[];
  /** Of the oldest of these that is open; null where none is. */
  readonly open: OpenDirections | null;
  /** Whether there was time to sum all of it; else nothing is known of the oldest parts but their totals. */
  readonly isWhole: boolean;
}

/** What passed between a host or network and one of its peers, in bytes. */
export interface PeerTotal {
  readonly address: string;
  readonly sent: number;
  readonly received: number;
}

/** The past of a host or network, in stretches of time. */
export interface ScopeHistory {
  /** Oldest first; a stretch without windows is left out. */
  readonly parts: readonly ScopeRollup[];
  /** Whether there was time to sum all of it; else the oldest parts are missing. */
  readonly isWhole: boolean;
  /** When something of it passed first and last, as closely as its pairs are kept; null where nothing did. */
  readonly seen: { readonly fromMs: EpochMs; readonly toMs: EpochMs } | null;
  /** Those with which most passed. */
  readonly peers: readonly PeerTotal[];
  readonly peerCount: number;
  /** Whether it had no more: beyond 500,000 they are not told apart. */
  readonly arePeersAll: boolean;
}

/** How many windows, and the starts of the oldest and the newest of them; null where there is none. */
export interface WindowSpan {
  readonly windows: number;
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
}

/** What stands for the address of those that were folded into one. */
export const foldedAddress = 'other';

/** Whether a pair is the sum of the smallest, which were folded into one. */
export const isFolded = (pair: Pick<PairTotal, 'source' | 'destination'>): boolean =>
  pair.source === foldedAddress && (pair.destination === foldedAddress || pair.destination === '');
