import type { LogRow } from '../log/embedded-log.ts';
import type { RowHead, SpoolRow, SpoolTable } from '../log/kafka/spool.ts';
import type { LostPackets } from '../log/kafka/spool-losses.ts';
import { type Connection, giveRoomBack } from './database.ts';
import { LossRepository } from './loss-repository.ts';

/** What only a spool asks for. */
const spoolQueries = {
  removed: `SELECT coalesce(sum(count), 0) AS records, coalesce(sum(length(flows)), 0) AS bytes
       FROM log_batches WHERE topic = ? AND offset >= ? AND offset < ?`,
  heads: `SELECT offset, count, from_ms AS fromMs, length(flows) AS size, family = 0 AS isMark
       FROM log_batches WHERE topic = ? AND offset >= ? ORDER BY offset`,
  packets: `SELECT interface, min(from_ms) AS fromMs, max(from_ms + interval_ms) AS toMs, sum(packets) AS packets
       FROM log_batches WHERE topic = ? AND offset >= ? AND offset < ? GROUP BY interface`,
  marks: `SELECT offset, count, agent, first_sequence AS firstSequence, interface, from_ms AS fromMs,
       interval_ms AS intervalMs, epoch, family, packets, bytes, checksum, flows, partitions, packed
       FROM log_batches WHERE topic = ? AND offset >= ? AND offset < ? AND family = 0 ORDER BY offset`,
  choose:
    'UPDATE log_batches SET partitions = ? WHERE topic = ? AND offset >= ? AND offset < ? AND partitions = 0',
};

/** One topic of the embedded log. */
export class LogRepository implements SpoolTable {
  readonly #connection: Connection;
  readonly #topic: string;
  readonly #insert;
  readonly #select;
  readonly #agent;
  readonly #moveAgent;
  readonly #end;
  readonly #moveEnd;
  readonly #trim;
  readonly #totals;
  readonly #oldest;
  readonly #removed;
  readonly #remove;
  readonly #heads;
  readonly #packets;
  readonly #choose;
  readonly #marks;
  readonly losses: LossRepository;

  constructor(connection: Connection, topic: string) {
    this.#connection = connection;
    this.#topic = topic;
    this.#insert = connection.prepare(
      `INSERT INTO log_batches VALUES (@topic, @offset, @count, @agent, @firstSequence, @interface, @fromMs,
       @intervalMs, @family, @packets, @bytes, @checksum, @flows, @epoch, @partitions, @packed)`,
    );
    this.#select = connection.prepare(
      `SELECT offset, count, agent, first_sequence AS firstSequence, interface, from_ms AS fromMs,
       interval_ms AS intervalMs, epoch, family, packets, bytes, checksum, flows, partitions, packed
       FROM log_batches WHERE topic = ? AND offset >= ? ORDER BY offset`,
    );
    this.#agent = connection
      .prepare('SELECT next_sequence FROM log_agents WHERE topic = ? AND agent = ?')
      .pluck();
    this.#moveAgent = connection.prepare('INSERT OR REPLACE INTO log_agents VALUES (?, ?, ?)');
    this.#end = connection.prepare('SELECT next_offset FROM log_ends WHERE topic = ?').pluck();
    this.#moveEnd = connection.prepare('INSERT OR REPLACE INTO log_ends VALUES (?, ?)');
    this.#trim = connection.prepare(
      `DELETE FROM log_batches WHERE topic = @topic AND offset < @offset AND offset + count <= @offset
       AND from_ms < @olderThanMs`,
    );
    this.#totals = connection.prepare(
      `SELECT coalesce(sum(count), 0) AS records, coalesce(sum(length(flows)), 0) AS bytes
       FROM log_batches WHERE topic = ?`,
    );
    this.#oldest = connection
      .prepare('SELECT from_ms FROM log_batches WHERE topic = ? ORDER BY offset LIMIT 1')
      .pluck();
    this.#remove = connection.prepare(
      'DELETE FROM log_batches WHERE topic = ? AND offset >= ? AND offset < ?',
    );
    this.#removed = connection.prepare(spoolQueries.removed);
    this.#heads = connection.prepare(spoolQueries.heads);
    this.#packets = connection.prepare(spoolQueries.packets);
    this.#choose = connection.prepare(spoolQueries.choose);
    this.#marks = connection.prepare(spoolQueries.marks);
    this.losses = new LossRepository(connection);
  }

  totals(): { records: number; bytes: number } {
    return this.#totals.get(this.#topic) as { records: number; bytes: number };
  }

  oldestMs(): number | null {
    return (this.#oldest.get(this.#topic) as number | undefined) ?? null;
  }

  remove(fromOffset: number, toOffset: number): { records: number; bytes: number } {
    const range = [this.#topic, fromOffset, Math.min(toOffset, Number.MAX_SAFE_INTEGER)] as const;
    return this.#connection.transaction(() => {
      const removed = this.#removed.get(...range) as { records: number; bytes: number };
      if (removed.records > 0) this.#remove.run(...range);
      return removed;
    })();
  }

  *heads(offset: number): Iterable<RowHead> {
    for (const row of this.#heads.iterate(this.#topic, offset)) {
      const head = row as Omit<RowHead, 'isMark'> & { readonly isMark: number };
      yield { ...head, isMark: head.isMark === 1 };
    }
  }

  packets(fromOffset: number, toOffset: number): LostPackets[] {
    return this.#packets.all(this.#topic, fromOffset, toOffset) as LostPackets[];
  }

  choose(partitions: number, fromOffset: number, toOffset: number): void {
    this.#choose.run(partitions, this.#topic, fromOffset, toOffset);
  }

  marks(fromOffset: number, toOffset: number): SpoolRow[] {
    return this.#marks.all(this.#topic, fromOffset, toOffset) as SpoolRow[];
  }

  atomically<T>(steps: () => T): T {
    return this.#connection.transaction(steps)();
  }

  giveRoomBack(): void {
    giveRoomBack(this.#connection);
  }

  append(rows: readonly Omit<LogRow, 'offset'>[], partitions = 0): void {
    this.#connection.transaction(() => {
      let offset = this.nextOffset();
      for (const row of rows) {
        this.#insert.run({ ...row, topic: this.#topic, offset, partitions });
        this.#moveAgent.run(this.#topic, row.agent, row.firstSequence + row.count);
        offset += row.count;
      }
      this.#moveEnd.run(this.#topic, offset);
    })();
  }

  read(offset: number, maxRecords: number): LogRow[] {
    return this.readSpooled(offset, maxRecords);
  }

  readSpooled(offset: number, maxRecords: number): SpoolRow[] {
    const rows: SpoolRow[] = [];
    let records = 0;
    for (const row of this.#select.iterate(this.#topic, offset) as IterableIterator<SpoolRow>) {
      rows.push(row);
      records += row.count;
      if (records >= maxRecords) break;
    }
    return rows;
  }

  nextSequence(agent: string): number {
    return (this.#agent.get(this.#topic, agent) as number | undefined) ?? 0;
  }

  nextOffset(): number {
    return (this.#end.get(this.#topic) as number | undefined) ?? 0;
  }

  trim(offset: number, olderThanMs: number): void {
    this.#trim.run({ topic: this.#topic, offset, olderThanMs });
  }
}
