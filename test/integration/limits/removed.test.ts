import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';

/** Columns of a limit: its name, value, date and period. */
type Row = readonly [name: string, value: number, date: string, period: string];

const far: Row = ['max', 1e15, '2020-01-01', 'month'];
const rows: readonly Row[] = [['max', 1, '2020-01-01', ''], ['max', 1, '2020-01-01', 'day'], far];

const columns = ['limit_name', 'limit_value', 'effective_date', 'period'];
const jsonOf = (all: readonly Row[]): string =>
  JSON.stringify(
    all.map((row) => Object.fromEntries(row.map((value, i) => [columns[i]!, value === '' ? null : value]))),
  );
const csvOf = (all: readonly Row[]): string => [columns, ...all].map((row) => `${row.join(',')}\n`).join('');

/** A source of limits, and how its first two rows are removed from it. */
interface Removal {
  readonly options: readonly string[];
  readonly remove: () => unknown;
}

describe.runIf(mayCapture)('limits that are removed end their alerts at once', () => {
  let folder: TemporaryFolder;
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    if (hasPostgres) server = await PostgresServer.start();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    folder = new TemporaryFolder();
    return () => folder[Symbol.dispose]();
  });

  const inFile = (name: string, textOf: (all: readonly Row[]) => string): Removal => {
    const path = folder.file(name);
    writeFileSync(path, textOf(rows));
    return { options: ['--limits', path], remove: () => writeFileSync(path, textOf([far])) };
  };

  async function inTable(): Promise<Removal> {
    await server!.run(
      `DROP TABLE IF EXISTS traffic_limits;
       CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date date, period text);
       INSERT INTO traffic_limits VALUES ${rows.map((row) => `('${row.join("','")}')`).join()};
       UPDATE traffic_limits SET period = NULL WHERE period = '';
       GRANT SELECT ON traffic_limits TO reader`,
    );
    const remove = (): Promise<unknown> => server!.run('DELETE FROM traffic_limits WHERE limit_value = 1');
    return { options: ['--limits', server!.url()], remove };
  }

  async function byHand(): Promise<Removal> {
    const limits = (...args: string[]) => runCli('limits', ...args, '--data-dir', folder.file('data'));
    for (const [name, value, date, period] of rows)
      await limits(
        ...['add', name, String(value), '--effective-date', date],
        ...(period === '' ? [] : ['--period', period]),
      );
    const list = (await limits('list', '--format', 'json')).json() as unknown as {
      id: string;
      limit_value: number;
    }[];
    const remove = async (): Promise<void> => {
      for (const { id, limit_value: value } of list) if (value === 1) await limits('remove', id);
    };
    return { options: [], remove };
  }

  it.each<[string, () => Removal | Promise<Removal>]>([
    ['a JSON file', () => inFile('limits.json', jsonOf)],
    ['a CSV file', () => inFile('limits.csv', csvOf)],
    ...(hasPostgres ? [['a PostgreSQL table', inTable] as [string, () => Promise<Removal>]] : []),
    ['limits by hand', byHand],
  ])('in %s', async (_, prepare) => {
    using traffic = await UdpTraffic.open();
    const { options, remove } = await prepare();
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--window', '1h', '--format', 'json'],
      ...['--data-dir', folder.file('data'), ...options],
    ]);
    await untilCapturing(run);
    const fired = async (): Promise<number> => {
      await traffic.send(1, 972);
      return run.alerts().length;
    };
    await expect.poll(fired, { timeout: 20_000 }).toBe(2);
    await remove();
    await run.until(() => run.alerts().length === 4);
    const ended = { state: 'resolved', reason: 'limit-removed' };
    expect(run.alerts().slice(2)).toMatchObject([ended, ended]);
    run.kill('SIGINT');
    expect(await run.end()).toBe(0);
  });
});
