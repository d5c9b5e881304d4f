/** What tells whether a topic is still the one that was read. */
export const readBatches = `
  -- Some of the record batches before the offset, which tell whether the topic is still the one that was read: for each,
  -- its first and last offset, its leader's epoch, its first time, its count of records, and its checksum; JSON.
  ALTER TABLE offsets ADD COLUMN batches TEXT NOT NULL DEFAULT '[]';
  `;

/** What the spool keeps beside its rows. */
export const spoolLosses = `
  -- What was lost on the way to the brokers and no mark has told yet; and records that the brokers refused, until the
  -- rows before that offset have left the spool.
  CREATE TABLE spool_losses (
    interface TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, kernel_dropped INTEGER NOT NULL,
    interface_dropped INTEGER NOT NULL, queue_dropped INTEGER NOT NULL, spool INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE spool_refused (record TEXT PRIMARY KEY, rows_end INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `;

/** When the sequences of agents were seen. */
export const sequencesSeen = `
  -- Newest event time of the series when the sequence was stored: long after it, what has it is late for every window.
  ALTER TABLE sequences ADD COLUMN seen_ms INTEGER NOT NULL DEFAULT 0;
  UPDATE sequences SET seen_ms = (SELECT coalesce(newest_ms, 0) FROM series WHERE id = series_id);
  `;

/** The step of the schema that compresses the embedded log. */
export const packedBatches = `
  -- Whether the flows of a row are compressed (zstd).
  ALTER TABLE log_batches ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
  `;
