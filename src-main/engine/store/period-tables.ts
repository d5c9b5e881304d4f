/**
 * The step of the schema that holds traffic by period: what is summed, and from when on (the total where the scope is empty);
 * a length of time has no time zone.
 */
export const periodTables = `
  CREATE TABLE period_plans (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, period TEXT NOT NULL, time_zone TEXT NOT NULL,
    scope TEXT NOT NULL, from_ms INTEGER NOT NULL, PRIMARY KEY (series_id, period, time_zone, scope)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE periods (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, period TEXT NOT NULL, time_zone TEXT NOT NULL,
    start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, packets INTEGER NOT NULL,
    -- Windows in it that have closed, and when the first of them began.
    windows INTEGER NOT NULL, first_ms INTEGER, reports INTEGER NOT NULL, closed INTEGER NOT NULL, status TEXT NOT NULL,
    min_limit INTEGER, max_limit INTEGER,
    -- JSON: what its windows lack, and how many of them do; the limits that it has left.
    lacks TEXT NOT NULL, breaches TEXT NOT NULL, PRIMARY KEY (series_id, period, time_zone, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX periods_by_end ON periods (series_id, end_ms) WHERE closed = 1;
  CREATE INDEX open_periods ON periods (series_id, period, time_zone) WHERE closed = 0;
  CREATE TABLE period_scopes (
    series_id INTEGER NOT NULL, period TEXT NOT NULL, time_zone TEXT NOT NULL, start_ms INTEGER NOT NULL,
    scope TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (series_id, period, time_zone, start_ms, scope),
    FOREIGN KEY (series_id, period, time_zone, start_ms) REFERENCES periods (series_id, period, time_zone, start_ms)
      ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  `;

/** The limits that a period has left, apart from it: a period is written much more often than they change. */
export const periodBreaches = `
  CREATE TABLE period_breaches (
    series_id INTEGER NOT NULL, period TEXT NOT NULL, time_zone TEXT NOT NULL, start_ms INTEGER NOT NULL,
    limit_key TEXT NOT NULL, PRIMARY KEY (series_id, period, time_zone, start_ms, limit_key),
    FOREIGN KEY (series_id, period, time_zone, start_ms) REFERENCES periods (series_id, period, time_zone, start_ms)
      ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  INSERT INTO period_breaches SELECT series_id, period, time_zone, start_ms, value FROM periods, json_each(breaches);
  ALTER TABLE periods DROP COLUMN breaches;
  `;

/**
 * The step that says before when windows, and periods of them, were let go of; of an older folder, all before the oldest,
 * and where none is left though something was summed, all before its newest period ended, or before now.
 */
export const keptFrom = `
  -- Windows that began before were let go of, for their age or for want of room; null where none were.
  ALTER TABLE series ADD COLUMN kept_from_ms INTEGER;
  UPDATE series SET kept_from_ms = coalesce(
    (SELECT min(start_ms) FROM windows WHERE series_id = series.id),
    (SELECT max(end_ms) FROM periods WHERE series_id = series.id AND closed = 1),
    (SELECT max(unixepoch() * 1000) FROM offsets WHERE series_id = series.id))
    WHERE name LIKE 'live|%';
  `;
