/** Steps of the schema that are about panes. */

export const paneTables = `
  -- Pairs by pane: what windows, overlapping ones too, are sums of. A pane that is over lies in pane_pairs; by how much
  -- it has grown since, or while it was open, stands in pane_deltas, in the order in which it grew.
  CREATE TABLE pane_pairs (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    -- The sums of the pairs: what is left of them if they are damaged.
    bytes INTEGER NOT NULL, packets INTEGER NOT NULL, pairs BLOB NOT NULL,
    -- Bytes of folded pairs by scope, JSON.
    folded TEXT, PRIMARY KEY (series_id, start_ms)
  ) STRICT;
  CREATE TABLE pane_deltas (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    sequence INTEGER NOT NULL, bytes INTEGER NOT NULL, packets INTEGER NOT NULL,
    -- Pairs that were folded into one: they are dropped, and then the others grow.
    dropped BLOB, pairs BLOB NOT NULL, folded TEXT, PRIMARY KEY (series_id, start_ms, sequence)
  ) STRICT;
  `;

export const paneScopes = `
  -- Bytes by scope of panes that are over (scope-repository.ts): the sum of a pane's rows. A late record
  -- is held against limits by them, without a look at the pairs.
  CREATE TABLE pane_scopes (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    -- Names the set of scopes that were summed.
    scope_set TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (series_id, start_ms, sequence)
  ) STRICT;
  `;
