import { episodeJson, isoTime, limitJson, subjectJson } from '../common/alert-json.ts';
import type { DirectionSums } from '../common/direction.ts';
import type { AlertTransition } from '../common/model/alerts.ts';
import type { LimitVerdict, LimitVerdicts, StoredLimit } from '../common/model/limits.ts';
import type { PeriodSummary } from '../common/model/periods.ts';
import type {
  Lack,
  LackReason,
  MinMax,
  PairTotal,
  Reconciliation,
  WindowDetail,
  WindowStatus,
} from '../common/model/windows.ts';
import { limitRow } from '../common/limit-row.ts';
import type { ReplaySummary } from '../engine/run/replay.ts';

/** Something that a window's total lacks, or may lack. */
export interface LackLine {
  readonly reason: LackReason;
  readonly packets?: number;
  readonly from?: string;
  readonly to?: string;
  readonly agent?: string;
  readonly interface?: string;
}

export const lackLine = ({ fromMs, toMs, reason, packets, agent, interface: name }: Lack): LackLine => ({
  reason,
  ...(packets !== undefined && { packets }),
  ...(fromMs !== undefined && { from: isoTime(fromMs) }),
  ...(toMs !== undefined && { to: isoTime(toMs) }),
  ...(agent !== undefined && { agent }),
  ...(name !== undefined && { interface: name }),
});

/** One line of `"type":"window"`. */
export interface WindowLine {
  readonly type: 'window';
  readonly start: string;
  readonly end: string;
  readonly revision: number;
  readonly bytes: number;
  readonly packets: number;
  readonly pairCount: number;
  readonly status: WindowStatus;
  readonly exact: boolean;
  readonly lacks: readonly LackLine[];
  readonly limits: MinMax;
  readonly reconciliation: Reconciliation;
  readonly pairs: readonly PairTotal[];
  readonly directions?: DirectionsLine;
}

/** Bytes by direction, and whether all of them are known, and the total has every packet. */
export type DirectionsLine = DirectionSums & { readonly exact: boolean };

/** The sums by direction of something as the documented key; of what is not exact, or not known, they are lower bounds. */
export const directionsLine = (sums: DirectionSums, exact: boolean): DirectionsLine => ({
  ...sums,
  exact: exact && sums.unknown === 0,
});

/** A window as the documented JSON line. */
export const windowLine = (window: WindowDetail): WindowLine => ({
  type: 'window',
  start: isoTime(window.startMs),
  end: isoTime(window.endMs),
  revision: window.revision,
  bytes: window.bytes,
  packets: window.packets,
  pairCount: window.pairCount,
  status: window.status,
  exact: window.exact,
  lacks: window.lacks.map(lackLine),
  limits: window.limits,
  reconciliation: window.reconciliation,
  pairs: window.pairs,
  ...(window.directions && { directions: directionsLine(window.directions, window.exact) }),
});

/** A period as the documented JSON line. */
export const periodLine = (period: PeriodSummary & { readonly directions?: DirectionSums }): object => ({
  type: 'period',
  period: period.period,
  timeZone: period.timeZone,
  start: isoTime(period.startMs),
  end: isoTime(period.endMs),
  revision: period.revision,
  bytes: period.bytes,
  packets: period.packets,
  status: period.status,
  exact: period.exact,
  lacks: period.lacks.map(lackLine),
  limits: period.limits,
  ...(period.directions && { directions: directionsLine(period.directions, period.exact) }),
  projection: {
    bytes: period.projection.bytes,
    reaches: period.projection.reachesMs === null ? null : isoTime(period.projection.reachesMs),
  },
});

/** How a window stood to one of the limits by which it was judged. */
const verdictLine = ({ limit, observed, outcome }: LimitVerdict): object => ({
  limit: { ...limitJson(limit), windowSeconds: limit.windowSeconds },
  observed,
  outcome,
});

/** A window's line with the limits by which it was judged; null where they are not known. */
export const judgedLine = (window: WindowDetail, judged: LimitVerdicts | null): object => ({
  ...windowLine(window),
  verdicts: judged?.verdicts.map(verdictLine) ?? null,
});

/** An alert's transition as the documented JSON line. */
export const alertLine = (alert: AlertTransition): object => ({
  type: 'alert',
  id: alert.id,
  state: alert.state,
  ...subjectJson(alert.subject),
  ...episodeJson(alert),
  at: isoTime(alert.atMs),
});

/** The last line of a run. */
export const summaryLine = (summary: ReplaySummary): object => ({
  type: 'summary',
  records: summary.records,
  ip: summary.ip,
  nonIp: summary.nonIp,
  malformed: summary.malformed,
  unsupportedLink: summary.unsupportedLink,
  kernelDropped: summary.kernelDropped,
  late: summary.late,
  deadLetters: summary.deadLetters,
});

/** A stored limit, with the names of the table's columns. */
export const limitLine = (limit: StoredLimit): object => ({
  type: 'limit',
  ...limitRow(limit),
  origin: limit.origin,
  first_seen: isoTime(limit.firstSeenMs),
});
