/** The step of the schema that keeps what a cluster has summed. */
export const partTables = `
  -- What a cluster has summed of a window in a partition: what its next sums replace.
  CREATE TABLE part_sums (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE, start_ms INTEGER NOT NULL,
    partition INTEGER NOT NULL, revision INTEGER NOT NULL, bytes INTEGER NOT NULL, packets INTEGER NOT NULL,
    -- JSON: packets and bytes by agent, epoch and interface; what is summed and has no pairs yet, null for nothing.
    shares TEXT NOT NULL, open TEXT, PRIMARY KEY (series_id, start_ms, partition)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX open_parts ON part_sums (series_id) WHERE open IS NOT NULL;
  `;
