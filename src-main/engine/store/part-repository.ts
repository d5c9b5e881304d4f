import type { EpochMs } from '../../common/units.ts';
import type { OpenSums } from '../flow-records/part-sums.ts';
import type { HeldPart, PartArchive } from '../windows/cluster-sums.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly start_ms: number;
  readonly partition: number;
  readonly revision: number;
  readonly bytes: number;
  readonly packets: number;
  readonly shares: string;
  readonly open: string | null;
}

/** Sums are kept for as long as the topic that they come from keeps them, and a day. */
const keptMs = 8 * 24 * 3_600_000;

const nothingOpen: OpenSums = { bytes: 0, packets: 0, scopes: new Map(), pairCount: 0, top: [] };

/** What a cluster has summed of the windows of one series, by partition. */
export class PartRepository implements PartArchive {
  readonly #series: number;
  readonly #find;
  readonly #open;
  readonly #save;
  readonly #forget;

  constructor(connection: Connection, series: number) {
    this.#series = series;
    this.#find = connection.prepare(
      'SELECT * FROM part_sums WHERE series_id = ? AND start_ms = ? AND partition = ?',
    );
    this.#open = connection.prepare('SELECT * FROM part_sums WHERE series_id = ? AND open IS NOT NULL');
    this.#save = connection.prepare('INSERT OR REPLACE INTO part_sums VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#forget = connection.prepare('DELETE FROM part_sums WHERE series_id = ? AND start_ms < ?');
  }

  find(startMs: EpochMs, partition: number): HeldPart | undefined {
    const row = this.#find.get(this.#series, startMs, partition) as Row | undefined;
    return row && toPart(row);
  }

  /** Those of which pairs are to come. */
  open(): HeldPart[] {
    return (this.#open.all(this.#series) as Row[]).map(toPart);
  }

  save({ startMs, partition, revision, bytes, packets, shares, open }: HeldPart): void {
    const { scopes, ...rest } = open;
    const isOpen = open.bytes > 0 || open.packets > 0;
    const openJson = isOpen ? JSON.stringify({ ...rest, scopes: [...scopes] }) : null;
    const sharesJson = JSON.stringify(
      [...shares].map(([share, counts]) => [share, counts.packets, counts.bytes]),
    );
    this.#save.run(this.#series, startMs, partition, revision, bytes, packets, sharesJson, openJson);
  }

  /** Lets go of sums that nothing replaces any more. */
  trim(newestMs: number): void {
    this.#forget.run(this.#series, newestMs - keptMs);
  }
}

function toPart({ start_ms, partition, revision, bytes, packets, shares, open }: Row): HeldPart {
  return {
    startMs: start_ms as EpochMs,
    ...{ partition, revision, bytes, packets },
    shares: new Map(
      (JSON.parse(shares) as [string, number, number][]).map(([share, ofShare, bytesOfShare]) => [
        share,
        { packets: ofShare, bytes: bytesOfShare },
      ]),
    ),
    open: open === null ? nothingOpen : toOpen(open),
  };
}

function toOpen(json: string): OpenSums {
  const { scopes, ...rest } = JSON.parse(json) as Omit<OpenSums, 'scopes'> & { scopes: [string, number][] };
  return { ...rest, scopes: new Map(scopes) };
}
