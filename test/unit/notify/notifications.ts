import Database from 'better-sqlite3';
import { epochMs } from '../../../src-main/common/units.ts';
import type { NewNotification } from '../../../src-main/engine/notify/outbox.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { OutboxRepository } from '../../../src-main/engine/store/outbox-repository.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { flow, limitOf } from '../../support/records/flows.ts';

/** The outbox of a database in memory. */
export function memoryOutbox(): OutboxRepository {
  const connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  return new OutboxRepository(connection);
}

/** A notification of a breach. */
export const notification = (id: string, atMs = 100): NewNotification => ({
  ...{ id, kind: 'firing', suppressed: null, subject: ofLimit(limitOf('max', 5)) },
  ...episodeIn(0, 10, 7),
  ...{ atMs: epochMs(atMs), firedMs: epochMs(atMs) },
  topPairs: [flow('10.0.0.1', '10.0.0.2', 7)],
});
