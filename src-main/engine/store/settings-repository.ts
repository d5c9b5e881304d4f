import { randomUUID } from 'node:crypto';
import type { Connection } from './database.ts';

/** What an installation remembers of itself. */
export class SettingsRepository {
  readonly #get;
  readonly #put;

  constructor(connection: Connection) {
    this.#get = connection.prepare('SELECT value FROM settings WHERE key = ?').pluck();
    this.#put = connection.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  }

  /** Names this installation in the records that it publishes; made once. */
  agentId(): string {
    const known = this.#get.get('agent.id') as string | undefined;
    if (known !== undefined) return known;
    const id = randomUUID();
    this.#put.run('agent.id', id);
    return id;
  }

  /** The limits file that the person chose to follow. */
  limitsFile(): string | null {
    return (this.#get.get('limits.file') as string | undefined) ?? null;
  }

  followLimitsFile(path: string): void {
    this.#put.run('limits.file', path);
  }
}
