/** Alerts of agents, and mutes of them. */
export const agentsInAlerts = `
  -- An agent that says nothing: then the columns of the limit hold nothing.
  ALTER TABLE alerts ADD COLUMN agent TEXT;
  ALTER TABLE mutes ADD COLUMN agent TEXT;
  UPDATE announcements SET announcement = json_set(json_remove(announcement, '$.limit'), '$.subject',
    json_object('kind', 'limit', 'limit', json_extract(announcement, '$.limit')));
  `;

/** Alerts that are too old are found by their last window: an index less that each alert is written into. */
export const alertsByWindowAlone = 'DROP INDEX alerts_by_time;';

/** The limits that a window has left, apart from it: a window is written much more often than they change. */
export const windowBreaches = `
  CREATE TABLE window_breaches (
    series_id INTEGER NOT NULL, start_ms INTEGER NOT NULL, sequence INTEGER NOT NULL,
    -- Scopes of the limits that it has left since the row before, and of those that it keeps again: JSON arrays.
    "left" TEXT NOT NULL, kept TEXT NOT NULL, PRIMARY KEY (series_id, start_ms, sequence),
    FOREIGN KEY (series_id, start_ms) REFERENCES windows (series_id, start_ms) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  INSERT INTO window_breaches SELECT series_id, start_ms, 1, breaches, '[]' FROM windows WHERE breaches <> '[]';
  ALTER TABLE windows DROP COLUMN breaches;
  `;

/** What people wrote about alerts: each in the order in which it was written. */
export const alertComments = `
  CREATE TABLE alert_comments (
    alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE, number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    author TEXT NOT NULL, comment TEXT NOT NULL, PRIMARY KEY (alert_id, number)
  ) STRICT, WITHOUT ROWID;
  `;
