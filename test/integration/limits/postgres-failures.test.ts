import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { limitStore } from '../../support/store/limit-store.ts';
import { hasPostgres, passwords, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

let server: PostgresServer;
let sync: LimitSync;

const values = (): number[] => sync.limits.map(({ value }) => value);
const soon = (what: () => unknown, timeout = 8_000): Promise<void> =>
  vi.waitFor(() => what(), { timeout, interval: 20 }).then(() => undefined);
const newSync = (): LimitSync =>
  new LimitSync({
    ...{ repository: limitStore().repository, clock: systemClock, openSource },
    refresh: { mode: 'continuous' },
  });

/** Follows the table with its one good limit, of 500 bytes. */
async function followGood(): Promise<void> {
  await sync.follow(openSource(server.url(), systemClock));
  expect([values(), sync.status.problem]).toEqual([[500], null]);
}

/** Whatever is wrong, the last good limits stay, the person is told what and what to do, and no password is said. */
function failed(message: RegExp, remedy: RegExp): void {
  expect(values()).toEqual([500]);
  expect(sync.status.problem).toMatchObject({
    code: 'limits/unreadable',
    message: expect.stringMatching(message) as string,
    remedy: expect.stringMatching(remedy) as string,
    retriable: true,
  });
  expect(sync.status.nextSyncMs).toBeGreaterThan(Date.now() - 100);
  const said = JSON.stringify(sync.status);
  for (const password of Object.values(passwords)) {
    expect(said).not.toContain(password);
    expect(said).not.toContain(encodeURIComponent(password));
  }
}

describe.runIf(hasPostgres)('limits from PostgreSQL', () => {
  beforeAll(async () => void (server = await PostgresServer.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.run(
      `DROP TABLE IF EXISTS traffic_limits;
       CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date date);
       INSERT INTO traffic_limits VALUES ('max', 500, '2026-01-31');
       GRANT SELECT ON traffic_limits TO reader`,
    );
    sync = newSync();
  });
  afterEach(() => sync.dispose());

  it.each([
    ['is missing', 'DROP TABLE traffic_limits', /no table "traffic_limits"/, /\?table=/],
    [
      'hides its rows by row-level security',
      'ALTER TABLE traffic_limits ENABLE ROW LEVEL SECURITY',
      /Row-level security hides rows of "traffic_limits" from reader/,
      /view of the table.*BYPASSRLS/,
    ],
    [
      'hides some of its rows by a policy',
      `INSERT INTO traffic_limits VALUES ('min', 1, '2026-01-31'); ALTER TABLE traffic_limits ENABLE ROW LEVEL SECURITY;
       CREATE POLICY partly ON traffic_limits USING (limit_name = 'max')`,
      /Row-level security hides rows of "traffic_limits" from reader/,
      /view of the table.*BYPASSRLS/,
    ],
    ['may not be read', 'REVOKE SELECT ON traffic_limits FROM reader', /reader may not read/, /GRANT SELECT/],
    [
      'lacks a column',
      'ALTER TABLE traffic_limits DROP effective_date',
      /column effective_date is missing/,
      /table or view/,
    ],
    [
      'has a column more',
      'ALTER TABLE traffic_limits ADD sorce text',
      /column "sorce" is not known/,
      /table or view/,
    ],
    [
      'has a column of another type',
      'ALTER TABLE traffic_limits ALTER limit_value TYPE text',
      /column limit_value is of type text, not of int2, int4, int8, numeric/,
      /table or view/,
    ],
  ])('stay in force while the table %s, and follow it again', async (_what, sql, message, remedy) => {
    await followGood();
    await server.run(sql);
    await sync.sync();
    failed(message, remedy);
    await server.run(
      `DROP TABLE IF EXISTS traffic_limits; CREATE TABLE traffic_limits AS
       SELECT 'max' AS limit_name, 600 AS limit_value, date '2026-01-31' AS effective_date;
       GRANT SELECT ON traffic_limits TO reader`,
    );
    await soon(() => expect([values(), sync.status.problem]).toEqual([[600], null]));
  });

  it('stay in force while a row is bad', async () => {
    await followGood();
    await server.run("INSERT INTO traffic_limits VALUES ('max', -1, '2026-02-01')");
    await sync.sync();
    expect(values()).toEqual([500]);
    expect(sync.status.problem).toMatchObject({ code: 'limits/bad-rows' });
  });

  it('stay in force while the server is down, also at the start, and follow it when it is back', async () => {
    const { repository } = limitStore();
    const parts = { repository, clock: systemClock, openSource, refresh: { mode: 'continuous' } as const };
    sync.dispose();
    sync = new LimitSync(parts);
    await followGood();
    server.crash();
    try {
      await soon(() => failed(/can't be reached \(ECONNREFUSED\)|was cut off/, /check that|by itself/));
      sync.dispose();
      sync = new LimitSync(parts);
      await sync.follow(openSource(server.url(), systemClock));
      failed(/localhost:\d+ can't be reached \(ECONNREFUSED\)/, /check that it runs/);
    } finally {
      server.resume();
    }
    await soon(() => expect(sync.status.problem).toBeNull());
    expect(values()).toEqual([500]);
  });

  it('stay in force when the connection is cut in the midst of a query', async () => {
    await followGood();
    await server.run('ALTER TABLE traffic_limits RENAME TO rows_of_limits');
    await server.run(
      `CREATE VIEW traffic_limits AS SELECT r.* FROM rows_of_limits r, (SELECT pg_sleep(5)) s;
       GRANT SELECT ON traffic_limits TO reader`,
    );
    try {
      const read = sync.sync();
      await soon(async () => {
        const cut = `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
          WHERE usename = 'reader' AND state = 'active' AND query LIKE '%pg_sleep%' = false AND query LIKE '%::text%FROM "traffic_limits"%'`;
        expect(await server.run(cut)).toEqual([{ ended: true }]);
      });
      await read;
      failed(/was cut off|terminating connection/, /by itself/);
    } finally {
      await server.run('DROP VIEW traffic_limits; DROP TABLE rows_of_limits');
    }
  });

  it('need the right password, from the URL, the environment or the password file', async () => {
    await followGood();
    await sync.follow(openSource(server.url('reader', { password: 'wrong' }), systemClock));
    failed(/refuses reader \(password authentication failed/, /PGPASSWORD or ~\/\.pgpass/);
    await sync.follow(openSource(server.url('reader', { password: '' }), systemClock));
    failed(/refuses reader \(it asks for a password, and none is known\)/, /PGPASSWORD/);
    const file = join(server.folder, 'pgpass');
    writeFileSync(
      file,
      `localhost:${server.port}:*:reader:${passwords.reader.replaceAll(/[:\\]/g, '\\$&')}\n`,
    );
    chmodSync(file, 0o600);
    for (const [name, value] of [
      ['PGPASSWORD', passwords.reader],
      ['PGPASSFILE', file],
    ] as const) {
      vi.stubEnv(name, value);
      await sync.follow(openSource(server.url('reader', { password: '' }), systemClock));
      vi.unstubAllEnvs();
      expect([name, sync.status.problem]).toEqual([name, null]);
    }
  });

  it('are named without the password', () => {
    sync.dispose();
    expect(openSource(server.url('reader', { table: 'a.b' }), systemClock).origin).toBe(
      `postgres://reader@localhost:${server.port}/limits?sslmode=disable&table=a.b`,
    );
  });

  it('come over TLS that is checked against the named authority', async () => {
    const ca = { sslrootcert: server.caFile };
    const tls = async (): Promise<unknown> =>
      server.run("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'reader'");
    for (const parameters of [
      { sslmode: 'verify-full', ...ca },
      { sslmode: 'require' },
      { sslmode: 'prefer' },
    ]) {
      await sync.follow(openSource(server.url('reader', parameters), systemClock));
      expect([values(), sync.status.problem, await tls()]).toEqual([[500], null, [{ ssl: true }]]);
    }
    await sync.follow(openSource(server.url('reader', { sslmode: 'verify-full' }), systemClock));
    failed(/certificate .* is not trusted/, /sslrootcert/);
    await sync.follow(
      openSource(server.url('reader', { sslmode: 'verify-full', host: '127.0.0.1', ...ca }), systemClock),
    );
    failed(/certificate .* is not trusted/, /named as in the certificate/);
    await sync.follow(
      openSource(server.url('reader', { sslmode: 'verify-ca', host: '127.0.0.1', ...ca }), systemClock),
    );
    expect(sync.status.problem).toBeNull();
    await sync.follow(
      openSource(server.url('reader', { sslmode: 'verify-full', sslrootcert: '/nowhere.pem' }), systemClock),
    );
    failed(/\/nowhere\.pem can't be read/, /check the path/);
  });
});
