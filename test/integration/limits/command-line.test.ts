import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { hasPostgres, passwords, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';

const secrets = [...Object.values(passwords), ...Object.values(passwords).map(encodeURIComponent)];
const tellsNone = (text: string): void => secrets.forEach((secret) => expect(text).not.toContain(secret));

let server: PostgresServer;

describe.runIf(hasPostgres)('the command line with a PostgreSQL table', () => {
  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.run(
      `CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date date);
       INSERT INTO traffic_limits VALUES ('max', 500, '2026-01-31'), ('min', 5, '2026-01-31');
       GRANT SELECT ON traffic_limits TO reader`,
    );
  });
  afterAll(() => server.stop());

  it('imports it, undoes that, and keeps the password to itself', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.file('data')];
    const imported = await runCli('limits', 'import', server.url(), ...data);
    expect(imported.lines).toEqual([
      `Imported ${server.url('reader', { password: '' })}: 2 added, 0 changed, 0 removed, 0 unchanged`,
    ]);
    const list = await runCli('limits', 'list', '--format', 'json', ...data);
    expect(list.lines.map((line) => (JSON.parse(line) as { limit_value: number }).limit_value)).toEqual([
      500, 5,
    ]);
    const undone = await runCli('limits', 'undo', ...data);
    tellsNone([...imported.lines, ...list.lines, ...undone.lines].join());
    tellsNone(readFileSync(folder.file('data/streamchecker.db'), 'latin1'));
    expect((await runCli('limits', 'list', ...data)).lines[0]).toMatch(/^No limits/);
  });

  it('says no password in its errors, and hides it from the list of processes', async () => {
    const wrong = await runCli(
      'limits',
      'validate',
      '--verbose',
      server.url('reader', { password: passwords.owner }),
    );
    expect([wrong.status, wrong.errors]).toEqual([1, expect.stringMatching(/refuses reader/)]);
    tellsNone(wrong.errors);
    const usage = await runCli('limits', 'list', `--limits=${server.url()}`);
    expect(usage.status).toBe(2);
    tellsNone(usage.errors);

    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const run = new CommandLine([
      'limits',
      'validate',
      `postgres://u:${encodeURIComponent(passwords.reader)}@127.0.0.1:${port}/d`,
    ]);
    await new Promise((resolve) => silent.once('connection', resolve));
    tellsNone(readFileSync(`/proc/${run.process.pid}/cmdline`, 'latin1'));
    expect(await run.end()).toBe(1);
    expect(run.errors).toMatch(/can't be reached/);
    silent.close();
  });

  it('runs what it exports on the table of an earlier export, too', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.file('data')];
    writeFileSync(
      folder.file('limits.json'),
      JSON.stringify([
        { limit_name: 'max', limit_value: 7, effective_date: '2026-01-31', direction: 'in', warn_at: 80 },
        { limit_name: 'max', limit_value: 8, effective_date: '2026-01-31', source: '@office' },
      ]),
    );
    await runCli('limits', 'import', folder.file('limits.json'), ...data);
    const { lines } = await runCli('limits', 'export', '--format', 'sql', ...data);
    await server.run(
      `CREATE SCHEMA earlier; SET search_path TO earlier;
       CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date timestamptz, source cidr,
         destination cidr, window_seconds integer, period text);
       ALTER TABLE traffic_limits ALTER COLUMN source TYPE text, ALTER COLUMN destination TYPE text;
       ${lines.join('\n')}`,
    );
    const copy = await runCli(
      ...['limits', 'import', '--dry-run', server.url('owner', { table: 'earlier.traffic_limits' }), ...data],
    );
    expect(copy.lines[0]).toMatch(/: 0 added, 0 changed, 0 removed, 2 unchanged$/);
    expect(lines).toContainEqual(
      '-- ALTER TABLE traffic_limits ALTER COLUMN source TYPE text, ALTER COLUMN destination TYPE text;',
    );
  });

  it('runs what it exports', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.file('data')];
    await runCli('limits', 'import', server.url(), ...data);
    const { lines } = await runCli('limits', 'export', '--format', 'sql', ...data);
    await server.run(`CREATE SCHEMA copy; SET search_path TO copy; ${lines.join('\n')}`);
    const copy = await runCli(
      'limits',
      'import',
      '--dry-run',
      server.url('owner', { table: 'copy.traffic_limits' }),
      ...data,
    );
    expect(copy.lines[0]).toMatch(/: 0 added, 0 changed, 0 removed, 2 unchanged$/);
  });
});
