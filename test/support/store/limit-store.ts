import Database from 'better-sqlite3';
import { LimitRepository } from '../../../src-main/engine/store/limit-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SettingsRepository } from '../../../src-main/engine/store/settings-repository.ts';

/** A real store of limits, in memory. */
export function limitStore() {
  const connection = new Database(':memory:');
  for (const step of migrations) connection.exec(step);
  const settings = new SettingsRepository(connection);
  return { connection, settings, repository: new LimitRepository(connection, settings) };
}
