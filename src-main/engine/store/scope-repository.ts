import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { EpochMs } from '../../common/units.ts';
import type { ChangedScopes } from '../alerts/check-store.ts';
import type { StoredScopes } from '../windows/pane.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly scope_set: string;
  readonly bytes: Uint8Array;
}

/** Bytes by scope of the panes of one series. */
export class ScopeRepository {
  readonly #series: number;
  readonly #select;
  readonly #insert;
  readonly #remove;

  constructor(connection: Connection, series: number) {
    this.#series = series;
    this.#select = connection.prepare(
      'SELECT scope_set, bytes FROM pane_scopes WHERE series_id = ? AND start_ms = ?',
    );
    this.#insert = connection.prepare(
      `INSERT INTO pane_scopes SELECT @series, @startMs, coalesce(max(sequence), 0) + 1, @set, @bytes
       FROM pane_scopes WHERE series_id = @series AND start_ms = @startMs`,
    );
    this.#remove = connection.prepare('DELETE FROM pane_scopes WHERE series_id = ? AND start_ms = ?');
  }

  /** Undefined where they aren't stored, or are damaged: then the pairs tell. */
  of(startMs: EpochMs): StoredScopes | undefined {
    const rows = this.#select.all(this.#series, startMs) as Row[];
    const set = rows[0]?.scope_set;
    if (set === undefined || rows.some(({ scope_set }) => scope_set !== set)) return undefined;
    const bytes = new Map<string, number>();
    for (const row of rows) {
      const entries = unpacked(row.bytes);
      if (!entries) return undefined;
      for (const [scope, grown] of entries) bytes.set(scope, (bytes.get(scope) ?? 0) + grown);
    }
    return { set, bytes };
  }

  /** Stores what has changed of a pane that is over; where that isn't known, what was stored holds no longer. */
  save(startMs: EpochMs, scopes: ChangedScopes | null): void {
    if (!scopes || scopes.isWhole) this.#remove.run(this.#series, startMs);
    if (!scopes || (!scopes.isWhole && scopes.bytes.size === 0)) return;
    const bytes = zstdCompressSync(JSON.stringify([...scopes.bytes]));
    this.#insert.run({ series: this.#series, startMs, set: scopes.set, bytes });
  }
}

function unpacked(bytes: Uint8Array): [scope: string, bytes: number][] | undefined {
  try {
    return JSON.parse(zstdDecompressSync(bytes).toString()) as [string, number][];
  } catch {
    return undefined;
  }
}
