/** The step of the schema that lists hosts: of hours and days, and all that were ever seen. */
export const hostTables = `
  -- Stretches of time of which the hosts are listed: hours, and days once these are over. What is listed is right while
  -- bytes and packets are the sums of the stretch's pairs.
  CREATE TABLE host_spans (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, is_day INTEGER NOT NULL,
    start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,
    -- Where the last of its pairs ends: after the stretch, where that cuts a window.
    reaches_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL, packets INTEGER NOT NULL,
    -- Bytes of pairs that are not known: folded, or damaged.
    unknown INTEGER NOT NULL,
    hosts INTEGER NOT NULL,
    -- 0 while it is being written; how many of its hosts are in known_hosts.
    complete INTEGER NOT NULL, taken INTEGER NOT NULL, PRIMARY KEY (series_id, is_day, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE host_blocks (
    series_id INTEGER NOT NULL, is_day INTEGER NOT NULL, start_ms INTEGER NOT NULL, family INTEGER NOT NULL,
    first BLOB NOT NULL, count INTEGER NOT NULL, hosts BLOB NOT NULL,
    PRIMARY KEY (series_id, is_day, start_ms, family, first),
    FOREIGN KEY (series_id, is_day, start_ms) REFERENCES host_spans (series_id, is_day, start_ms) ON DELETE CASCADE
  ) STRICT;
  -- Hosts with when they were seen first and last, and what they sent and received, as of the days that were taken.
  CREATE TABLE known_hosts (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, family INTEGER NOT NULL,
    first BLOB NOT NULL, count INTEGER NOT NULL, hosts BLOB NOT NULL, PRIMARY KEY (series_id, family, first)
  ) STRICT;
  `;

/** The step that says whether hosts are missing. */
export const hostLosses = `
  -- Whether hosts that were seen are not in known_hosts: there was no room, or a block was damaged.
  ALTER TABLE series ADD COLUMN hosts_lost INTEGER NOT NULL DEFAULT 0;
  `;
