import * as v from 'valibot';
import type { AgentHistory, AgentList } from './model/agents.ts';
import type { FoundHosts, ScopeRules } from './model/hosts.ts';
import { type AlertComment, type AlertExplanation, commentBound } from './model/alert-answer.ts';
import { directions } from './direction.ts';
import type { Event } from './event.ts';
import {
  type Alert,
  type Mute,
  type NotificationMessage,
  receiverKinds,
  type ReceiverTest,
} from './model/alerts.ts';
import type {
  LimitProposal,
  LimitsAssessment,
  LimitsChange,
  LimitsPreview,
  LimitsStatus,
  LimitSuggestion,
  LimitVerdicts,
  StoredLimit,
} from './model/limits.ts';
import type { RangeReport } from './model/report.ts';
import type { Quotas } from './model/quotas.ts';
import type { StoredSeries } from './model/series.ts';
import type { MonitorStatus } from './model/status.ts';
import type { RangeTop, Totals } from './model/totals.ts';
import type { UsualStep } from './model/usual.ts';
import type {
  DirectionHistory,
  PairPage,
  ScopeHistory,
  TopHosts,
  WindowRollup,
  WindowDetail,
  WindowSummary,
} from './model/windows.ts';
import type { Phrase } from './phrases/phrase.ts';
import { isLimitTitle, longestNote } from './limit-label.ts';
import { pairOrders } from './model/windows.ts';
import { instant, network, rangeTopRequest, series, totalsRequest, usualRequest } from './request-schemas.ts';
import { epochMs } from './units.ts';
import type { SpaceUsed } from './space.ts';

const isAscending = (values: number[]): boolean =>
  values.every((value, i) => i === 0 || values[i - 1]! < value);
/** Path of a JSON or CSV file, or `postgres://…`; a password in it is used, and never stored or shown. */
const source = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** A limit as a person wants it. */
const limit = v.strictObject({
  name: v.picklist(['min', 'max']),
  value: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  effectiveMs: v.pipe(instant, v.transform(epochMs)),
  source: network,
  destination: network,
  windowSeconds: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  period: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  hours: v.exactOptional(v.pipe(v.string(), v.maxLength(128))),
  agent: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  direction: v.exactOptional(v.picklist(directions)),
  warnPercent: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  title: v.exactOptional(v.pipe(v.string(), v.check(isLimitTitle))),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(longestNote))),
});
/** Between each and the next something is summed. They are the caller's own: a day of the person's may have 23, 24 or 25 hours. */
const ascendingEdges = v.pipe(v.array(instant), v.minLength(2), v.maxLength(20_000), v.check(isAscending));
const draftText = v.pipe(v.string(), v.maxLength(1_000));
/** A limit as a person writes it. */
const limitDraft = v.strictObject({
  name: v.picklist(['min', 'max']),
  ...{ value: draftText, period: draftText, source: draftText, destination: draftText, agent: draftText },
  direction: draftText,
  ...{ hours: draftText, warnAt: draftText, effective: draftText, title: draftText },
  note: v.pipe(v.string(), v.maxLength(2 * longestNote)),
});
const limitsByHand = v.pipe(v.array(limit), v.maxLength(100));
const fewLimits = v.pipe(v.array(limit), v.minLength(1), v.maxLength(1000));

/** Forms in which limits are written. */
export const limitForms = ['json', 'csv', 'sql'] as const;
export type LimitForm = (typeof limitForms)[number];
/** Without control characters, which no agent's id has. */
const agentName = v.pipe(v.string(), v.minLength(1), v.maxLength(256), v.regex(/^\P{Cc}+$/u));
const alertId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const addresses = v.nullable(v.pipe(v.string(), v.maxLength(64)));

/**
 * The engine's calls with the schema of each one's request; the border parses with it. Channels are named after
 * the keys, here and nowhere else.
 */
export const monitorCalls = {
  getStatus: v.undefined(),
  /** Tries to capture at once, with a dialog of the system that asks the person for permission. */
  allowCapture: v.undefined(),
  /** Captures nothing until {@link MonitorApi.resumeCapture}, or the engine's next start. */
  pauseCapture: v.undefined(),
  resumeCapture: v.undefined(),
  /** The series of which the data folder has windows, the one that was used last first. */
  listSeries: v.undefined(),
  /** The newest `count` windows that start in `[fromMs, toMs)`, oldest first, open ones included. */
  listWindows: v.strictObject({
    series,
    fromMs: instant,
    toMs: instant,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(110_000)),
  }),
  getWindow: v.strictObject({
    startMs: instant,
    pairs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(250_001)),
  }),
  /** How a window stands to the limits by which it is or was judged: the first `count` of them. */
  listVerdicts: v.strictObject({
    startMs: instant,
    count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  }),
  /**
   * A page of a window's pairs. The filter's words must all match: an address or a network (either side, or one with
   * `src:` or `dst:` before it), a group of networks such as `@office`, a direction as `dir:in`, or a part of an address; several with commas between them, of which one must match.
   */
  listPairs: v.strictObject({
    startMs: instant,
    order: v.picklist(pairOrders),
    descending: v.boolean(),
    filter: v.pipe(v.string(), v.maxLength(10_000)),
    offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /** The hosts of a window that sent most, and those to which most was sent. */
  listTopHosts: v.strictObject({
    startMs: instant,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /** Closed windows, taken together between each edge and the next by their start; a stretch with none is left out. */
  listRollups: v.strictObject({ series, edges: ascendingEdges }),
  /** The same by direction, as the home networks are now. */
  listDirections: v.strictObject({ series, edges: ascendingEdges }),
  /**
   * What passed to and from a host or network in closed windows, between each edge and the next; where a peer is named,
   * what passed between the two alone.
   */
  getScopeHistory: v.strictObject({
    series,
    edges: ascendingEdges,
    host: v.pipe(v.string(), v.maxLength(64)),
    peer: network,
    /** How many peers are listed; with none, one host is summed much faster. */
    peers: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  }),
  /** Traffic by hour, day, week, month, year or another period, beside another time to compare with. */
  getTotals: totalsRequest,
  /** The hosts and pairs with most traffic of a stretch of time, in windows that are over. */
  getRangeTop: rangeTopRequest,
  /** Those with trouble first, then by the newest mark: the first 1,000. */
  listAgents: v.undefined(),
  /** Forgets an agent until it is heard again. */
  forgetAgent: v.strictObject({ agent: agentName }),
  /** Whether an agent is to be there: it is missing then where it isn't. */
  expectAgent: v.strictObject({ agent: agentName, isExpected: v.boolean() }),
  /** What an agent, or each of a group by a pattern such as `office-*`, brought in closed windows, between each edge and the next. */
  getAgentHistory: v.strictObject({
    edges: ascendingEdges,
    agent: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  }),
  /** What was usual at each hour of a range over the four weeks before it, as far as that is known. */
  getUsual: usualRequest,
  /** The limits on a host, network, group of networks or pair, and the alerts about it: `count` of each. */
  getScopeRules: v.strictObject({
    host: v.pipe(v.string(), v.maxLength(64)),
    peer: network,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /**
   * Searches all hosts that were ever seen for an address, a network or a part of an address, and for those that are named;
   * nothing means all.
   */
  searchHosts: v.strictObject({
    text: v.pipe(v.string(), v.maxLength(64)),
    addresses: v.pipe(v.array(v.pipe(v.string(), v.ip())), v.maxLength(1000)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /** The newest alerts, newest first. */
  listAlerts: v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)) }),
  /** Some of the alerts that are firing, the newest first; how many there are is in the status. */
  listFiring: v.strictObject({
    offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /** Who made an alert, what changed when it began, and what people wrote; `count` pairs of each kind. */
  explainAlert: v.strictObject({
    id: alertId,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  /** Stores what the person writes about an alert; it says something. */
  commentAlert: v.strictObject({ id: alertId, text: v.pipe(v.string(), v.maxLength(commentBound)) }),
  /** Records that someone looks after an alert: it is not repeated. */
  acknowledgeAlert: v.strictObject({ id: alertId, comment: v.pipe(v.string(), v.maxLength(1000)) }),
  /** Nobody is notified of the alert until then; if it is still firing, they are notified again. Null ends the snooze. */
  snoozeAlert: v.strictObject({ id: alertId, untilMs: v.nullable(instant) }),
  /** Nobody is notified of the alerts in the scope, until an instant or for ever (null): of limits, or of one agent. */
  muteScope: v.strictObject({
    limitName: v.nullable(v.picklist(['min', 'max'])),
    source: addresses,
    destination: addresses,
    direction: v.nullable(v.picklist(directions)),
    agent: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
    untilMs: v.nullable(instant),
  }),
  unmute: v.strictObject({ id: v.pipe(v.number(), v.safeInteger()) }),
  listMutes: v.undefined(),
  /**
   * What the desktop has not raised yet, in order, many alerts of one window as one; each stays until
   * {@link MonitorApi.notificationDelivered}.
   */
  pendingNotifications: v.undefined(),
  /** The desktop has raised it. Below 0 for what could not be stored. */
  notificationDelivered: v.strictObject({ sequence: v.pipe(v.number(), v.safeInteger()) }),
  /** Sends a test message to the receivers of a kind. */
  testReceivers: v.strictObject({ kind: v.picklist(receiverKinds) }),
  /** Connects to the brokers anew, and looks at the topic. */
  testBrokers: v.undefined(),
  listLimits: v.undefined(),
  previewLimits: v.strictObject({ source }),
  /** Applies the source's rows, all or nothing, and syncs from that source from then on. */
  importLimits: v.strictObject({ source }),
  /** Adds limits to the followed source, and takes them over. */
  addLimits: v.strictObject({ limits: fewLimits }),
  /** What comes of a limit as a person writes it; `replaces` is the one that is changed, null for a new one. */
  previewLimit: v.strictObject({ draft: limitDraft, replaces: v.nullable(limit) }),
  /** Changes limits in the followed source, or else in a file of the data folder, and takes them over. */
  editLimits: v.strictObject({
    added: limitsByHand,
    changed: v.pipe(v.array(v.strictObject({ before: limit, after: limit })), v.maxLength(100)),
    removed: limitsByHand,
  }),
  /** What the source's rows (null: the stored limits) would have found in the windows of the last 30 days. */
  assessLimits: v.strictObject({ source: v.nullable(source) }),
  /** Limits for the traffic of a scope that the last 30 days suggest; none where there are too few windows. */
  suggestLimits: v.strictObject({ source: network, destination: network }),
  /** The maxima on periods with what is used of them: the `count` nearest to full. */
  listQuotas: v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)) }),
  /** Ends previews, looks at the past and imports of limits that run now; an import that has been stored stays. */
  cancelLimits: v.undefined(),
  /** Takes the last import back, limits and followed source as they were before it; or the last change by hand. */
  undoLimitsImport: v.undefined(),
  /** Reads the followed source now; what is wrong with it is in the status. */
  syncLimits: v.undefined(),
  /** Limits, the stored ones unless others are given, as the text of a file. */
  exportLimits: v.strictObject({ form: v.picklist(limitForms), limits: v.optional(fewLimits) }),
  /** Sums up the period that holds an instant (null: the present one): totals, quotas, the largest hosts, alerts. */
  reportRange: v.strictObject({
    period: v.pipe(v.string(), v.maxLength(64)),
    atMs: v.nullable(instant),
    hosts: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  }),
  /** How much the history of the data folder is. */
  getSpace: v.undefined(),
} as const satisfies Record<string, v.GenericSchema>;

/** The engine's events; `onX` in {@link MonitorApi} for each key, in the same words. */
export const monitorEvents = [
  'statusChanged',
  'windowClosed',
  'alertChanged',
  'alertHandled',
  'notificationsAdded',
  'mutesChanged',
  'limitsChanged',
] as const;

export type MonitorCallName = keyof typeof monitorCalls;
export type MonitorEventName = (typeof monitorEvents)[number];
type Request<K extends MonitorCallName> = v.InferOutput<(typeof monitorCalls)[K]>;

/** What the engine does for a window or a command line: a method is a call, `onX` an event. */
export interface MonitorApi {
  getStatus(): Promise<MonitorStatus>;
  allowCapture(): Promise<void>;
  /** Windows go on, and say that they were not captured throughout. */
  pauseCapture(): Promise<void>;
  resumeCapture(): Promise<void>;
  listSeries(): Promise<readonly StoredSeries[]>;
  listWindows(request: Request<'listWindows'>): Promise<readonly WindowSummary[]>;
  getWindow(request: Request<'getWindow'>): Promise<WindowDetail | null>;
  /** Null where there is no such window, or an older version stored it. */
  listVerdicts(request: Request<'listVerdicts'>): Promise<LimitVerdicts | null>;
  /** Null where there is no such window. */
  listPairs(request: Request<'listPairs'>): Promise<PairPage | null>;
  /** Null where there is no such window. */
  listTopHosts(request: Request<'listTopHosts'>): Promise<TopHosts | null>;
  listRollups(request: Request<'listRollups'>): Promise<readonly WindowRollup[]>;
  listDirections(request: Request<'listDirections'>): Promise<DirectionHistory>;
  getScopeHistory(request: Request<'getScopeHistory'>): Promise<ScopeHistory>;
  getTotals(request: Request<'getTotals'>): Promise<Totals>;
  getRangeTop(request: Request<'getRangeTop'>): Promise<RangeTop>;
  /** As the other calls about agents answer, with what is known after it. */
  listAgents(): Promise<AgentList>;
  forgetAgent(request: Request<'forgetAgent'>): Promise<AgentList>;
  expectAgent(request: Request<'expectAgent'>): Promise<AgentList>;
  getAgentHistory(request: Request<'getAgentHistory'>): Promise<AgentHistory>;
  getUsual(request: Request<'getUsual'>): Promise<readonly UsualStep[]>;
  getScopeRules(request: Request<'getScopeRules'>): Promise<ScopeRules>;
  searchHosts(request: Request<'searchHosts'>): Promise<FoundHosts>;
  listAlerts(request: Request<'listAlerts'>): Promise<readonly Alert[]>;
  listFiring(request: Request<'listFiring'>): Promise<readonly Alert[]>;
  explainAlert(request: Request<'explainAlert'>): Promise<AlertExplanation>;
  commentAlert(request: Request<'commentAlert'>): Promise<AlertComment>;
  acknowledgeAlert(request: Request<'acknowledgeAlert'>): Promise<Alert>;
  snoozeAlert(request: Request<'snoozeAlert'>): Promise<Alert>;
  muteScope(request: Request<'muteScope'>): Promise<Mute>;
  unmute(request: Request<'unmute'>): Promise<void>;
  /** The mutes that are in force, the newest last. */
  listMutes(): Promise<readonly Mute[]>;
  pendingNotifications(): Promise<readonly NotificationMessage[]>;
  notificationDelivered(request: Request<'notificationDelivered'>): Promise<void>;
  testReceivers(request: Request<'testReceivers'>): Promise<readonly ReceiverTest[]>;
  /** @returns what was found, in a sentence; rejects with why the brokers can't be used. */
  testBrokers(): Promise<Phrase>;
  listLimits(): Promise<readonly StoredLimit[]>;
  previewLimits(request: Request<'previewLimits'>): Promise<LimitsPreview>;
  /** Like previews and assessments, rejects with `request/cancelled` after {@link cancelLimits}: nothing is changed then. */
  importLimits(request: Request<'importLimits'>): Promise<LimitsPreview>;
  cancelLimits(): Promise<void>;
  /** Rejects with `limits/not-writable` where the source can't be written, with what to do by hand. */
  addLimits(request: Request<'addLimits'>): Promise<LimitsStatus>;
  previewLimit(request: Request<'previewLimit'>): Promise<LimitProposal>;
  /** Rejects with `limits/not-writable` where the source can't be written, or a limit is no longer as it was. */
  editLimits(request: Request<'editLimits'>): Promise<LimitsStatus>;
  assessLimits(request: Request<'assessLimits'>): Promise<LimitsAssessment>;
  suggestLimits(request: Request<'suggestLimits'>): Promise<readonly LimitSuggestion[]>;
  listQuotas(request: Request<'listQuotas'>): Promise<Quotas>;
  /** @returns what it did; rejects with `limits/nothing-to-undo` where no import is left. */
  undoLimitsImport(): Promise<LimitsChange>;
  syncLimits(): Promise<LimitsStatus>;
  exportLimits(request: Request<'exportLimits'>): Promise<string>;
  /** Rejects with `settings/invalid` for an invalid period. */
  reportRange(request: Request<'reportRange'>): Promise<RangeReport>;
  getSpace(): Promise<SpaceUsed>;
  readonly onStatusChanged: Event<MonitorStatus>;
  /** A window closed, or a closed one was corrected (its revision is above 0). */
  readonly onWindowClosed: Event<WindowSummary>;
  /** An alert fired or was resolved. */
  readonly onAlertChanged: Event<Alert>;
  /** Someone acknowledged, snoozed, muted or commented an alert, or a mute of it is over. */
  readonly onAlertHandled: Event<Alert>;
  /** There is something to tell; by then it is stored. */
  readonly onNotificationsAdded: Event<null>;
  readonly onMutesChanged: Event<readonly Mute[]>;
  readonly onLimitsChanged: Event<readonly StoredLimit[]>;
}
