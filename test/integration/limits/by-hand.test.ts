import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres, passwords, PostgresServer } from '../../../scripts/postgres/postgres-server.ts';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { followIn, writeSomeHours } from '../../support/store/limits-folder.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { untilCapturing } from '../../support/packets/until-capturing.ts';

describe('limits add, edit and remove', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
    return () => folder[Symbol.dispose]();
  });
  const limits = (...args: string[]) => runCli('limits', ...args, '--data-dir', folder.file('data'));
  const stored = async (): Promise<{ id: string; limit_value: number }[]> =>
    (await limits('list', '--format', 'json')).json() as never;
  const values = async (): Promise<number[]> => (await stored()).map(({ limit_value }) => limit_value);
  const follow = (source: string): void => followIn(folder.file('data'), source);

  it('begin a file where no source is followed; undo goes back to none', async () => {
    const own = folder.file('data/limits.json');
    const added = await limits('add', 'max', '2 GB', '--period', 'month@15', '--warn-at', '80');
    expect([added.status, added.errors]).toEqual([0, '']);
    expect(added.lines[0]).toMatch(
      /^Added max 2,000,000,000 bytes, per month from the 15th \([0-9a-f]{8}\) in .*limits\.json$/,
    );
    expect(JSON.parse(readFileSync(own, 'utf8'))).toMatchObject([
      { limit_value: 2e9, period: 'month@15', warn_at: 80 },
    ]);
    const { id } = (await stored())[0]!;
    await limits('edit', id.slice(0, 6), '--limit-value', '3 GiB', '--warn-at', '');
    expect(await stored()).toMatchObject([{ id, limit_value: 3 * 2 ** 30, period: 'month@15' }]);
    expect(readFileSync(own, 'utf8')).not.toContain('warn_at');
    await limits('remove', id);
    expect(await values()).toEqual([]);
    for (const expected of [[3 * 2 ** 30], [2e9], []]) {
      expect((await limits('undo')).lines[0]).toMatch(/^Took back the change in /);
      expect(await values()).toEqual(expected);
    }
    expect((await limits('undo')).status).toBe(1);
  });

  it('give a limit a name and a note, which lists, JSON and exports have', async () => {
    const label = ['--name', 'Uplink', '--note', 'contract of May'];
    const added = await limits('add', 'max', '2 GB', ...label);
    expect(added.lines[0]).toMatch(/^Added max 2,000,000,000 bytes \(Uplink\) \(/);
    expect(await stored()).toMatchObject([{ title: 'Uplink', note: 'contract of May' }]);
    const table = (await limits('list')).lines;
    expect(table[0]).toMatch(/windows +name +note/);
    expect(table[1]).toMatch(/Uplink +contract of May/);
    expect((await limits('export', '--format', 'csv')).lines[0]).toMatch(/,title,note$/);
    const { id } = (await stored())[0]!;
    await limits('edit', id, '--name', '');
    expect((await stored())[0]).not.toHaveProperty('title');
    const refused = await limits('edit', id, '--name', 'x'.repeat(101));
    expect([refused.status, refused.errors]).toEqual([
      2,
      expect.stringContaining('--name: A name is one line of at most 100 characters.'),
    ]);
    expect(await stored()).toMatchObject([{ note: 'contract of May' }]);
  });

  it('switch a limit off as one more version of it, and on again as it was', async () => {
    await writeSomeHours(folder.file('data'));
    const path = folder.file('limits.csv');
    const text = 'limit_name,limit_value,effective_date,period,note\nmax,500,2026-01-01,,ours\n';
    writeFileSync(path, text);
    follow(path);
    await limits('add', 'max', '2 GB', '--period', 'month');
    const [window, month] = await stored();
    const whole = readFileSync(path, 'utf8');
    for (const { id } of [window!, month!]) {
      const off = await limits('disable', id);
      expect([off.status, off.lines[0]]).toEqual([
        0,
        expect.stringMatching(/^Disabled max [\d,]+ bytes.* in /),
      ]);
      const rows = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect([rows.length, rows.at(-1)]).toEqual([4, expect.stringMatching(/^max,9007199254740991,/)]);
      expect((await limits('disable', id)).status).toBe(2);
      const [row] = (await stored()).filter(({ limit_value: value }) => value === Number.MAX_SAFE_INTEGER);
      expect((await limits('list')).lines.filter((line) => / max +off /.test(line))).toHaveLength(1);
      expect((await limits('status')).lines).toHaveLength(id === month!.id ? 1 : 3);
      const on = await limits('enable', row!.id);
      expect(on.lines[0]).toMatch(/^Enabled max (?:500|2,000,000,000) bytes/);
      expect(readFileSync(path, 'utf8')).toBe(whole);
      await limits('undo');
      await limits('undo');
      expect(readFileSync(path, 'utf8')).toBe(whole);
    }
    expect((await limits('enable', window!.id)).errors).toMatch(/is on already/);
  });

  it('say what a limit would have found, and with --dry-run change nothing', async () => {
    await writeSomeHours(folder.file('data'));
    const dry = await limits('add', 'max', '3500', '--dry-run');
    expect(dry.lines).toEqual([
      'Would add max 3,500 bytes',
      'Of 29 windows of the last 30 days, 3 would have left it.',
    ]);
    const unjudged = await limits('add', 'max', '3500', '--period', '7m', '--dry-run', '--format', 'json');
    expect(unjudged.json()).toMatchObject([
      { type: 'added', origin: null, dryRun: true, past: null, period: '7m' },
    ]);
    expect(unjudged.errors).toMatch(/can't be judged here: 7m can't be summed from windows of 5m/);
    expect([existsSync(folder.file('data/limits.json')), await values()]).toEqual([false, []]);
    const host = await limits('add', 'min', '1 KB', '--source', '10.0.0.1', '--format', 'json');
    expect(host.json()).toMatchObject([
      { past: { of: 'windows', examined: 29, breached: 0 }, unjudged: null },
    ]);
  });

  it.each([
    [
      'limits.csv',
      '\uFEFFlimit_name;limit_value;effective_date;period;note\r\nmax;5;2026-01-31;;"a;b"\r\n',
      /^.*\r\nmax;5;2026-01-31;;"a;b"\r\nmin;2000;2026-02-01T00:00:00.000Z;day;\r\n$/,
    ],
    [
      'limits.json',
      '{ "traffic_limits": [\n\t{ "limit_name": "max", "limit_value": 5, "effective_date": "2026-01-31", "note": "a" }\n] }',
      /^\{ "traffic_limits": \[\n\t\{ "limit_name": "max", "limit_value": 5, "effective_date": "2026-01-31", "note": "a" \},\n\t\{ "limit_name": "min", .*"period": "day" \}\n\] \}$/,
    ],
  ])('keep the form of %s', async (name, text, expected) => {
    const path = folder.file(name);
    writeFileSync(path, text);
    follow(path);
    const added = await limits('add', 'min', '2 KB', '--period', 'day', '--effective-date', '2026-02-01');
    expect([added.errors, await values()]).toEqual(['', [5, 2_000]]);
    expect(readFileSync(path, 'utf8')).toMatch(expected);
    await limits('remove', (await stored())[1]!.id);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.runIf(hasPostgres)('change a PostgreSQL table', async () => {
    const server = await PostgresServer.start();
    await server.run(
      'CREATE TABLE traffic_limits (limit_name text, limit_value bigint, effective_date timestamptz, period text, note text)',
    );
    follow(server.url('owner', { password: '' }));
    process.env.PGPASSWORD = passwords.owner;
    try {
      const added = await limits('add', 'max', '1 TB', '--period', 'year');
      expect([added.status, added.errors]).toEqual([0, '']);
      await server.run(`UPDATE traffic_limits SET note = 'ours'`);
      await limits('edit', (await stored())[0]!.id, '--limit-value', '2 TB');
      const rows = (): Promise<unknown[]> =>
        server.run('SELECT limit_value::text AS value, period, note FROM traffic_limits');
      expect(await rows()).toEqual([{ value: '2000000000000', period: 'year', note: 'ours' }]);
      await limits('undo');
      expect(await rows()).toEqual([{ value: '1000000000000', period: 'year', note: 'ours' }]);
      await server.run('ALTER TABLE traffic_limits ALTER effective_date TYPE date');
      const off = await limits('disable', (await stored())[0]!.id);
      expect([off.status, off.errors]).toEqual([
        1,
        expect.stringMatching(/keeps effective dates as whole days.*Remove the limit instead/),
      ]);
      expect([await rows(), await values()]).toEqual([
        [{ value: '1000000000000', period: 'year', note: 'ours' }],
        [1e12],
      ]);
      await limits('remove', (await stored())[0]!.id);
      expect([await rows(), await values()]).toEqual([[], []]);
    } finally {
      delete process.env.PGPASSWORD;
      server.stop();
    }
  });

  it.each([
    [['max', '1e400 GB'], /limit_value: “1e400 GB” is more than can be counted to the byte/],
    [
      ['max', '1 GB', '--period', 'month@31'],
      /--period: “month@31” begins on a day that not every month has/,
    ],
    [['max', '1 GB', '--hours', '08:00-08:00'], /--hours: “08:00-08:00” is a range of no length/],
    [
      ['max', '1 GB', '--effective-date', '2026-01-31T08:00 Europe/Nowhere'],
      /--effective-date: .* is not a date or timestamp/,
    ],
    [
      ['min', '10 GB', '--period', 'day'],
      /limit_value: A minimum above the maximum can't be met: for the same traffic max 5 GB is in force/,
    ],
    [['most', '1 GB'], /Allowed choices are min, max/],
    [['max', '1 GB', '--source', 'example.org'], /--source: “example.org” is not an IP address or network/],
  ])('refuse %j with a sentence and status 2, and store nothing', async (args, sentence) => {
    await limits('add', 'max', '5 GB', '--period', 'day');
    const before = readFileSync(folder.file('data/limits.json'), 'utf8');
    const run = await limits('add', ...args);
    expect([run.status, run.errors, run.lines]).toEqual([2, expect.stringMatching(sentence), []]);
    expect([readFileSync(folder.file('data/limits.json'), 'utf8'), await values()]).toEqual([before, [5e9]]);
  });

  it.runIf(mayCapture)('are in force in a running monitor within a second', async () => {
    using traffic = await UdpTraffic.open();
    const data = ['--data-dir', folder.file('data')];
    const run = new CommandLine([
      ...[
        'monitor',
        '--interface',
        'lo',
        '--filter',
        traffic.filter,
        '--window',
        '1h',
        '--format',
        'json',
        ...data,
      ],
    ]);
    const watch = new CommandLine(['alerts', 'watch', ...data]);
    await watch.until(() => watch.errors.includes('follows'));
    await untilCapturing(run);
    await traffic.send(10, 972);
    const added = await limits('add', 'max', '1 B');
    const atMs = Date.now();
    expect([added.status, added.errors]).toEqual([0, '']);
    await traffic.send(10, 972);
    await run.until(() => run.alerts().length === 1);
    const tookMs = run.lineTimes[run.json().findIndex(({ type }) => type === 'alert')]! - atMs;
    // The capture sums for a second, and the limits are taken up in another one at most.
    expect(tookMs).toBeLessThan(3_000);
    for (const one of [watch, run]) one.kill('SIGINT');
    expect([await watch.end(), await run.end()]).toEqual([0, 0]);
  });
});
