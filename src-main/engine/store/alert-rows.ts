import type {
  Acknowledgement,
  Alert,
  AlertEpisode,
  AlertSubject,
  AlertWindow,
  ResolveReason,
  WindowReading,
} from '../../common/model/alerts.ts';
import type { PairTotal } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { MuteMatcher } from '../notify/mute-matcher.ts';
import type { SubjectRow } from './alert-columns.ts';
import { fromLimitColumns } from './limit-columns.ts';

/** An alert as it is stored, with what people have done about it. */
export type AlertRow = SubjectRow & {
  readonly id: string;
  readonly series_id: number;
  readonly state: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly observed: number;
  readonly at_ms: number;
  readonly fired_ms: number;
  readonly top_pairs: string;
  readonly began_start_ms: number;
  readonly began_end_ms: number;
  readonly last_start_ms: number;
  readonly last_end_ms: number;
  readonly last_observed: number;
  readonly windows: number;
  readonly resolved_start_ms: number | null;
  readonly resolved_end_ms: number | null;
  readonly resolved_observed: number | null;
  readonly resolve_reason: string | null;
  readonly acknowledged_ms: EpochMs | null;
  readonly acknowledged_by: string | null;
  readonly comment: string | null;
  readonly snoozed_until_ms: EpochMs | null;
  readonly told_ms: EpochMs | null;
};

/** What an alert is about. */
export const fromSubjectColumns = (row: SubjectRow): AlertSubject =>
  row.agent === null ? { kind: 'limit', limit: fromLimitColumns(row) } : { kind: 'agent', agent: row.agent };

const spanOf = (startMs: number, endMs: number): AlertWindow => ({
  startMs: epochMs(startMs),
  endMs: epochMs(endMs),
});

/** What an alert is about, as it is stored. */
const episodeOf = (row: AlertRow): AlertEpisode => ({
  window: spanOf(row.start_ms, row.end_ms),
  observed: row.observed,
  topPairs: JSON.parse(row.top_pairs) as PairTotal[],
  began: spanOf(row.began_start_ms, row.began_end_ms),
  latest: { window: spanOf(row.last_start_ms, row.last_end_ms), observed: row.last_observed },
  windows: row.windows,
});

const resolvedBy = ({
  resolved_start_ms,
  resolved_end_ms,
  resolved_observed,
}: AlertRow): WindowReading | null =>
  resolved_start_ms === null || resolved_end_ms === null || resolved_observed === null
    ? null
    : { window: spanOf(resolved_start_ms, resolved_end_ms), observed: resolved_observed };

/** Who acknowledged an alert, and when; null where nobody did. */
export const acknowledgementOf = ({
  acknowledged_ms: atMs,
  acknowledged_by: by,
  comment,
}: Pick<AlertRow, 'acknowledged_ms' | 'acknowledged_by' | 'comment'>): Acknowledgement | null =>
  atMs === null ? null : { by: by ?? '', atMs, comment: comment ?? '' };

/** An alert as people see it, with the mutes in force. */
export function toAlert(row: AlertRow, mutes: MuteMatcher): Alert {
  const subject = fromSubjectColumns(row);
  return {
    id: row.id,
    state: row.state as Alert['state'],
    subject,
    ...episodeOf(row),
    resolvedBy: resolvedBy(row),
    resolveReason: row.resolve_reason as ResolveReason | null,
    atMs: epochMs(row.at_ms),
    firedMs: epochMs(row.fired_ms),
    acknowledged: acknowledgementOf(row),
    snoozedUntilMs: row.snoozed_until_ms,
    muted: mutes.covers(subject),
  };
}
