import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { switchedOff, switchedOn } from '../../../src-main/common/limit-switch.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { limitOf } from '../../support/records/flows.ts';
import { limitStore } from '../../support/store/limit-store.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

let server: PostgresServer;
let sync: LimitSync;

const added = limitOf('max', 7, { effectiveMs: epochMs(Date.UTC(2026, 1, 1, 8, 5)), windowSeconds: 300 });
const rows = (): Promise<unknown[]> =>
  server.run('SELECT limit_name, limit_value::int AS value FROM traffic_limits ORDER BY effective_date');
const refusal = (message: RegExp, remedy: RegExp): unknown =>
  expect.objectContaining({
    code: 'limits/not-writable',
    message: expect.stringMatching(message) as string,
    remedy: expect.stringMatching(remedy) as string,
  });

/** A table with one limit, of 5 bytes. */
const tableOf = (date: string, more = ''): Promise<unknown> =>
  server.run(
    `DROP TABLE IF EXISTS traffic_limits;
     CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date ${date}${more});
     INSERT INTO traffic_limits VALUES ('max', 5, '2026-01-31'); GRANT SELECT ON traffic_limits TO reader`,
  );

describe.runIf(hasPostgres)('a limit that is added to a PostgreSQL table', () => {
  beforeAll(async () => void (server = await PostgresServer.start()));
  afterAll(() => server.stop());
  beforeEach(() => {
    const parts = { repository: limitStore().repository, clock: systemClock, openSource };
    sync = new LimitSync({ ...parts, refresh: { mode: 'manual' } });
  });
  afterEach(() => sync.dispose());

  it('keeps its name and note where the table has columns for them, else says what it lacks', async () => {
    const named = { ...added, title: 'Backup', note: "Ada's" };
    await tableOf('timestamptz', ', window_seconds int');
    await server.run('GRANT INSERT, UPDATE ON traffic_limits TO reader');
    await sync.follow(openSource(server.url(), systemClock));
    await expect(sync.edit({ added: [named] })).rejects.toEqual(
      refusal(/has no column title, which the limit needs/, /^add the column title to it/),
    );
    await server.run('ALTER TABLE traffic_limits ADD title varchar(80), ADD note text');
    await sync.edit({ added: [named] });
    expect(sync.limits[1]).toMatchObject(named);
    const { title: _, ...unnamed } = named;
    await sync.edit({ changed: [{ before: named, after: unnamed }] });
    expect(await server.run('SELECT title, note FROM traffic_limits WHERE limit_value = 7')).toEqual([
      { title: null, note: "Ada's" },
    ]);
  });

  it('reads a column of notes of any type', async () => {
    await tableOf('timestamptz', ', note jsonb');
    await server.run(`UPDATE traffic_limits SET note = '{"by": "Ada"}'`);
    await sync.follow(openSource(server.url(), systemClock));
    expect(sync.limits).toMatchObject([{ value: 5, note: '{"by": "Ada"}' }]);
  });

  it.each([
    ['date', '', Date.UTC(2026, 1, 1), null],
    ['timestamp', '', added.effectiveMs, null],
    ['timestamptz', ', window_seconds int, source cidr, note text', added.effectiveMs, 300],
  ])('of type %s%s is in force at once', async (date, more, effectiveMs, windowSeconds) => {
    await tableOf(date, more);
    await server.run('GRANT INSERT ON traffic_limits TO reader');
    await sync.follow(openSource(server.url(), systemClock));
    expect(await sync.edit({ added: [added] })).toMatchObject({ limitCount: 2, problem: null });
    expect(sync.limits).toMatchObject([{ value: 5 }, { name: 'max', value: 7, effectiveMs, windowSeconds }]);
    expect(await rows()).toEqual([5, 7].map((value) => ({ limit_name: 'max', value })));
  });

  it('is refused to a role that may only read, with the GRANT and the statement', async () => {
    await tableOf('timestamptz');
    await sync.follow(openSource(server.url(), systemClock));
    await expect(sync.edit({ added: [added] })).rejects.toEqual(
      refusal(
        /^reader may not insert into the table "traffic_limits"; nothing was added$/,
        /GRANT INSERT ON "traffic_limits" TO reader, or this: INSERT INTO "traffic_limits" \(limit_name, limit_value, effective_date\) VALUES \('max', 7, '2026-02-01T08:05:00.000Z'\);$/,
      ),
    );
    expect([sync.limits.length, sync.status.problem]).toEqual([1, null]);
    // The statement does what it says.
    const thrown: unknown = await sync.edit({ added: [added] }).catch((error: unknown) => error);
    await server.run((thrown as { remedy: string }).remedy.replace(/^.*or this: /, ''));
    await sync.sync();
    expect(sync.limits).toMatchObject([{ value: 5 }, { value: 7, effectiveMs: added.effectiveMs }]);
  });

  it('is refused where a constraint forbids it, where the database only lets read, and on a view', async () => {
    await tableOf('timestamptz');
    const url = server.url('owner');
    await sync.follow(openSource(url, systemClock));
    await server.run('ALTER TABLE traffic_limits ADD CHECK (limit_value < 6)');
    await expect(sync.edit({ added: [added] })).rejects.toEqual(
      refusal(/refuses the row .*check constraint/, /INSERT INTO/),
    );
    await server.run(
      'GRANT INSERT ON traffic_limits TO reader; ALTER ROLE reader SET default_transaction_read_only = on',
    );
    const reading = openSource(server.url(), systemClock);
    await expect(reading.edit({ added: [added] })).rejects.toEqual(
      refusal(/only lets read here/, /INSERT INTO/),
    );
    reading.dispose();
    await server.run('ALTER ROLE reader RESET default_transaction_read_only');
    await server.run('CREATE VIEW newest AS SELECT DISTINCT * FROM traffic_limits');
    const view = openSource(server.url('owner', { table: 'newest' }), systemClock);
    await expect(view.edit({ added: [added] })).rejects.toEqual(
      refusal(/Nothing can be inserted into "newest"/, /INSERT/),
    );
    await server.run('DROP VIEW newest');
    expect(await rows()).toHaveLength(1);
  });

  it('is taken back where the table could not be read any more with it', async () => {
    await tableOf('date');
    const source = openSource(server.url('owner'), systemClock);
    await source.edit({ added: [added] });
    await expect(source.edit({ added: [{ ...added, value: 8 }] })).rejects.toEqual(
      refusal(/could not be read: row 3: the same limit and effective_date as row 2/, /nothing was changed/),
    );
    expect(await rows()).toHaveLength(2);
    await expect(source.edit({ added: [{ ...added, source: '10.0.0.0/8' }] })).rejects.toEqual(
      refusal(/"traffic_limits" has no column source/, /add the column/),
    );
    source.dispose();
  });

  it.each(['date', 'timestamp', 'timestamptz'])(
    'is changed and removed where it stands, and undone, by one who may (%s)',
    async (date) => {
      await tableOf(date, ', period text, note text');
      await server.run(
        `UPDATE traffic_limits SET note = 'since winter'; GRANT INSERT ON traffic_limits TO reader`,
      );
      await sync.follow(openSource(server.url(), systemClock));
      const [limit] = sync.limits;
      const change = { changed: [{ before: limit!, after: { ...limit!, value: 6, period: 'month' } }] };
      await expect(sync.edit(change)).rejects.toEqual(
        refusal(
          /^reader may not update the table "traffic_limits"; nothing was changed$/,
          /GRANT UPDATE ON .* UPDATE/,
        ),
      );
      await server.run('GRANT UPDATE, DELETE ON traffic_limits TO reader');
      await sync.edit(change);
      const all = (): Promise<unknown[]> =>
        server.run('SELECT limit_value::int AS value, period, note FROM traffic_limits');
      expect(await all()).toEqual([{ value: 6, period: 'month', note: 'since winter' }]);
      expect(sync.limits).toMatchObject([{ value: 6, period: 'month' }]);
      await sync.undo();
      expect(await all()).toEqual([{ value: 5, period: null, note: 'since winter' }]);
      await sync.edit({ removed: [limit!] });
      expect([await all(), sync.status.limitCount, sync.status.problem]).toEqual([[], 0, null]);
      await sync.undo();
      expect(await all()).toEqual([{ value: 5, period: null, note: 'since winter' }]);
    },
  );

  it('is not switched off where the table keeps whole days that can not say from when on', async () => {
    await tableOf('date');
    await sync.follow(openSource(server.url('owner'), systemClock));
    const [limit] = sync.limits;
    const [dayMs, hourMs] = [86_400_000, 3_600_000];
    for (const beganMs of [limit!.effectiveMs, limit!.effectiveMs + dayMs + hourMs])
      await expect(sync.edit(switchedOff(limit!, epochMs(beganMs)))).rejects.toEqual(
        refusal(
          /"traffic_limits" keeps effective dates as whole days.*nothing was changed$/,
          /remove the limit/,
        ),
      );
    expect([await rows(), sync.limits]).toEqual([[{ limit_name: 'max', value: 5 }], [limit]]);
    // A month may begin with a day; what is off can be switched on again.
    await sync.edit(switchedOff(limit!, epochMs(limit!.effectiveMs + dayMs)));
    expect(sync.limits).toMatchObject([{ value: 5 }, { value: Number.MAX_SAFE_INTEGER }]);
    await sync.edit(switchedOn(sync.limits, sync.limits[1]!)!);
    expect(sync.limits).toEqual([limit]);
  });

  it('is left alone where another row says the very same', async () => {
    await tableOf('timestamptz');
    await sync.follow(openSource(server.url('owner'), systemClock));
    const [limit] = sync.limits;
    await server.run(`UPDATE traffic_limits SET limit_value = 4`);
    await expect(sync.edit({ removed: [limit!] })).rejects.toEqual(
      refusal(/no longer has the limit as it was/, /try again/),
    );
    expect(await rows()).toMatchObject([{ value: 4 }]);
  });
});
