import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { parsePostgresUrl } from '../../../src-main/engine/limits/postgres-address.ts';
import { PostgresConnection } from '../../../src-main/engine/limits/postgres-connection.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { hasPooler, Pooler } from '../../../scripts/postgres/pooler.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';

const trigger = join(import.meta.dirname, '../../../resources/postgres/notify-limits.sql');
const settingNames = ['statement_timeout', 'TimeZone', 'DateStyle', 'row_security', 'transaction_read_only'];

let server: PostgresServer;

/** What the next one finds who gets the same connection from a pooler. */
async function settingsOf(connection: PostgresConnection): Promise<unknown> {
  const columns = settingNames.map((name) => `current_setting('${name}') AS "${name}"`).join(', ');
  return connection.query(
    `SELECT ${columns}, (SELECT count(*)::int FROM pg_listening_channels()) AS channels`,
  );
}

describe.runIf(hasPostgres)('a connection that a pooler gives to others next', () => {
  beforeAll(async () => void (server = await PostgresServer.start()));
  afterAll(() => server.stop());
  beforeEach(() =>
    server.run(
      `DROP TABLE IF EXISTS kept, kept_limits; CREATE TABLE kept (value int); GRANT ALL ON kept TO reader;
       CREATE TABLE kept_limits (limit_name text, limit_value bigint, effective_date date);
       INSERT INTO kept_limits VALUES ('max', 1, '2026-01-31'); GRANT SELECT ON kept_limits TO reader`,
    ),
  );

  it.each(['reading', 'writing'] as const)('is left as it was after %s', async (mode) => {
    const connection = await PostgresConnection.open(parsePostgresUrl(server.url()), systemClock);
    try {
      const before = await settingsOf(connection);
      const within = await connection.transaction(mode, () => settingsOf(connection));
      expect(within).toMatchObject([{ TimeZone: 'UTC', row_security: 'off', statement_timeout: '10s' }]);
      expect(await settingsOf(connection)).toEqual(before);
      const failed = connection.transaction(mode, () => connection.query('SELECT 1 / 0'));
      await expect(failed).rejects.toThrow(/division by zero/);
      expect(await settingsOf(connection)).toEqual(before);
    } finally {
      connection.dispose();
    }
  });

  it.runIf(hasPooler)('is polled, and nothing of ours is found on it by others', async () => {
    server.psql(trigger, 'table=kept_limits');
    using pooler = await Pooler.start(server);
    const pooled = server
      .url('reader', { table: 'kept_limits' })
      .replace(`:${server.port}`, `:${pooler.port}`);
    const source = openSource(pooled, systemClock);
    const other = await PostgresConnection.open(parsePostgresUrl(pooled), systemClock);
    try {
      const before = await settingsOf(other);
      const watch = await source.watch();
      expect([watch.kind, (await source.read()).limits.length]).toEqual(['poll', 1]);
      expect(await settingsOf(other)).toEqual(before);
      const direct = openSource(server.url('reader', { table: 'kept_limits' }), systemClock);
      expect((await direct.watch()).kind).toBe('watch');
      direct.dispose();
    } finally {
      other.dispose();
      source.dispose();
    }
  });

  it('writes nothing while it reads', async () => {
    const connection = await PostgresConnection.open(parsePostgresUrl(server.url()), systemClock);
    try {
      const written = connection.transaction('reading', () =>
        connection.query('INSERT INTO kept VALUES (1)'),
      );
      await expect(written).rejects.toThrow(/read-only transaction/);
    } finally {
      connection.dispose();
    }
  });
});
