import { readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { followIn, windowMs, writeSomeHours } from '../../support/store/limits-folder.ts';

const rows =
  '[\n  { "limit_name": "max", "limit_value": 9, "effective_date": "2020-01-01", "source": "192.0.2.1" }\n]\n';

describe('limits suggest --accept', () => {
  let folder: TemporaryFolder;
  const data = (): string[] => ['--data-dir', folder.file('data')];
  const accept = (...more: string[]) => runCli('limits', 'suggest', '--accept', ...more, ...data());

  beforeEach(async () => {
    folder = new TemporaryFolder();
    await writeSomeHours(folder.file('data'));
    return () => folder[Symbol.dispose]();
  });

  const follow = (source: string): void => followIn(folder.file('data'), source);

  it('adds to the followed file what is suggested, and has it in force', async () => {
    const path = folder.file('limits.json');
    writeFileSync(path, rows);
    follow(path);
    const run = await accept('all');
    expect([run.status, run.errors, run.lines.slice(0, 3)]).toEqual([
      0,
      '',
      [
        `Added max 4,800 bytes, windows of 5 min to ${path}`,
        `Added min 800 bytes, windows of 5 min to ${path}`,
        `Synced ${path}: 3 added, 0 changed, 0 removed, 0 unchanged`,
      ],
    ]);
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith(rows.slice(0, -3))).toBe(true);
    expect(text.split('\n')).toHaveLength(6);
    const listed = await runCli('limits', 'list', '--format', 'json', ...data());
    expect(listed.json()).toMatchObject([
      { limit_value: 9, source: '192.0.2.1' },
      { limit_name: 'max', limit_value: 4_800, window_seconds: 300, origin: path },
      { limit_name: 'min', limit_value: 800 },
    ]);
    const [max] = listed.json().slice(1) as unknown as { effective_date: string }[];
    const sinceMs = Date.now() - Date.parse(max!.effective_date);
    expect([sinceMs < 2 * windowMs, Date.parse(max!.effective_date) % windowMs]).toEqual([true, 0]);
  });

  it('adds to another source, of which nothing is taken over', async () => {
    const path = folder.file('other.csv');
    writeFileSync(path, 'limit_name;limit_value;effective_date\r\nmin;1;2020-01-01');
    const run = await accept('max', '--into', path);
    expect([run.status, run.lines]).toEqual([0, [`Added max 4,800 bytes, windows of 5 min to ${path}`]]);
    expect(readFileSync(path, 'utf8')).toMatch(
      /^limit_name;limit_value;effective_date\r\nmin;1;2020-01-01\r\nmax;4800;20\d\d-[^;]*Z\r\n$/,
    );
    expect((await runCli('limits', 'list', ...data())).lines[0]).toMatch(/^No limits/);
  });

  it('says why it can not', async () => {
    expect(await accept('max')).toMatchObject({
      status: 1,
      errors: expect.stringContaining('No source of limits is followed') as string,
    });
    const path = folder.file('limits.json');
    writeFileSync(path, '[');
    follow(path);
    expect(await accept('max')).toMatchObject({
      status: 1,
      errors: expect.stringContaining('is not valid JSON') as string,
    });
    const nowhere = ['--source', '203.0.113.9', '--destination', '203.0.113.10'];
    expect(await accept('min', ...nowhere)).toMatchObject({
      status: 1,
      errors: expect.stringContaining('No min is suggested') as string,
    });
    expect(await accept('most')).toMatchObject({ status: 2 });
  });
});
