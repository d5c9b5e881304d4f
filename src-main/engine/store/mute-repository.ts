import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Mute, MuteScope } from '../../common/model/alerts.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { isGroupName, marked } from '../../common/network-groups.ts';
import type { EpochMs } from '../../common/units.ts';
import { MuteMatcher } from '../notify/mute-matcher.ts';
import { say } from '../../common/phrases/say.ts';
import type { Connection } from './database.ts';

/** Mutes in force at once: each is compared with each alert that is listed. */
const muteBound = 1_000;

/** How often this process has changed the mutes of a database; what others change shows in its data version. */
const ownChanges = new WeakMap<Connection, number>();

/** Mutes of alerts. */
export class MuteRepository {
  readonly #connection: Connection;
  readonly #networks: (() => NamedNetworks) | undefined;
  readonly #dataVersion;
  readonly #list;
  readonly #expire;
  readonly #add;
  readonly #remove;

  #matcher: { readonly version: string; readonly matcher: MuteMatcher } | undefined;

  /** @param networks which groups there are; without it, any may be muted */
  constructor(connection: Connection, networks?: () => NamedNetworks) {
    this.#connection = connection;
    this.#networks = networks;
    this.#dataVersion = connection.prepare('PRAGMA data_version').pluck();
    this.#list = connection.prepare(
      `SELECT id, limit_name AS limitName, source, destination, direction, agent, until_ms AS untilMs,
         created_ms AS createdMs
       FROM mutes WHERE until_ms IS NULL OR until_ms > ? ORDER BY id`,
    );
    this.#expire = connection.prepare('DELETE FROM mutes WHERE until_ms <= ?');
    this.#add = connection.prepare(
      `INSERT INTO mutes (limit_name, source, destination, direction, agent, until_ms, created_ms)
       VALUES (@limitName, @source, @destination, @direction, @agent, @untilMs, @createdMs)`,
    );
    this.#remove = connection.prepare('DELETE FROM mutes WHERE id = ?');
  }

  /** The mutes in force, oldest first. */
  list(now: EpochMs): Mute[] {
    return this.#list.all(now) as Mute[];
  }

  /** Matches alerts against the mutes in force; built anew only when those have changed. */
  matcher(now: EpochMs): MuteMatcher {
    const version = `${this.#dataVersion.get() as number}/${ownChanges.get(this.#connection) ?? 0}`;
    const known = this.#matcher;
    if (known?.version === version && now < known.matcher.untilMs) return known.matcher;
    const matcher = new MuteMatcher(this.list(now));
    this.#matcher = { version, matcher };
    return matcher;
  }

  /**
   * Mutes the alerts of a scope, until an instant or for ever (null).
   *
   * @throws MonitorError `request/invalid` for an address that is none, for a group that there is not, for an agent and a
   * limit together, and for too many mutes
   */
  add(scope: MuteScope, untilMs: EpochMs | null, now: EpochMs): Mute {
    this.#noteChange();
    this.#expire.run(now);
    if (this.list(now).length >= muteBound) {
      throw new MonitorError('request/invalid', say('store.manyMutes', { bound: muteBound }), {
        remedy: say('store.remedy.manyMutes'),
      });
    }
    const { limitName, source, destination, direction, agent } = scope;
    if (agent !== null && (limitName ?? source ?? destination ?? direction) !== null) throw noSubject;
    for (const text of [source, destination]) this.#requireGroup(text);
    const addresses = { source: networkText(source), destination: networkText(destination) };
    const mute = { limitName, ...addresses, direction, agent, untilMs, createdMs: now };
    return { ...mute, id: Number(this.#add.run(mute).lastInsertRowid) };
  }

  /** @throws MonitorError `request/invalid` where there is no such mute */
  remove(id: number): void {
    this.#noteChange();
    if (this.#remove.run(id).changes > 0) return;
    throw new MonitorError('request/invalid', say('store.noMute', { id }), {
      remedy: say('store.remedy.listMutes'),
    });
  }

  #requireGroup(text: string | null): void {
    if (text === null || this.#networks?.().knows(text) !== false) return;
    throw new MonitorError('request/invalid', say('store.muteNoGroup', { group: marked(text) }), {
      remedy: say('store.remedy.muteNoGroup'),
    });
  }

  #noteChange(): void {
    ownChanges.set(this.#connection, (ownChanges.get(this.#connection) ?? 0) + 1);
  }
}

const noSubject = new MonitorError('request/invalid', say('store.muteSubject'), {
  remedy: say('store.remedy.twoMutes'),
});

const networkText = (text: string | null): string | null =>
  text === null || isGroupName(text) ? text : formatNetwork(parseNetwork(text));
