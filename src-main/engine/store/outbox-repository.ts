import type { Announcement } from '../../common/model.ts';
import type { EpochMs } from '../../common/units.ts';
import { announcementBound, type NewAnnouncement, type Outbox } from '../alerts/outbox.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly sequence: number;
  readonly announcement: string;
}

/** Sequence of the newest announcement ever made, whether it is still there or not. */
const newest = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'announcements'), 0)";

/** Announcements and each channel's mark. */
export class OutboxRepository implements Outbox {
  readonly #connection: Connection;
  readonly #add;
  readonly #bound;
  readonly #expire;
  readonly #next;
  readonly #take;
  readonly #backlog;
  readonly #trim;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#add = connection.prepare('INSERT INTO announcements (at_ms, announcement) VALUES (?, ?)');
    this.#bound = connection.prepare('DELETE FROM announcements WHERE sequence <= ?');
    this.#expire = connection.prepare(
      `UPDATE channel_marks SET lost = lost + oldest - 1 - taken, taken = oldest - 1
       FROM (SELECT coalesce(min(sequence), ${newest} + 1) AS oldest FROM announcements WHERE at_ms >= ?)
       WHERE channel = ? AND taken < oldest - 1`,
    );
    this.#next = connection.prepare(
      `SELECT sequence, announcement FROM announcements
       WHERE sequence > (SELECT taken FROM channel_marks WHERE channel = ?) ORDER BY sequence LIMIT ?`,
    );
    this.#take = connection.prepare('UPDATE channel_marks SET taken = ? WHERE channel = ? AND taken < ?');
    this.#backlog = connection.prepare(
      `SELECT ${newest} - taken AS waiting, lost FROM channel_marks WHERE channel = ?`,
    );
    this.#trim = connection.prepare(
      `DELETE FROM announcements
       WHERE at_ms < ? OR sequence <= (SELECT coalesce(min(taken), ${newest}) FROM channel_marks)`,
    );
  }

  /** Appends an announcement; called in the transaction that stores what it tells of. */
  add(announcement: NewAnnouncement): void {
    const { lastInsertRowid } = this.#add.run(announcement.atMs, JSON.stringify(announcement));
    this.#bound.run(Number(lastInsertRowid) - announcementBound);
  }

  begin(channels: readonly string[]): void {
    const open = this.#connection.prepare(
      `INSERT OR IGNORE INTO channel_marks (channel, taken) VALUES (?, ${newest})`,
    );
    this.#connection.transaction(() => {
      this.#connection
        .prepare('DELETE FROM channel_marks WHERE channel NOT IN (SELECT value FROM json_each(?))')
        .run(JSON.stringify(channels));
      for (const channel of channels) open.run(channel);
    })();
  }

  next(channel: string, notBeforeMs: EpochMs, count: number): Announcement[] {
    this.#expire.run(notBeforeMs, channel);
    return (this.#next.all(channel, count) as Row[]).map(({ sequence, announcement }) => ({
      ...(JSON.parse(announcement) as NewAnnouncement),
      sequence,
    }));
  }

  take(channel: string, sequence: number): void {
    this.#take.run(sequence, channel, sequence);
  }

  backlog(channel: string): { waiting: number; lost: number } {
    const known = this.#backlog.get(channel) as { waiting: number; lost: number } | undefined;
    return known ?? { waiting: 0, lost: 0 };
  }

  trim(notBeforeMs: EpochMs): void {
    this.#trim.run(notBeforeMs);
  }
}
