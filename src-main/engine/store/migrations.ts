import { limitDirections, limitLabels, mutedDirections } from './limit-columns.ts';
import { paneScopes, paneTables } from './pane-migrations.ts';
import { agentsInAlerts, alertComments, alertsByWindowAlone, windowBreaches } from './alert-migrations.ts';
import { keptFrom, periodBreaches, periodTables } from './period-tables.ts';
import { hostLosses, hostTables } from './host-tables.ts';
import { partTables } from './part-tables.ts';
import { packedBatches, readBatches, sequencesSeen, spoolLosses } from './kafka-migrations.ts';

/** Start of the hour, or of the six hours, in which a window starts, also before 1970. */
const startOf = (row: string, unitMs: number): string =>
  `${row}.start_ms - (${row}.start_ms % ${unitMs} + ${unitMs}) % ${unitMs}`;

/** A window has changed: what it was summed into is stale. Nothing is left to do where it was before. */
const noteStale = (row: 'NEW' | 'OLD'): string => `
    INSERT INTO stale_rollups SELECT ${row}.series_id, ${startOf(row, 3_600_000)}
      WHERE EXISTS (SELECT 1 FROM series WHERE id = ${row}.series_id);
    DELETE FROM window_rollups WHERE series_id = ${row}.series_id AND unit_ms = 3600000
      AND start_ms = ${startOf(row, 3_600_000)};
    DELETE FROM window_rollups WHERE series_id = ${row}.series_id AND unit_ms = 21600000
      AND start_ms = ${startOf(row, 21_600_000)};`;

const isFresh = (row: 'NEW' | 'OLD'): string =>
  `NOT EXISTS (SELECT 1 FROM stale_rollups WHERE series_id = ${row}.series_id AND start_ms = ${startOf(row, 3_600_000)})`;

const rollups = `
  -- Sums of the closed windows of an hour, and of six hours. What is there is right.
  CREATE TABLE window_rollups (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, unit_ms INTEGER NOT NULL,
    start_ms INTEGER NOT NULL, windows INTEGER NOT NULL, bytes INTEGER NOT NULL, packets INTEGER NOT NULL,
    least INTEGER NOT NULL, most INTEGER NOT NULL, above INTEGER NOT NULL, below INTEGER NOT NULL,
    incomplete INTEGER NOT NULL, inexact INTEGER NOT NULL, min_limit INTEGER, max_limit INTEGER,
    PRIMARY KEY (series_id, unit_ms, start_ms)
  ) STRICT, WITHOUT ROWID;
  -- Hours of which no sums are there, though there may be windows.
  CREATE TABLE stale_rollups (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    PRIMARY KEY (series_id, start_ms)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stale_rollups SELECT DISTINCT series_id, ${startOf('windows', 3_600_000)} FROM windows;
  CREATE TRIGGER window_came AFTER INSERT ON windows WHEN NEW.closed = 1 AND ${isFresh('NEW')} BEGIN ${noteStale('NEW')}
  END;
  CREATE TRIGGER window_changed AFTER UPDATE ON windows WHEN (NEW.closed = 1 OR OLD.closed = 1) AND ${isFresh('NEW')}
  BEGIN ${noteStale('NEW')}
  END;
  CREATE TRIGGER window_went AFTER DELETE ON windows WHEN OLD.closed = 1 AND ${isFresh('OLD')} BEGIN ${noteStale('OLD')}
  END;
  `;

/** The schema, a step a version; a step that was released never changes. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- A stream of windows of one shape and selection, of live traffic or of one replay.
  CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, size_ms INTEGER NOT NULL, slide_ms INTEGER NOT NULL,
    late INTEGER NOT NULL DEFAULT 0, dead_letters INTEGER NOT NULL DEFAULT 0, finished INTEGER NOT NULL DEFAULT 0,
    opened_ms INTEGER NOT NULL,
    -- Newest event time seen: where the watermark goes on after a restart.
    newest_ms INTEGER
  ) STRICT;
  CREATE TABLE offsets (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, partition INTEGER NOT NULL,
    next_offset INTEGER NOT NULL, PRIMARY KEY (series_id, partition)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sequences (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, agent TEXT NOT NULL,
    next_sequence INTEGER NOT NULL, PRIMARY KEY (series_id, agent)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE dead_letters (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, partition INTEGER NOT NULL,
    offset INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (series_id, partition, offset)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE windows (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL, reports INTEGER NOT NULL, closed INTEGER NOT NULL, complete INTEGER NOT NULL,
    bytes INTEGER NOT NULL, packets INTEGER NOT NULL, pair_count INTEGER NOT NULL, late INTEGER NOT NULL,
    dropped INTEGER NOT NULL, missed INTEGER NOT NULL, status TEXT NOT NULL, min_limit INTEGER, max_limit INTEGER,
    -- Scopes of the limits that it has left, a JSON array.
    breaches TEXT NOT NULL,
    PRIMARY KEY (series_id, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX open_windows ON windows (series_id) WHERE closed = 0;
  CREATE TABLE window_pairs (
    series_id INTEGER NOT NULL, start_ms INTEGER NOT NULL, pairs BLOB NOT NULL, PRIMARY KEY (series_id, start_ms),
    FOREIGN KEY (series_id, start_ms) REFERENCES windows (series_id, start_ms) ON DELETE CASCADE
  ) STRICT;

  CREATE TABLE alerts (
    id TEXT PRIMARY KEY, series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, state TEXT NOT NULL,
    limit_name TEXT NOT NULL, limit_value INTEGER NOT NULL, effective_ms INTEGER NOT NULL, source TEXT,
    destination TEXT, window_seconds INTEGER, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,
    observed INTEGER NOT NULL, at_ms INTEGER NOT NULL, fired_ms INTEGER NOT NULL, top_pairs TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alerts_by_time ON alerts (series_id, at_ms);
  CREATE TABLE alert_memories (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, scope TEXT NOT NULL, firing TEXT,
    breach_ms INTEGER, closed_ms INTEGER, PRIMARY KEY (series_id, scope)
  ) STRICT, WITHOUT ROWID;

  -- Every version of a limit ever seen; those without gone_ms are the source's rows now.
  CREATE TABLE limit_versions (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, value INTEGER NOT NULL, effective_ms INTEGER NOT NULL, source TEXT,
    destination TEXT, window_seconds INTEGER, origin TEXT NOT NULL, first_seen_ms INTEGER NOT NULL, gone_ms INTEGER
  ) STRICT;
  CREATE INDEX current_limits ON limit_versions (effective_ms) WHERE gone_ms IS NULL;

  -- The embedded log: a row is a batch of flow records, offset that of its first record.
  CREATE TABLE log_batches (
    topic TEXT NOT NULL, offset INTEGER NOT NULL, count INTEGER NOT NULL, agent TEXT NOT NULL,
    first_sequence INTEGER NOT NULL, interface TEXT NOT NULL, from_ms INTEGER NOT NULL, interval_ms INTEGER NOT NULL,
    family INTEGER NOT NULL, packets INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL,
    flows BLOB NOT NULL, PRIMARY KEY (topic, offset)
  ) STRICT;
  CREATE TABLE log_agents (
    topic TEXT NOT NULL, agent TEXT NOT NULL, next_sequence INTEGER NOT NULL, PRIMARY KEY (topic, agent)
  ) STRICT, WITHOUT ROWID;
  -- The offset of the next record: kept apart, as batches that were read are deleted.
  CREATE TABLE log_ends (topic TEXT PRIMARY KEY, next_offset INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- What is to be told of alerts, in order: JSON as it is told.
  CREATE TABLE announcements (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, announcement TEXT NOT NULL
  ) STRICT;
  -- The newest announcement that each channel has taken, and how many it lost.
  CREATE TABLE channel_marks (
    channel TEXT PRIMARY KEY, taken INTEGER NOT NULL, lost INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Each import, sync or undo that changed the limits; a version belongs to the states from came_with on, up to the
  -- one before gone_with.
  CREATE TABLE limit_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, origin TEXT NOT NULL, at_ms INTEGER NOT NULL,
    added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    -- The source that was followed before an import: an undo goes back to it.
    followed_before TEXT, undone_by INTEGER REFERENCES limit_changes (id)
  ) STRICT;
  ALTER TABLE limit_versions ADD COLUMN came_with INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE limit_versions ADD COLUMN gone_with INTEGER;
  `,
  `
  -- What people did about alerts, and when they were told last that one is firing.
  CREATE TABLE alert_handling (
    alert_id TEXT PRIMARY KEY REFERENCES alerts (id) ON DELETE CASCADE, acknowledged_ms INTEGER, acknowledged_by TEXT,
    comment TEXT, snoozed_until_ms INTEGER, told_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  INSERT INTO alert_handling (alert_id, told_ms) SELECT id, fired_ms FROM alerts WHERE state = 'firing';
  CREATE INDEX firing_alerts ON alerts (series_id) WHERE state = 'firing';

  -- Null covers any; null in until_ms is for ever.
  CREATE TABLE mutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, limit_name TEXT, source TEXT, destination TEXT, until_ms INTEGER,
    created_ms INTEGER NOT NULL
  ) STRICT;

  -- What is not for people: muted, snoozed. Channels that keep a record take it all the same.
  ALTER TABLE announcements ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE channel_marks ADD COLUMN takes_quiet INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Whether the capture counted what was dropped, and what each interface brought and lost: a JSON array.
  ALTER TABLE windows ADD COLUMN drops_known INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE windows ADD COLUMN interfaces TEXT NOT NULL DEFAULT '[]';
  `,
  `
  -- The newest window that closed without a breach; the windows that breached in a row, a JSON array.
  ALTER TABLE alert_memories RENAME COLUMN closed_ms TO within_ms;
  ALTER TABLE alert_memories ADD COLUMN pending TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE alert_memories ADD COLUMN warned_ms INTEGER;
  `,
  `
  -- The newest change of the limits when the window was judged (0: there was none yet): its rows are those that
  -- limit_versions has for that change. Null: the rows are those of the series, or not known.
  ALTER TABLE windows ADD COLUMN judged_with INTEGER;
  -- The rows by which all windows of a replay are judged: a JSON array.
  CREATE TABLE series_limits (
    series_id INTEGER PRIMARY KEY REFERENCES series (id) ON DELETE CASCADE, limits TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- The life of the agent that gave the sequences; 0 for rows of older versions.
  ALTER TABLE log_batches ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- An alert is an episode: start_ms, end_ms, observed and top_pairs are its peak's. Of older alerts one window is known.
  ALTER TABLE alerts ADD COLUMN began_start_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE alerts ADD COLUMN began_end_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE alerts ADD COLUMN last_start_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE alerts ADD COLUMN last_end_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE alerts ADD COLUMN last_observed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE alerts ADD COLUMN windows INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE alerts ADD COLUMN resolved_start_ms INTEGER;
  ALTER TABLE alerts ADD COLUMN resolved_end_ms INTEGER;
  ALTER TABLE alerts ADD COLUMN resolved_observed INTEGER;
  ALTER TABLE alerts ADD COLUMN resolve_reason TEXT;
  UPDATE alerts SET began_start_ms = start_ms, began_end_ms = end_ms, last_start_ms = start_ms, last_end_ms = end_ms,
    last_observed = observed;
  UPDATE alerts SET resolved_start_ms = start_ms, resolved_end_ms = end_ms, resolved_observed = observed,
    resolve_reason = 'within' WHERE state = 'resolved';
  CREATE INDEX alerts_by_window ON alerts (series_id, last_start_ms, at_ms);

  UPDATE announcements SET announcement = json_set(announcement,
    '$.began', json_extract(announcement, '$.window'),
    '$.latest', json_object(
      'window', json_extract(announcement, '$.window'), 'observed', json_extract(announcement, '$.observed')),
    '$.windows', iif(json_extract(announcement, '$.kind') = 'warning', 0, 1),
    '$.resolvedBy', NULL, '$.resolveReason', NULL);
  UPDATE announcements SET announcement = json_set(announcement,
    '$.resolvedBy', json_extract(announcement, '$.latest'), '$.resolveReason', 'within')
    WHERE json_extract(announcement, '$.kind') = 'resolved';

  -- The windows of a row that isn't complete yet are kept with what was observed in them: of those of an older version
  -- that is not known, and they are never the peak.
  UPDATE alert_memories SET pending = (
    SELECT json_group_array(json_object(
      'window', json_object(
        'startMs', value, 'endMs', value + (SELECT size_ms FROM series WHERE id = alert_memories.series_id)),
      'observed', iif(alert_memories.scope LIKE 'min|%', 9007199254740991, 0), 'topPairs', json_array()))
    FROM json_each(alert_memories.pending)) WHERE pending <> '[]';
  `,
  `
  -- What a window's total lacks beside what its counts tell, a JSON array; and bytes of folded pairs by scope, JSON.
  ALTER TABLE windows ADD COLUMN gaps TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE windows ADD COLUMN folded TEXT;
  UPDATE windows SET gaps = '[{"reason":"not-captured"}]' WHERE complete = 0 AND drops_known = 1;
  UPDATE windows SET gaps = '[{"reason":"drops-unknown"}]' WHERE complete = 1 AND drops_known = 0;
  UPDATE windows SET gaps = '[{"reason":"not-captured"},{"reason":"drops-unknown"}]'
    WHERE complete = 0 AND drops_known = 0;

  -- The agents that write to a series' log, as their marks tell of them.
  CREATE TABLE agents (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, agent TEXT NOT NULL, epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL, joined_ms INTEGER NOT NULL, lived_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    -- JSON: [partition, reached]…, partitions left, [interface, covered up to]…, and the selection.
    reached TEXT NOT NULL, parted TEXT NOT NULL, covered TEXT NOT NULL, selection TEXT NOT NULL,
    PRIMARY KEY (series_id, agent)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Changes of the limits of which the rows are written step by step: they neither come nor go before the change is
  -- there. The first of the rows, and the process that writes them.
  CREATE TABLE limit_stagings (
    change_id INTEGER PRIMARY KEY, first_row INTEGER NOT NULL, pid INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX gone_limits ON limit_versions (gone_with) WHERE gone_with IS NOT NULL;
  `,
  `
  -- Notifications that a receiver said it will never take.
  ALTER TABLE channel_marks ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
  -- Counts what waits without reading what it says.
  CREATE INDEX waiting_announcements ON announcements (sequence, quiet);
  `,
  `
  -- Of how many partitions one was chosen for each record of a row in the spool; 0 while it was not. A row that is sent
  -- again goes to the partition that it was sent to before.
  ALTER TABLE log_batches ADD COLUMN partitions INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Which topic the offset is of: the ids of its cluster and of the topic itself; null where that is not known.
  ALTER TABLE offsets ADD COLUMN topic TEXT;
  `,
  `
  -- Agents that people had forgotten, until what sums the series has taken it up.
  CREATE TABLE forgotten_agents (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, agent TEXT NOT NULL,
    PRIMARY KEY (series_id, agent)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- JSON: a later life of an agent, of which records were read and no mark yet; from when on windows may have closed
  -- without it; and from when on it may lack records, by partition.
  ALTER TABLE agents ADD COLUMN ahead TEXT;
  `,
  agentsInAlerts,
  `
  -- What a limit may say of its period, its hours, its agent and its warning.
  ALTER TABLE limit_versions ADD COLUMN period TEXT;
  ALTER TABLE limit_versions ADD COLUMN hours TEXT;
  ALTER TABLE limit_versions ADD COLUMN limit_agent TEXT;
  ALTER TABLE limit_versions ADD COLUMN warn_at INTEGER;
  ALTER TABLE alerts ADD COLUMN period TEXT;
  ALTER TABLE alerts ADD COLUMN hours TEXT;
  ALTER TABLE alerts ADD COLUMN limit_agent TEXT;
  ALTER TABLE alerts ADD COLUMN warn_at INTEGER;
  `,
  paneTables,
  packedBatches,
  rollups,
  paneScopes,
  `
  -- Pairs by hour: what is left of those of panes when they are old.
  CREATE TABLE hour_pairs (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL, packets INTEGER NOT NULL, pairs BLOB NOT NULL,
    -- Bytes of folded pairs by scope, JSON.
    folded TEXT, PRIMARY KEY (series_id, start_ms)
  ) STRICT;
  `,
  periodTables,
  sequencesSeen,
  spoolLosses,
  alertsByWindowAlone,
  windowBreaches,
  readBatches,
  periodBreaches,
  hostTables,
  limitDirections,
  mutedDirections,
  hostLosses,
  alertComments,
  partTables,
  limitLabels,
  keptFrom,
];
