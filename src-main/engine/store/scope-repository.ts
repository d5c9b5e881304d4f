import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { EpochMs } from '../../common/units.ts';
import type { ChangedScopes } from '../alerts/check-store.ts';
import type { StoredScopes } from '../windows/pane.ts';
import type { Connection } from './database.ts';
import { SequencedRows } from './sequenced-rows.ts';

/** Bytes by scope of the panes of one series. */
export class ScopeRepository {
  readonly #rows: SequencedRows<{ readonly scope_set: string; readonly bytes: Uint8Array }>;

  constructor(connection: Connection, series: number) {
    this.#rows = new SequencedRows(connection, series, 'pane_scopes', ['scope_set', 'bytes']);
  }

  /** Undefined where they aren't stored, or are damaged: then the pairs tell. */
  of(startMs: EpochMs): StoredScopes | undefined {
    const rows = [...this.#rows.of(startMs)];
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
    if (!scopes || scopes.isWhole) this.#rows.remove(startMs);
    if (!scopes || (!scopes.isWhole && scopes.bytes.size === 0)) return;
    const bytes = zstdCompressSync(JSON.stringify([...scopes.bytes]));
    this.#rows.append(startMs, { scope_set: scopes.set, bytes });
  }
}

function unpacked(bytes: Uint8Array): [scope: string, bytes: number][] | undefined {
  try {
    return JSON.parse(zstdDecompressSync(bytes).toString()) as [string, number][];
  } catch {
    return undefined;
  }
}
