import type { AlertNotification } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import { notificationBound, type NewNotification, type Outbox, type Reader } from '../notify/outbox.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly sequence: number;
  readonly announcement: string;
}

/** Sequence of the newest notification ever made, whether it is still there or not. */
const newest = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'announcements'), 0)";

/** The notifications that a channel has yet to take. */
const waiting = `FROM announcements WHERE sequence > (SELECT taken FROM channel_marks WHERE channel = @channel)
  AND quiet <= (SELECT takes_quiet FROM channel_marks WHERE channel = @channel)`;

/** Notifications and each channel's mark. */
export class OutboxRepository implements Outbox {
  readonly #connection: Connection;
  readonly #add;
  readonly #bound;
  readonly #expire;
  readonly #next;
  readonly #since;
  readonly #newest;
  readonly #take;
  readonly #backlog;
  readonly #trim;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#add = connection.prepare('INSERT INTO announcements (at_ms, announcement, quiet) VALUES (?, ?, ?)');
    this.#bound = connection.prepare('DELETE FROM announcements WHERE sequence <= ?');
    this.#expire = connection.prepare(
      `UPDATE channel_marks SET lost = lost + oldest - 1 - taken, taken = oldest - 1
       FROM (SELECT coalesce(min(sequence), ${newest} + 1) AS oldest FROM announcements WHERE at_ms >= ?)
       WHERE channel = ? AND taken < oldest - 1`,
    );
    this.#next = connection.prepare(`SELECT sequence, announcement ${waiting} ORDER BY sequence LIMIT ?`);
    this.#since = connection.prepare(
      'SELECT sequence, announcement FROM announcements WHERE sequence > ? ORDER BY sequence LIMIT ?',
    );
    this.#newest = connection.prepare(`SELECT ${newest}`).pluck();
    this.#take = connection.prepare('UPDATE channel_marks SET taken = ? WHERE channel = ? AND taken < ?');
    this.#backlog = connection.prepare(
      `SELECT (SELECT count(*) ${waiting}) AS waiting, lost FROM channel_marks WHERE channel = @channel`,
    );
    this.#trim = connection.prepare(
      `DELETE FROM announcements
       WHERE at_ms < ? OR sequence <= (SELECT coalesce(min(taken), ${newest}) FROM channel_marks)`,
    );
  }

  /** Appends a notification; called in the transaction that stores what it tells of. */
  add(notification: NewNotification): void {
    const { atMs, suppressed } = notification;
    const { lastInsertRowid } = this.#add.run(
      atMs,
      JSON.stringify(notification),
      Number(suppressed !== null),
    );
    this.#bound.run(Number(lastInsertRowid) - notificationBound);
  }

  begin(channels: readonly Reader[]): void {
    const open = this.#connection.prepare(
      `INSERT INTO channel_marks (channel, taken, takes_quiet) VALUES (@name, ${newest}, @quiet)
       ON CONFLICT DO UPDATE SET takes_quiet = @quiet`,
    );
    this.#connection.transaction(() => {
      this.#connection
        .prepare('DELETE FROM channel_marks WHERE channel NOT IN (SELECT value FROM json_each(?))')
        .run(JSON.stringify(channels.map(({ name }) => name)));
      for (const { name, takesQuiet } of channels) open.run({ name, quiet: Number(takesQuiet) });
    })();
  }

  next(channel: string, notBeforeMs: EpochMs, count: number): AlertNotification[] {
    this.#expire.run(notBeforeMs, channel);
    const rows = this.#next.all({ channel }, count) as Row[];
    // What is left is quiet, and not for this channel.
    if (rows.length === 0) this.take(channel, this.newest());
    return rows.map(toNotification);
  }

  /** Notifications after a sequence, for a look from outside that leaves no mark. */
  since(sequence: number, count: number): AlertNotification[] {
    return (this.#since.all(sequence, count) as Row[]).map(toNotification);
  }

  /** Sequence of the newest notification ever made; 0 before the first. */
  newest(): number {
    return this.#newest.get() as number;
  }

  take(channel: string, sequence: number): void {
    this.#take.run(sequence, channel, sequence);
  }

  backlog(channel: string): { waiting: number; lost: number } {
    const known = this.#backlog.get({ channel }) as { waiting: number; lost: number } | undefined;
    return known ?? { waiting: 0, lost: 0 };
  }

  trim(notBeforeMs: EpochMs): void {
    this.#trim.run(notBeforeMs);
  }
}

/** Rows of older versions say only whether people got it. */
type StoredNotification = Omit<NewNotification, 'suppressed'> &
  ({ readonly suppressed: NewNotification['suppressed'] } | { readonly quiet: boolean });

function toNotification({ sequence, announcement }: Row): AlertNotification {
  const stored = JSON.parse(announcement) as StoredNotification;
  if ('suppressed' in stored) return { ...stored, sequence };
  const { quiet, ...facts } = stored;
  return { ...facts, suppressed: quiet ? 'muted' : null, sequence };
}
