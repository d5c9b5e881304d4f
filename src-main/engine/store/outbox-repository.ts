import type { AlertNotification } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import type { NewNotification, Outbox, Reader, ReceiverMark } from '../notify/outbox.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly sequence: number;
  readonly announcement: string;
}

/** Rows deleted at once. */
const trimCount = 10_000;

/** Sequence of the newest notification ever made, whether it is still there or not. */
const newest = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'announcements'), 0)";

/** Notifications between two sequences that a receiver takes. */
const between = `FROM announcements WHERE sequence > @after AND sequence < @end
  AND quiet <= (SELECT takes_quiet FROM channel_marks WHERE channel = @receiver)`;

/** Notifications, and each receiver's mark. */
export class OutboxRepository implements Outbox {
  readonly #connection: Connection;
  readonly #add;
  readonly #mark;
  readonly #after;
  readonly #waiting;
  readonly #since;
  readonly #newest;
  readonly #oldestSince;
  readonly #take;
  readonly #lose;
  readonly #refuse;
  readonly #trim;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#add = connection.prepare('INSERT INTO announcements (at_ms, announcement, quiet) VALUES (?, ?, ?)');
    this.#mark = connection.prepare('SELECT taken, lost, refused FROM channel_marks WHERE channel = ?');
    this.#after = connection.prepare(
      `SELECT sequence, announcement ${between} ORDER BY sequence LIMIT @count`,
    );
    this.#waiting = connection.prepare(`SELECT count(*) ${between}`).pluck();
    this.#since = connection.prepare(
      'SELECT sequence, announcement FROM announcements WHERE sequence > ? ORDER BY sequence LIMIT ?',
    );
    this.#newest = connection.prepare(`SELECT ${newest}`).pluck();
    this.#oldestSince = connection
      .prepare('SELECT sequence FROM announcements WHERE at_ms >= ? ORDER BY sequence LIMIT 1')
      .pluck();
    this.#take = connection.prepare('UPDATE channel_marks SET taken = ? WHERE channel = ? AND taken < ?');
    this.#lose = connection.prepare('UPDATE channel_marks SET lost = lost + ? WHERE channel = ?');
    this.#refuse = connection.prepare('UPDATE channel_marks SET refused = refused + ? WHERE channel = ?');
    this.#trim = connection.prepare(
      `DELETE FROM announcements WHERE sequence IN (SELECT sequence FROM announcements
       WHERE sequence <= (SELECT coalesce(min(taken), ${newest}) FROM channel_marks) ORDER BY sequence LIMIT ?)`,
    );
  }

  /** Appends a notification; called in the transaction that stores what it tells of. */
  add(notification: NewNotification): void {
    const { atMs, suppressed } = notification;
    this.#add.run(atMs, JSON.stringify(notification), Number(suppressed !== null));
  }

  begin(receivers: readonly Reader[]): void {
    const open = this.#connection.prepare(
      `INSERT INTO channel_marks (channel, taken, takes_quiet) VALUES (@name, ${newest}, @isRecord)
       ON CONFLICT DO UPDATE SET takes_quiet = @isRecord`,
    );
    this.#connection.transaction(() => {
      this.#connection
        .prepare('DELETE FROM channel_marks WHERE channel NOT IN (SELECT value FROM json_each(?))')
        .run(JSON.stringify(receivers.map(({ name }) => name)));
      for (const { name, isRecord } of receivers) open.run({ name, isRecord: Number(isRecord) });
    })();
  }

  mark(receiver: string): ReceiverMark {
    const mark = this.#mark.get(receiver) as ReceiverMark | undefined;
    return mark ?? { taken: 0, lost: 0, refused: 0 };
  }

  after(receiver: string, sequence: number, count: number): AlertNotification[] {
    const rows = this.#after.all({ receiver, after: sequence, end: Number.MAX_SAFE_INTEGER, count }) as Row[];
    return rows.map(toNotification);
  }

  waiting(receiver: string, sequence: number, end = Number.MAX_SAFE_INTEGER): number {
    return this.#waiting.get({ receiver, after: sequence, end }) as number;
  }

  /** Notifications after a sequence, for a look from outside that leaves no mark. */
  since(sequence: number, count: number): AlertNotification[] {
    return (this.#since.all(sequence, count) as Row[]).map(toNotification);
  }

  newest(): number {
    return this.#newest.get() as number;
  }

  oldestSince(ms: EpochMs): number {
    return (this.#oldestSince.get(ms) as number | undefined) ?? this.newest() + 1;
  }

  take(receiver: string, sequence: number): void {
    this.#take.run(sequence, receiver, sequence);
  }

  lose(receiver: string, count: number): void {
    this.#lose.run(count, receiver);
  }

  refuse(receiver: string, count: number): void {
    this.#refuse.run(count, receiver);
  }

  trim(): boolean {
    return this.#trim.run(trimCount).changes === trimCount;
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
