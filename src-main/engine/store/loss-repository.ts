import type { Loss, LossTable } from '../log/kafka/spool-losses.ts';
import type { Connection } from './database.ts';

/** What the spool lost, until a mark tells it. */
export class LossRepository implements LossTable {
  readonly #all;
  readonly #add;
  readonly #clear;
  readonly #noteRefused;
  readonly #forgetRefused;

  constructor(connection: Connection) {
    this.#all = connection.prepare(
      `SELECT interface, from_ms AS fromMs, to_ms AS toMs, kernel_dropped AS kernelDropped,
       interface_dropped AS interfaceDropped, queue_dropped AS queueDropped, spool FROM spool_losses`,
    );
    this.#add = connection.prepare(
      `INSERT INTO spool_losses VALUES (@interface, @fromMs, @toMs, @kernelDropped, @interfaceDropped,
       @queueDropped, @spool)`,
    );
    this.#clear = connection.prepare('DELETE FROM spool_losses');
    this.#noteRefused = connection.prepare('INSERT OR IGNORE INTO spool_refused VALUES (?, ?)');
    this.#forgetRefused = connection.prepare('DELETE FROM spool_refused WHERE rows_end <= ?');
  }

  all(): Loss[] {
    return this.#all.all() as Loss[];
  }

  add(losses: readonly Loss[]): void {
    for (const loss of losses) this.#add.run(loss);
  }

  clear(): void {
    this.#clear.run();
  }

  noteRefused(record: string, rowsEnd: number): boolean {
    return this.#noteRefused.run(record, rowsEnd).changes > 0;
  }

  forgetRefused(beforeOffset: number): void {
    this.#forgetRefused.run(beforeOffset);
  }
}
