import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { PostgresSource } from '../../../src-main/engine/limits/postgres-source.ts';
import type { LimitRows } from '../../../src-main/engine/limits/limit-source.ts';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

let server: PostgresServer;

async function read(url = server.url()): Promise<LimitRows> {
  const source = new PostgresSource(url, systemClock);
  try {
    return await source.read();
  } finally {
    source.dispose();
  }
}

/** Makes the table anew, readable for the reader. */
const table = (columns: string, ...rows: string[]): Promise<unknown> =>
  server.run(
    `DROP TABLE IF EXISTS traffic_limits CASCADE; CREATE TABLE traffic_limits (${columns});
     GRANT SELECT ON traffic_limits TO reader;
     ${rows.length > 0 ? `INSERT INTO traffic_limits VALUES ${rows.map((row) => `(${row})`).join(', ')}` : ''}`,
  );
const usual = 'limit_name text, limit_value bigint, effective_date date';
const brief = ({ name, value, effectiveMs }: Limit): unknown[] => [
  name,
  value,
  new Date(effectiveMs).toISOString(),
];
const reasons = async (): Promise<string[]> =>
  (await read()).badRows.map(({ row, reason }) => `${row}: ${reason}`);

describe.runIf(hasPostgres)('rows of a PostgreSQL table', () => {
  beforeAll(async () => void (server = await PostgresServer.start()));
  afterAll(() => server.stop());
  beforeEach(() => table(usual, "'max', 500, '2026-01-31'"));

  it('are read by a role that may do no more than that', async () => {
    expect(await read()).toEqual({
      badRows: [],
      limits: [
        {
          ...{ name: 'max', value: 500, effectiveMs: Date.parse('2026-01-31') },
          ...{ source: null, destination: null, windowSeconds: null },
        },
      ],
    });
  });

  it('may have sources, destinations and lengths of windows, in PostgreSQL’s own types or as text', async () => {
    await server.run("CREATE TYPE limit_kind AS ENUM ('min', 'max')");
    const rows = [
      "1, 'max', 5, '2026-01-31', '10.1.2.3', '192.0.2.0/24', 300, now()",
      "2, 'min', 6.00, '2026-01-31', '2001:db8::1/128', NULL, NULL, now()",
    ];
    await table(
      `id int, limit_name limit_kind, limit_value numeric(12, 2), effective_date date, source inet, destination cidr,
       window_seconds smallint, created_at timestamptz`,
      ...rows,
    );
    expect((await read()).limits).toMatchObject([
      { name: 'max', value: 5, source: '10.1.2.3', destination: '192.0.2.0/24', windowSeconds: 300 },
      { name: 'min', value: 6, source: '2001:db8::1', destination: null, windowSeconds: null },
    ]);
    await table(
      'limit_name char(9), limit_value int, effective_date date, source text',
      "'max', 5, '2026-01-31', '10.0.0.0/8'",
    );
    expect((await read()).limits).toMatchObject([{ name: 'max', source: '10.0.0.0/8' }]);
  });

  it('may lie in any table or view, whatever its name', async () => {
    await server.run(
      `CREATE SCHEMA "Odd ""one"; CREATE VIEW "Odd ""one"."per.hour" AS SELECT *, 7 AS id FROM traffic_limits;
       CREATE SCHEMA plain; CREATE TABLE plain.limits_per_hour AS SELECT * FROM traffic_limits;
       GRANT USAGE ON SCHEMA "Odd ""one", plain TO reader;
       GRANT SELECT ON ALL TABLES IN SCHEMA "Odd ""one", plain TO reader`,
    );
    for (const name of ['plain.limits_per_hour', '"Odd ""one"."per.hour"']) {
      expect((await read(server.url('reader', { table: name }))).limits).toHaveLength(1);
    }
    await expect(
      read(server.url('reader', { table: 'x"; DROP TABLE traffic_limits; --' })),
    ).rejects.toThrow();
    expect((await read()).limits).toHaveLength(1);
  });

  it.each([
    ['date', '2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['timestamptz', '2026-01-31 08:00:00+09', '2026-01-30T23:00:00.000Z'],
    ['timestamptz', '2026-07-31 08:00:00.123456 Europe/Berlin', '2026-07-31T06:00:00.123Z'],
    ['timestamp', '2026-01-31 08:00:00', '2026-01-31T08:00:00.000Z'],
  ])(
    'with a %s of %s are in force from %s on, wherever server and reader are',
    async (type, text, instant) => {
      await table(`limit_name text, limit_value bigint, effective_date ${type}`, `'max', 1, '${text}'`);
      expect((await read()).limits.map(brief)).toEqual([['max', 1, instant]]);
    },
  );

  it('are exact up to 2^53 − 1', async () => {
    await table(usual, `'max', ${Number.MAX_SAFE_INTEGER}, '2026-01-31'`, "'min', 0, '2026-01-31'");
    expect((await read()).limits.map(({ value }) => value)).toEqual([Number.MAX_SAFE_INTEGER, 0]);
  });

  it.each([
    [
      '2^53',
      'bigint',
      "'max', 9007199254740992, '2026-01-31'",
      /value must not be above 9007199254740991, but is 9007199254740992/,
    ],
    ['2^63 − 1', 'bigint', "'max', 9223372036854775807, '2026-01-31'", /but is 9223372036854775807/],
    ['a negative value', 'bigint', "'max', -1, '2026-01-31'", /must not be below 0, but is -1/],
    ['a broken value', 'numeric', "'max', 1.5, '2026-01-31'", /must be a whole number, not "1.5"/],
    ['no number', 'numeric', "'max', 'NaN', '2026-01-31'", /must be a whole number, not "NaN"/],
    ['a NULL value', 'bigint', "'max', NULL, '2026-01-31'", /limit_value is missing/],
    ['a NULL name', 'bigint', "NULL, 1, '2026-01-31'", /limit_name is missing/],
    ['a NULL date', 'bigint', "'max', 1, NULL", /effective_date is missing/],
    ['an infinite date', 'bigint', "'max', 1, 'infinity'", /effective_date "infinity" is not a date/],
    ['a date before all', 'bigint', "'max', 1, '-infinity'", /effective_date "-infinity" is not a date/],
    [
      'a date before Christ',
      'bigint',
      "'max', 1, '0044-03-15 BC'",
      /effective_date "0044-03-15 BC" is not a date/,
    ],
    ['another name', 'bigint', "'avg', 1, '2026-01-31'", /limit_name must be "min" or "max", not "avg"/],
  ])('are refused one by one: %s', async (_what, type, bad, reason) => {
    const good = "'min', 1, '2000-01-01'";
    await table(`limit_name text, limit_value ${type}, effective_date date`, good, bad);
    expect(await reasons()).toEqual([expect.stringMatching(reason)]);
  });

  it('are refused where name and date are there twice', async () => {
    await table(usual, "'max', 1, '2026-01-31'", "'max', 2, '2026-01-31'", "'min', 1, '2026-01-31'");
    expect(await reasons()).toEqual(['2: the same limit and effective_date as row 1']);
  });

  it('are refused where a minimum is above the maximum', async () => {
    await table(usual, "'max', 10, '2026-01-01'", "'max', 1, '2026-01-31'", "'min', 2, '2026-02-01'");
    expect(await reasons()).toEqual([
      "3: a minimum above the maximum can't be met: this is min 2, and row 2 is max 1 for the same traffic and time",
    ]);
  });

  it('are 100,000, all read', async () => {
    await table(`${usual}, source inet`);
    await server.run(
      `INSERT INTO traffic_limits SELECT 'max', i, '2026-01-31', '10.0.0.0'::inet + i FROM generate_series(1, 100000) i`,
    );
    const { limits, badRows } = await read();
    expect([limits.length, badRows]).toEqual([100_000, []]);
    expect(limits.reduce((sum, { value }) => sum + value, 0)).toBe(5_000_050_000);
  });
});
