import { MonitorError } from '../../common/errors.ts';
import { type AlertComment, commentBound } from '../../common/model/alert-answer.ts';
import type { EpochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import type { Connection } from './database.ts';

/** What people wrote about alerts. */
export class CommentRepository {
  readonly #add;
  readonly #of;

  constructor(connection: Connection) {
    this.#add = connection.prepare(
      `INSERT INTO alert_comments SELECT @id, coalesce(max(number), 0) + 1, @atMs, @by, @text
       FROM alert_comments WHERE alert_id = @id`,
    );
    this.#of = connection.prepare(
      `SELECT author AS "by", at_ms AS atMs, comment AS text FROM alert_comments WHERE alert_id = ? ORDER BY number`,
    );
  }

  /**
   * Stores what someone writes about an alert, without the white space around it.
   *
   * @param id of an alert that is stored
   * @throws MonitorError `request/invalid` for a comment that says nothing, or too much
   */
  add(id: string, by: string, comment: string, atMs: EpochMs): AlertComment {
    const text = comment.trim();
    if (text === '')
      throw new MonitorError('request/invalid', say('store.commentEmpty'), {
        remedy: say('store.remedy.comment'),
      });
    if (text.length > commentBound)
      throw new MonitorError('request/invalid', say('store.commentLong', { bound: commentBound }), {
        remedy: say('store.remedy.shorten'),
      });
    this.#add.run({ id, by, atMs, text });
    return { by, atMs, text };
  }

  /** The comments on an alert, the oldest first. */
  of(id: string): AlertComment[] {
    return this.#of.all(id) as AlertComment[];
  }
}
