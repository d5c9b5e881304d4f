import { randomUUID } from 'node:crypto';
import type { Clock } from '../../common/clock.ts';
import { Emitter } from '../../common/event.ts';
import type { LimitEdit } from './limit-edit.ts';
import { parseTextRows } from './limit-rows.ts';
import type { LimitRows, LimitSource, LimitWatch } from './limit-source.ts';
import { type PostgresAddress, parsePostgresUrl } from './postgres-address.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { editTable } from './postgres-edit.ts';
import { findTable, readTable } from './postgres-table.ts';

/** The channel on which the trigger announces the table that changed. */
const channel = 'streamchecker_limits';
/** Without the trigger the table is read this often, … */
const pollMs = 5_000;
/** … but a table that takes long to be read is left alone for this many times as long. */
const pollShare = 20;
/** A test announcement has this long to come back. */
const hearingMs = 2_000;
/** With the trigger it is read this often although no change was announced. */
const safetyPeriodMs = 60_000;

/** Limits from a table of a PostgreSQL server, over at most one connection. */
export class PostgresSource implements LimitSource {
  readonly origin: string;
  readonly #address: PostgresAddress;
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  #connection: PostgresConnection | undefined;
  /** A watched source keeps its connection. */
  #isWatched = false;
  #isDisposed = false;
  #oid = '';
  #notifies = false;
  #readMs = 0;

  /** @throws MonitorError `settings/invalid` */
  constructor(url: string, clock: Clock) {
    this.#clock = clock;
    this.#address = parsePostgresUrl(url);
    this.origin = this.#address.origin;
  }

  async read(): Promise<LimitRows> {
    const begun = this.#clock.monotonic();
    const connection = await this.#connected();
    try {
      const rows = await connection.transaction('reading', async () =>
        readTable(connection, await this.#look(connection), this.#address),
      );
      return parseTextRows(rows, 'database');
    } finally {
      this.#readMs = this.#clock.monotonic() - begun;
      if (!this.#isWatched) this.#disconnect();
    }
  }

  /** Listens to the trigger where it is installed and can be heard; else the table is read every few seconds. */
  async watch(): Promise<LimitWatch> {
    this.#isWatched = true;
    const connection = await this.#connected();
    const table = await connection.transaction('reading', () => this.#look(connection));
    const notifies = table.notifies && (await hears(connection, this.#clock));
    return {
      kind: notifies ? 'watch' : 'poll',
      periodMs: notifies ? safetyPeriodMs : Math.max(pollMs, pollShare * this.#readMs),
      onChanged: this.#changed.event,
      // Each poll looks anew: the trigger may have been installed, and the table takes as long as it takes.
      isAlive: () => notifies && this.#notifies && connection.isOpen,
      dispose: () => {},
    };
  }

  async edit(edit: LimitEdit): Promise<void> {
    const connection = await this.#connected();
    try {
      await connection.transaction('writing', async () =>
        editTable(connection, await this.#look(connection), this.#address, edit),
      );
    } finally {
      if (!this.#isWatched) this.#disconnect();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#disconnect();
  }

  async #look(connection: PostgresConnection) {
    const table = await findTable(connection, this.#address);
    this.#oid = table.oid;
    this.#notifies = table.notifies;
    return table;
  }

  async #connected(): Promise<PostgresConnection> {
    if (this.#connection?.isOpen) return this.#connection;
    const connection = await PostgresConnection.open(this.#address, this.#clock);
    this.#connection = connection;
    // It may have been disposed of while the server was asked.
    if (this.#isDisposed) this.#disconnect();
    connection.onNotified((oid) => {
      if (oid === this.#oid) this.#changed.fire();
    });
    connection.onEnded(() => this.#changed.fire());
    return connection;
  }

  #disconnect(): void {
    this.#connection?.dispose();
    this.#connection = undefined;
  }
}

/**
 * Listens to the channel, and says whether what is announced there arrives here: a test announcement must come back.
 * Nothing is left behind on a connection that a pooler gives to others, too.
 */
async function hears(connection: PostgresConnection, clock: Clock): Promise<boolean> {
  if (!connection.isOwn) return false;
  const test = randomUUID();
  const coming = new AbortController();
  const subscription = connection.onNotified((payload) => {
    if (payload === test) coming.abort();
  });
  try {
    await connection.query(`LISTEN ${channel}`);
    await connection.query('SELECT pg_notify($1, $2)', [channel, test]);
    await clock.after(hearingMs, coming.signal);
    const hasCome = coming.signal.aborted;
    if (!hasCome) await connection.query(`UNLISTEN ${channel}`);
    return hasCome;
  } finally {
    subscription.dispose();
  }
}
