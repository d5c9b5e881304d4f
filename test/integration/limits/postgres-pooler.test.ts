import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { parsePostgresUrl } from '../../../src-main/engine/limits/postgres-address.ts';
import { PostgresConnection } from '../../../src-main/engine/limits/postgres-connection.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';

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
  beforeEach(() => server.run('CREATE TABLE IF NOT EXISTS kept (value int); GRANT ALL ON kept TO reader'));

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
