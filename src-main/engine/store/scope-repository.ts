import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { EpochMs } from '../../common/units.ts';
import type { ChangedScopes } from '../alerts/check-store.ts';
import type { StoredScopes } from '../windows/pane.ts';
import type { Connection } from './database.ts';
import { SequencedRows } from './sequenced-rows.ts';

type Columns = Omit<StoredScopes, 'set'>;

/** What is damaged is found out. */
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

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
    const parts = rows.map((row) => unpacked(row.bytes));
    return parts.every((part) => part !== undefined) ? { set, ...joined(parts) } : undefined;
  }

  /** Stores what has changed of a pane that is over; where that isn't known, what was stored holds no longer. */
  save(startMs: EpochMs, scopes: ChangedScopes | null): void {
    if (!scopes || scopes.isWhole) this.#rows.remove(startMs);
    if (!scopes || (!scopes.isWhole && scopes.bytes.length === 0)) return;
    this.#rows.append(startMs, { scope_set: scopes.set, bytes: packed(scopes) });
  }
}

/** Of each scope its bytes (f64), then of each its place in the set (u32), little-endian; compressed. */
function packed({ ranks, bytes }: Columns): Buffer {
  const [first, second] = [bytes, ranks].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return zstdCompressSync(Buffer.concat([first!, second!]), packing);
}

function joined(parts: readonly Columns[]): Columns {
  const count = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const all = { ranks: new Uint32Array(count), bytes: new Float64Array(count) };
  let at = 0;
  for (const { ranks, bytes } of parts) {
    all.ranks.set(ranks, at);
    all.bytes.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

function unpacked(row: Uint8Array): Columns | undefined {
  try {
    const { buffer } = Uint8Array.from(zstdDecompressSync(row));
    const count = buffer.byteLength / (Float64Array.BYTES_PER_ELEMENT + Uint32Array.BYTES_PER_ELEMENT);
    if (!Number.isInteger(count)) return undefined;
    const bytes = new Float64Array(buffer, 0, count);
    return { bytes, ranks: new Uint32Array(buffer, bytes.byteLength, count) };
  } catch {
    return undefined;
  }
}
