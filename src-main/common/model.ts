import type { ErrorData } from './errors.ts';
import type { EpochMs } from './units.ts';

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
}

/** Where a window's packets went: `captured = aggregated + late + dropped`, all in packets. */
export interface Reconciliation {
  readonly captured: number;
  readonly aggregated: number;
  readonly late: number;
  readonly dropped: number;
}

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

/** What one interface brought to a window, and lost. */
export interface InterfaceShare extends LinkCounts {
  readonly interface: string;
  /** Packets in the window's total. */
  readonly packets: number;
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

/** The largest hosts of a window, by bytes descending. */
export interface TopHosts {
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
  /** The tightest limits of its windows. */
  readonly limits: MinMax;
}

/** Names a limit may have. */
export type LimitName = 'min' | 'max';

/** One row of `traffic_limits`; a null column means any. */
export interface Limit {
  readonly name: LimitName;
  /** Bytes per window. `max` is breached above it, `min` below it; equality is within. */
  readonly value: number;
  readonly effectiveMs: EpochMs;
  /** IP address or CIDR. */
  readonly source: string | null;
  /** IP address or CIDR. */
  readonly destination: string | null;
  readonly windowSeconds: number | null;
}

/** A limit as it is stored: where it came from and when. */
export interface StoredLimit extends Limit {
  readonly origin: string;
  readonly firstSeenMs: EpochMs;
}

/** How a window stood to one limit. */
export interface LimitVerdict {
  readonly limit: Limit;
  /** Bytes in the limit's scope; null where the window's pairs are no longer kept. */
  readonly observed: number | null;
  /** `open`: within so far, or below a minimum in a window that was not captured throughout. */
  readonly outcome: 'breached' | 'within' | 'open';
}

/** How a window stood to the limits by which it was judged. */
export interface LimitVerdicts {
  /** Limits in force for it. */
  readonly inForce: number;
  /** Some of them: breaches first, then those on all traffic. */
  readonly verdicts: readonly LimitVerdict[];
}

/** A row that can't be used, by its number (from 1) and the reason. */
export interface BadRow {
  readonly row: number;
  readonly reason: string;
}

/** A limit of which an import changes the value alone: same name, scope and effective date. */
export interface ChangedLimit {
  readonly before: Limit;
  readonly after: Limit;
}

/** What an import does to the limits that are stored, in rows. */
export interface LimitCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** What an import would do, or did. Of each list the first 1,000; `counts` and `badRowCount` have them all. */
export interface LimitsPreview {
  /** The source's name, without a password. */
  readonly origin: string;
  readonly counts: LimitCounts;
  readonly added: readonly Limit[];
  readonly changed: readonly ChangedLimit[];
  readonly removed: readonly Limit[];
  readonly unchanged: readonly Limit[];
  /** With one bad row nothing is applied. */
  readonly badRows: readonly BadRow[];
  readonly badRowCount: number;
}

/** How limits came to be as they are: imported by a person, synced from the source, or an import taken back. */
export type LimitsChangeKind = 'import' | 'sync' | 'undo';

/** One change of the stored limits: an import or a sync that changed at least one row. */
export interface LimitsChange {
  readonly id: number;
  readonly kind: LimitsChangeKind;
  readonly origin: string;
  readonly atMs: EpochMs;
  readonly counts: LimitCounts;
}

/** State of an alert; its id stays the same from firing to resolved. */
export type AlertState = 'firing' | 'resolved';

/** What there is to say of a breach or its end. */
export interface AlertFacts {
  readonly id: string;
  readonly limit: Limit;
  /** The window whose total made the transition to this state. */
  readonly window: { readonly startMs: EpochMs; readonly endMs: EpochMs };
  /** Bytes in that window when the transition was seen. */
  readonly observed: number;
  /** When the transition to this state was seen. */
  readonly atMs: EpochMs;
  /** When it fired; equal to `atMs` while it is firing. */
  readonly firedMs: EpochMs;
  /** The five pairs with most bytes at the transition. */
  readonly topPairs: readonly PairTotal[];
}

/** An alert's step to a state. */
export interface AlertTransition extends AlertFacts {
  readonly state: AlertState;
}

/** A breach and its end, and what people have done about it. */
export interface Alert extends AlertTransition {
  /** Who has taken note of it; null while nobody has. */
  readonly acknowledged: Acknowledgement | null;
  /** Nobody is told of it until then; null unless it is snoozed. */
  readonly snoozedUntilMs: EpochMs | null;
  /** Whether a mute covers its limit now. */
  readonly muted: boolean;
}

/** That someone knows of an alert: it is not repeated. */
export interface Acknowledgement {
  readonly by: string;
  readonly atMs: EpochMs;
  /** May be empty. */
  readonly comment: string;
}

/**
 * How the open window stands to a limit. `warning`: near a maximum, or late in a window that is heading below a
 * minimum; `pending`: it has breached, but not in as many windows in a row as are asked for.
 */
export type LimitStanding = 'within' | 'warning' | 'pending' | 'firing';

/** Where a total is heading at the rate of the recent past. */
export interface LimitForecast {
  /** Bytes at the window's end. */
  readonly expectedBytes: number;
  /** When the limit will be breached; a minimum at the window's end. Null if it will not be in this window. */
  readonly breachMs: EpochMs | null;
}

/** How the open window stands to a limit, and where it is heading. */
export interface LimitOutlook {
  readonly limit: Limit;
  /** Bytes so far. */
  readonly observed: number;
  readonly standing: LimitStanding;
  /** Windows that have breached in a row while the alert isn't firing. */
  readonly pendingWindows: number;
  /** Null while no rate is known. */
  readonly forecast: LimitForecast | null;
}

/** Which limits a mute covers; a null column covers any, a network all that lies within it. */
export interface MuteScope {
  readonly limitName: LimitName | null;
  /** IP address or CIDR. */
  readonly source: string | null;
  /** IP address or CIDR. */
  readonly destination: string | null;
}

/** That nobody is to be told of alerts of some limits for a time. */
export interface Mute extends MuteScope {
  readonly id: number;
  /** Null for ever. */
  readonly untilMs: EpochMs | null;
  readonly createdMs: EpochMs;
}

/** What there is to tell: an alert's transition, that it is still firing, or that a total comes near its maximum. */
export type AnnouncementKind = AlertState | 'reminder' | 'warning';

/** What the ways to be told get; a copy, whatever becomes of the alert. */
export interface Announcement extends AlertFacts {
  /** Goes up by one with each announcement of a data folder. */
  readonly sequence: number;
  readonly kind: AnnouncementKind;
  /** Not for people: the alert is muted or snoozed, or nobody was told of its beginning. */
  readonly quiet: boolean;
}

/** State of a way to be told of alerts. */
export interface ChannelStatus {
  readonly name: string;
  /** Announcements that it has yet to take. */
  readonly waiting: number;
  /** Announcements that it could not take before they were too old, or too many. */
  readonly lost: number;
  /** Why the newest attempt failed; it is tried again. */
  readonly problem: ErrorData | null;
}

/** Records that the capture decoded, and what was lost on the way, since the engine started. */
export interface CaptureTotals extends LinkCounts {
  readonly records: number;
  readonly ip: number;
  readonly nonIp: number;
  readonly malformed: number;
  readonly unsupportedLink: number;
}

/** Whether packets are being captured. */
export type CaptureState = 'starting' | 'capturing' | 'restarting' | 'paused' | 'stopped' | 'failed';

/** State of the capture. */
export interface CaptureStatus {
  readonly state: CaptureState;
  readonly interfaces: readonly ({ readonly name: string } & CaptureTotals)[];
  readonly totals: CaptureTotals;
  /** Whether the drops are known: a capture through `cap` has no counters of them. */
  readonly countsDrops: boolean;
  /** Over the last full second. */
  readonly packetsPerSecond: number;
  readonly bytesPerSecond: number;
  /** The newest thing that went wrong, until it is mended. */
  readonly problem: ErrorData | null;
}

/** How many windows, and the starts of the oldest and the newest of them; null where there is none. */
export interface WindowSpan {
  readonly windows: number;
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
}

/** What a table of limits would have found in the stored windows of the last 30 days. */
export interface LimitsAssessment {
  /** Closed windows that were looked at, newest first. */
  readonly examined: WindowSpan;
  /** False where there were more windows than could be looked at in time. */
  readonly isWhole: boolean;
  /** Windows that would have left at least one limit. */
  readonly breached: WindowSpan;
  /** In how many windows each limit would have been left: most first, at most 1,000 limits. */
  readonly breaches: readonly { readonly limit: Limit; readonly windows: number }[];
  /** Windows that are stored as having left other limits. They stay as they were judged. */
  readonly judgedOtherwise: WindowSpan;
}

/** A limit that the past suggests. */
export interface LimitSuggestion {
  readonly limit: Limit;
  /** The rank from which it was made, in percent, and the bytes of the window at that rank. */
  readonly percentile: number;
  readonly usual: number;
  /** Windows that it was made from, and how many of them would have left it. */
  readonly windows: number;
  readonly breaches: number;
}

/** When a source is read again: at each change, every so often, or only when told. */
export type LimitsRefresh =
  | { readonly mode: 'continuous' }
  | { readonly mode: 'every'; readonly periodMs: number }
  | { readonly mode: 'manual' };

/** How changes of a source are noticed: they are announced (`watch`), or looked for every few seconds (`poll`). */
export type LimitsWatchKind = 'watch' | 'poll';

/** State of the limits' source. */
export interface LimitsStatus {
  /** File or server that the limits are synced from, without a password; null when nothing is followed. */
  readonly source: string | null;
  readonly refresh: LimitsRefresh;
  /** Null where the source isn't watched: another refresh than `continuous`, or it can't be. */
  readonly watched: LimitsWatchKind | null;
  readonly limitCount: number;
  readonly lastSyncMs: EpochMs | null;
  readonly nextSyncMs: EpochMs | null;
  /** What changed last, and when. */
  readonly lastChange: LimitsChange | null;
  /** The import that an undo would take back. */
  readonly undoable: LimitsChange | null;
  /** Stored windows that the newest change would judge otherwise; null until that is known. */
  readonly judgedOtherwise: WindowSpan | null;
  /** Why the newest sync failed; the last good limits stay in force. */
  readonly problem: ErrorData | null;
}

/** One partition of the topic of flow records, as the reader stands in it. */
export interface PartitionStatus {
  readonly partition: number;
  /** Offset of the next record to be summed. */
  readonly position: number;
  /** Offset that the next record published will have; null while it is not known. */
  readonly end: number | null;
  /** Records published and not yet summed; null while that is not known. */
  readonly lag: number | null;
}

/** Records that wait to be sent to the brokers, and what did not get there. */
export interface SpoolStatus {
  readonly records: number;
  readonly bytes: number;
  /** Start of the oldest waiting record's interval; null where nothing waits. */
  readonly oldestMs: EpochMs | null;
  /** Packets that fell off the spool since the engine started: too many waited, or for too long. */
  readonly droppedPackets: number;
}

/** State of the log between capture and windows. */
export interface StreamStatus {
  /** `embedded`: in the data folder, without a server. */
  readonly kind: 'embedded' | 'kafka';
  /** The embedded log is always connected. */
  readonly state: 'connecting' | 'connected' | 'disconnected';
  /** Brokers in use, `host:port`; none for the embedded log. */
  readonly brokers: readonly string[];
  /** Topic of the flow records; null for the embedded log. */
  readonly topic: string | null;
  /** By partition; empty where nothing is read. */
  readonly partitions: readonly PartitionStatus[];
  /** Null for the embedded log, and where nothing is published. */
  readonly spool: SpoolStatus | null;
  /** Flow records that `--publish-when` kept from being published, since the engine started. */
  readonly heldBack: number;
  /** Flow records published (acknowledged) in the last second. */
  readonly publishedPerSecond: number;
  /** Flow records summed in the last second. */
  readonly readPerSecond: number;
  /** The newest thing that went wrong, with what to do, until it is mended. */
  readonly problem: ErrorData | null;
}

/** One look at the whole engine; sent about once a second while something changes. */
export interface MonitorStatus {
  readonly atMs: EpochMs;
  readonly capture: CaptureStatus;
  /** The window that holds the present moment, with its ten largest pairs; null before the first one. */
  readonly window: WindowDetail | null;
  /** Whether the capture is refused, and `allowCapture` can ask the person for permission. */
  readonly canAllowCapture: boolean;
  readonly windowMs: number;
  readonly limits: LimitsStatus;
  readonly firing: readonly Alert[];
  /** For each limit in force on the open window, those on all traffic first; a hundred at most. */
  readonly outlook: readonly LimitOutlook[];
  readonly stream: StreamStatus;
  /** The ways in which alerts are told. */
  readonly channels: readonly ChannelStatus[];
  readonly late: number;
  readonly deadLetters: number;
  /** Things the person should know (a damaged database kept aside and the like). */
  readonly notices: readonly string[];
}
