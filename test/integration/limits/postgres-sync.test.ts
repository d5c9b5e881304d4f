import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { limitStore } from '../../support/store/limit-store.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const trigger = join(import.meta.dirname, '../../../resources/postgres/notify-limits.sql');

let server: PostgresServer;
let sync: LimitSync;

/** How long it takes until the limit has another value, in ms. */
async function untilInForce(value: number, timeout: number): Promise<number> {
  const begun = performance.now();
  await vi.waitFor(() => expect(sync.limits.map((limit) => limit.value)).toEqual([value]), {
    timeout,
    interval: 10,
  });
  return performance.now() - begun;
}

const put = (value: number): Promise<unknown> =>
  server.run('UPDATE traffic_limits SET limit_value = $1', [value]);
const connections = async (): Promise<number> =>
  (await server.run("SELECT FROM pg_stat_activity WHERE usename = 'reader'")).length;

describe.runIf(hasPostgres)('a followed PostgreSQL table', () => {
  beforeAll(async () => void (server = await PostgresServer.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.run(
      `DROP TABLE IF EXISTS traffic_limits;
       CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date date);
       INSERT INTO traffic_limits VALUES ('max', 1, '2026-01-31'); GRANT SELECT ON traffic_limits TO reader`,
    );
    const parts = { repository: limitStore().repository, clock: systemClock, openSource };
    sync = new LimitSync({ ...parts, refresh: { mode: 'continuous' } });
  });
  afterEach(() => sync.dispose());

  it('with the trigger has each change in force within a second, over one connection', async () => {
    server.psql(trigger);
    server.psql(trigger, 'table=traffic_limits');
    await sync.follow(openSource(server.url(), systemClock));
    expect(sync.status).toMatchObject({ watched: 'watch', problem: null });
    for (const value of [2, 3, 4]) {
      await put(value);
      expect(await untilInForce(value, 3_000)).toBeLessThan(1_000);
    }
    expect(await connections()).toBe(1);
    await server.run('TRUNCATE traffic_limits');
    await vi.waitFor(
      () => expect(sync.status.problem?.message).toMatch(/has no rows; 1 limit stays in force/),
      {
        timeout: 3_000,
      },
    );
    expect(sync.limits).toHaveLength(1);
    await sync.import(openSource(server.url(), systemClock));
    expect([sync.limits, sync.status.problem]).toEqual([[], null]);
  });

  it('with the trigger is followed again after its connection was cut', async () => {
    server.psql(trigger);
    await sync.follow(openSource(server.url(), systemClock));
    await server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
    await put(2);
    await untilInForce(2, 5_000);
    await put(3);
    expect(await untilInForce(3, 3_000)).toBeLessThan(1_000);
  });

  it('without the trigger is polled every 5 s, and listened to once the trigger is there', async () => {
    await sync.follow(openSource(server.url(), systemClock));
    expect(sync.status).toMatchObject({ watched: 'poll', problem: null });
    expect(sync.status.nextSyncMs! - sync.status.lastSyncMs!).toBeLessThanOrEqual(5_010);
    await put(2);
    await untilInForce(2, 6_500);
    server.psql(trigger);
    await sync.sync();
    expect(sync.status.watched).toBe('watch');
    await put(3);
    expect(await untilInForce(3, 3_000)).toBeLessThan(1_000);
    await server.run('DROP TRIGGER streamchecker_notify ON traffic_limits');
    await sync.sync();
    await sync.sync();
    expect(sync.status.watched).toBe('poll');
  });

  it('leaves no connection behind', async () => {
    await sync.follow(openSource(server.url(), systemClock));
    expect(await connections()).toBe(1);
    sync.dispose();
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 3_000 });
    const once = openSource(server.url(), systemClock);
    await once.read();
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 3_000 });
  });
});
