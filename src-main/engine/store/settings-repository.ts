import { randomUUID } from 'node:crypto';
import type { EpochMs } from '../../common/units.ts';
import type { Connection } from './database.ts';

/** What an installation remembers of itself. */
export class SettingsRepository {
  readonly #get;
  readonly #put;
  readonly #remove;

  constructor(connection: Connection) {
    this.#get = connection.prepare('SELECT value FROM settings WHERE key = ?').pluck();
    this.#put = connection.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
    this.#remove = connection.prepare('DELETE FROM settings WHERE key = ?');
  }

  /** Names this installation in the records that it publishes; made once. */
  agentId(): string {
    const known = this.#get.get('agent.id') as string | undefined;
    if (known !== undefined) return known;
    const id = randomUUID();
    this.#put.run('agent.id', id);
    return id;
  }

  /**
   * Begins another life of the agent, and gives its epoch: the present in ms since 1970, or more, so that it is larger
   * than any before it in this folder. A folder that went back to an older state gets another one, too.
   */
  beginEpoch(now: EpochMs): number {
    const before = Number(this.#get.get('agent.epoch') ?? 0);
    const epoch = Math.max(now, before + 1);
    this.#put.run('agent.epoch', String(epoch));
    return epoch;
  }

  /** The cluster that was found at one of some addresses; null where none is known. */
  clusterOf(brokers: readonly string[]): string | null {
    for (const broker of brokers) {
      const known = this.#get.get(`kafka.cluster ${broker}`) as string | undefined;
      if (known !== undefined) return known;
    }
    return null;
  }

  /** Notes which cluster is at some addresses. */
  noteCluster(brokers: readonly string[], cluster: string): void {
    for (const broker of brokers)
      if (this.#get.get(`kafka.cluster ${broker}`) !== cluster)
        this.#put.run(`kafka.cluster ${broker}`, cluster);
  }

  /** The limits source that the person chose to follow; never with a password. */
  followedLimits(): string | null {
    return (this.#get.get('limits.file') as string | undefined) ?? null;
  }

  /** The source that the newest instance follows, chosen for good or for this run. */
  liveLimits(): string | null {
    return (this.#get.get('limits.live') as string | undefined) ?? this.followedLimits();
  }

  noteLiveLimits(source: string | null): void {
    if (source === null) this.#remove.run('limits.live');
    else this.#put.run('limits.live', source);
  }

  /** Names of the agents that are expected to be there, in order. */
  expectedAgents(): string[] {
    return JSON.parse((this.#get.get('agents.expected') as string | undefined) ?? '[]') as string[];
  }

  /** Stores which agents are expected to be there; a running engine takes it up at its next look. */
  expectAgents(agents: readonly string[]): void {
    if (agents.length === 0) this.#remove.run('agents.expected');
    else this.#put.run('agents.expected', JSON.stringify([...new Set(agents)].sort()));
  }

  /** Commits a row of this many bytes, and removes it: in one transaction nothing of it would be written. */
  tryWriting(bytes: number): void {
    this.#put.run('probe', '-'.repeat(bytes));
    this.#remove.run('probe');
  }

  followLimits(source: string | null): void {
    if (source === null) this.#remove.run('limits.file');
    else this.#put.run('limits.file', source);
  }
}
