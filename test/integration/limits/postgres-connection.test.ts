import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';

let server: PostgresServer;

/** The values of the limits at a URL of the server; the host is put in for `HOST`. */
async function valuesAt(parameters: Record<string, string>, hosts?: string): Promise<number[]> {
  const url = server.url('reader', parameters);
  const source = openSource(hosts === undefined ? url : url.replace(/@[^/]*/, `@${hosts}`), systemClock);
  try {
    return (await source.read()).limits.map(({ value }) => value);
  } finally {
    source.dispose();
  }
}

describe.runIf(hasPostgres)('a connection to PostgreSQL', () => {
  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.run(
      `CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date date);
       INSERT INTO traffic_limits VALUES ('max', 500, '2026-01-31'); GRANT SELECT ON traffic_limits TO reader`,
    );
  });
  afterAll(() => server.stop());

  it('goes to the first of several servers that answers', async () => {
    expect(await valuesAt({}, `localhost:1,localhost:${server.port}`)).toEqual([500]);
    await expect(valuesAt({}, 'localhost:1,localhost:2')).rejects.toThrow(
      /localhost:1 can't be reached.*; .*localhost:2 can't be reached/,
    );
  });

  it('goes to a server of the kind that is wanted', async () => {
    for (const kind of ['any', 'read-write', 'primary', 'prefer-standby'])
      expect(await valuesAt({ target_session_attrs: kind })).toEqual([500]);
    await expect(valuesAt({ target_session_attrs: 'standby' })).rejects.toThrow(/is not standby/);
  });

  it('is bound to the certificate where that is wanted', async () => {
    expect(await valuesAt({ sslmode: 'require', channel_binding: 'require' })).toEqual([500]);
    expect(await valuesAt({ sslmode: 'require', channel_binding: 'prefer' })).toEqual([500]);
    expect(await valuesAt({ sslmode: 'disable', channel_binding: 'prefer' })).toEqual([500]);
    await expect(valuesAt({ sslmode: 'disable', channel_binding: 'require' })).rejects.toThrow(
      /can't bind the login/,
    );
  });

  it('trusts the authorities of the machine where they are named, and no other', async () => {
    await expect(valuesAt({ sslmode: 'verify-full', sslrootcert: 'system' })).rejects.toThrow(
      /certificate .* is not trusted/,
    );
  });

  it('takes the password as it was pasted', async () => {
    const password = 'a b#c@d/e?f';
    await server.run(`ALTER ROLE reader PASSWORD '${password}'`);
    const url = server.url('reader').replace(/:[^:@]*@/, `:${password}@`);
    const source = openSource(url, systemClock);
    expect((await source.read()).limits).toHaveLength(1);
    expect(source.origin).toBe(`postgres://reader@localhost:${server.port}/limits?sslmode=disable`);
    source.dispose();
  });
});
