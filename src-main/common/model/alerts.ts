import type { Direction } from '../direction.ts';
import type { ErrorData } from '../errors.ts';
import type { EpochMs } from '../units.ts';
import type { Limit, LimitName } from './limits.ts';
import type { PairTotal } from './windows.ts';

/** State of an alert; its id stays the same from firing to resolved. */
export type AlertState = 'firing' | 'resolved';

/** A window by its start and end. */
export interface AlertWindow {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
}

/** An alert is about a limit that traffic left. */
export interface LimitSubject {
  readonly kind: 'limit';
  /** With the value that the peak was compared with. */
  readonly limit: Limit;
}

/** An alert is about an agent that should be there and says nothing. */
export interface AgentSubject {
  readonly kind: 'agent';
  /** Its name. */
  readonly agent: string;
}

/** What an alert is about. */
export type AlertSubject = LimitSubject | AgentSubject;

/** Bytes in the scope of a limit, in a window; 0 where the alert is about an agent. */
export interface WindowReading {
  readonly window: AlertWindow;
  readonly observed: number;
}

/** A reading with the pairs that made it, all of one moment. */
export interface Breach extends WindowReading {
  /** The five pairs with most bytes. */
  readonly topPairs: readonly PairTotal[];
}

/**
 * Why an alert ended. Of a limit: `within`: a window closed within the limit; `limit-changed`: within a limit with another value
 * than it was above or below; `limit-removed`: no such limit is in force any more; `over-when-found`: a late record
 * made the breach, and newer windows had closed within the limit by then; `series-left`: the settings are others, and
 * what it was about is no longer summed. Of an agent: `agent-back`: it is heard again; `agent-left`: it said farewell, and
 * nobody expects it; `agent-forgotten`: people had it forgotten; `agent-not-expected`: it was never heard, and is
 * expected no longer.
 */
export type ResolveReason =
  | 'within'
  | 'limit-changed'
  | 'limit-removed'
  | 'over-when-found'
  | 'series-left'
  | 'agent-back'
  | 'agent-left'
  | 'agent-forgotten'
  | 'agent-not-expected';

/** All windows of a breach, or without an agent, from the first to the last. */
export interface AlertEpisode {
  /** The window with the peak: the highest total above a `max`, the lowest below a `min`; the first without an agent. */
  readonly window: AlertWindow;
  /** Bytes at the peak; 0 where the alert is about an agent. */
  readonly observed: number;
  /** The five pairs with most bytes in the window of the peak, from the same moment as `observed`. */
  readonly topPairs: readonly PairTotal[];
  /** The first window. */
  readonly began: AlertWindow;
  /** The newest window that breached, or lacks the agent, while it is firing; the last one afterwards. */
  readonly latest: WindowReading;
  /** How many windows breached, or lack the agent. */
  readonly windows: number;
}

/** What there is to say of a breach, or of an agent's silence, or of the end of either. */
export interface AlertFacts extends AlertEpisode {
  readonly id: string;
  readonly subject: AlertSubject;
  /** The window that resolved it; null while it is firing, and where no window did. */
  readonly resolvedBy: WindowReading | null;
  /** Null while it is firing. */
  readonly resolveReason: ResolveReason | null;
  /** When the transition to this state was seen. */
  readonly atMs: EpochMs;
  /** When it fired; equal to `atMs` while it is firing. */
  readonly firedMs: EpochMs;
}

/** How long an episode lasted, from the start of its first window to the end of its newest one, in milliseconds. */
export const episodeMs = ({ began, latest }: Pick<AlertEpisode, 'began' | 'latest'>): number =>
  Math.max(0, latest.window.endMs - began.startMs);

/** An alert's step to a state. */
export interface AlertTransition extends AlertFacts {
  readonly state: AlertState;
}

/** One that is about a limit. */
export type OfLimit<A extends AlertFacts> = A & { readonly subject: LimitSubject };

export const isOfLimit = <A extends AlertFacts>(alert: A): alert is OfLimit<A> =>
  alert.subject.kind === 'limit';

/** An alert with what people have done about it. */
export interface Alert extends AlertTransition {
  /** Who has taken note of it; null while nobody has. */
  readonly acknowledged: Acknowledgement | null;
  /** Nobody is notified of it until then; null unless it is snoozed. */
  readonly snoozedUntilMs: EpochMs | null;
  /** Whether a mute covers it now. */
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
export interface LimitProjection {
  readonly limit: Limit;
  /** Bytes so far. */
  readonly observed: number;
  readonly standing: LimitStanding;
  /** Windows that have breached in a row while the alert isn't firing. */
  readonly pendingWindows: number;
  /** Null while no rate is known. */
  readonly forecast: LimitForecast | null;
}

/**
 * Which alerts a mute covers; a null column covers any, a network all that lies within it. One that names an agent covers
 * its silence, and no limit.
 */
export interface MuteScope {
  readonly limitName: LimitName | null;
  /** IP address or CIDR; or a group of networks, which covers limits on that group alone. */
  readonly source: string | null;
  /** As the source. */
  readonly destination: string | null;
  /** Covers limits on this direction alone. */
  readonly direction: Direction | null;
  readonly agent: string | null;
}

/** That nobody is notified of some alerts for a time. */
export interface Mute extends MuteScope {
  readonly id: number;
  /** Null for ever. */
  readonly untilMs: EpochMs | null;
  readonly createdMs: EpochMs;
}

/** What there is to tell: an alert's transition, that it is still firing, or that a total comes near its maximum. */
export type NotificationKind = AlertState | 'reminder' | 'warning';

/**
 * Why people are not disturbed by a notification. Records get it all the same. `never notified`: it is the end of an
 * alert of whose beginning nobody was notified.
 */
export type SuppressionReason = 'muted' | 'snoozed' | 'quiet hours' | 'acknowledged' | 'never notified';

/** What receivers get; a copy, whatever becomes of the alert. */
export interface AlertNotification extends AlertFacts {
  /** Goes up by one with each notification of a data folder. */
  readonly sequence: number;
  readonly kind: NotificationKind;
  /** Why it is kept from people; null where they get it. */
  readonly suppressed: SuppressionReason | null;
  /** Whether it only tests a receiver: then nothing has happened. */
  readonly isTest?: true;
}

/** What the limits of a group are about: single hosts, single pairs, or traffic of several kinds. */
export type GroupScope = 'hosts' | 'pairs' | 'totals';

/** What all alerts of a group are about. */
export type GroupSubject =
  | { readonly kind: 'limit'; readonly limitName: LimitName; readonly scope: GroupScope }
  | { readonly kind: 'agent' };

/** Many notifications of one kind and window, told to people as one; each alert can be read by itself. */
export interface NotificationGroup {
  /** That of the newest notification in it. */
  readonly sequence: number;
  readonly kind: NotificationKind;
  readonly subject: GroupSubject;
  /** The window that made the transition; null where it wasn't one window. */
  readonly window: AlertWindow | null;
  readonly count: number;
  /** When the newest of them was seen. */
  readonly atMs: EpochMs;
  /** The five that are furthest outside of their limits; of agents, the first five. */
  readonly largest: readonly AlertNotification[];
}

/** What a receiver for people gets at once. */
export type NotificationMessage = AlertNotification | NotificationGroup;

export const isGroup = (message: NotificationMessage): message is NotificationGroup => 'count' in message;

/** State of a way to be notified of alerts. */
export interface ReceiverStatus {
  readonly name: string;
  /** Notifications that it has yet to take. */
  readonly waiting: number;
  /** Notifications that it could not take before they were too old. */
  readonly lost: number;
  /** Notifications that it will never take, as it said. */
  readonly refused: number;
  /** Why it refused the newest of them in this run; null where it refused none. */
  readonly refusal: ErrorData | null;
  /** Why the newest attempt failed; it is tried again. */
  readonly problem: ErrorData | null;
}

/** Ways to be notified beside the desktop. */
export const receiverKinds = ['webhook', 'syslog', 'command'] as const;
export type ReceiverKind = (typeof receiverKinds)[number];

/** What became of a test message. */
export interface ReceiverTest {
  /** The receiver's. */
  readonly name: string;
  /** Why it has not got it; null where it has. */
  readonly problem: ErrorData | null;
}
