import type { Limit, StoredLimit } from '../../common/model.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { LimitRepository as Contract } from '../limits/limit-sync.ts';
import { difference } from '../limits/limit-sync.ts';
import type { Connection } from './database.ts';
import { fromLimitColumns, type LimitColumns, toLimitColumns } from './limit-columns.ts';

type Row = LimitColumns & { readonly origin: string; readonly first_seen_ms: number };

/** Every version of every limit. */
export class LimitRepository implements Contract {
  readonly #connection: Connection;
  readonly #select;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#select = connection.prepare(
      `SELECT name AS limit_name, value AS limit_value, effective_ms, source, destination, window_seconds, origin,
       first_seen_ms FROM limit_versions WHERE gone_ms IS NULL ORDER BY effective_ms, name, id`,
    );
  }

  current(): StoredLimit[] {
    return (this.#select.all() as Row[]).map((row) => ({
      ...fromLimitColumns(row),
      origin: row.origin,
      firstSeenMs: epochMs(row.first_seen_ms),
    }));
  }

  replace(limits: readonly Limit[], origin: string, at: EpochMs): void {
    const insert = this.#connection.prepare(
      `INSERT INTO limit_versions (name, value, effective_ms, source, destination, window_seconds, origin, first_seen_ms)
       VALUES (@limit_name, @limit_value, @effective_ms, @source, @destination, @window_seconds, @origin, @at)`,
    );
    const end = this.#connection.prepare(
      `UPDATE limit_versions SET gone_ms = @at WHERE gone_ms IS NULL AND name = @limit_name AND value = @limit_value
       AND effective_ms = @effective_ms AND source IS @source AND destination IS @destination
       AND window_seconds IS @window_seconds`,
    );
    this.#connection
      .transaction(() => {
        const { added, removed } = difference(this.current(), limits);
        for (const limit of removed) end.run({ ...toLimitColumns(limit), at });
        for (const limit of added) insert.run({ ...toLimitColumns(limit), origin, at });
      })
      .immediate();
  }
}
