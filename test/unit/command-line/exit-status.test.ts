import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../../support/process/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-cli-'));
  writeFileSync(
    join(folder, 'bad.json'),
    '[{"limit_name":"max","limit_value":-1,"effective_date":"2026-01-01"}]',
  );
  writeFileSync(
    join(folder, 'good.json'),
    '[{"limit_name":"max","limit_value":1,"effective_date":"2026-01-01"}]',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(line: string): Promise<{ status: number | null; lines: string[]; errors: string }> {
  const words = line.replaceAll('FOLDER', folder).split(' ');
  const command = new CommandLine(
    words.filter((word) => word !== ''),
    { env: { XDG_DATA_HOME: folder } },
  );
  return { status: await command.end(), lines: command.lines, errors: command.errors };
}

describe('the exit status', () => {
  it.each([
    ['wonder', /unknown command 'wonder'/],
    ['monitor --window 5x', /"5x" is not a valid duration/],
    ['replay x.pcap --source 10.0.0.0/33', /"10.0.0.0\/33" is not an IP address or network/],
    ['replay x.pcap --window 1500ms', /--window 1500ms is not a multiple of --interval 1s/],
    ['replay', /missing required argument 'file'/],
    ['replay x.pcap --nonsense', /unknown option '--nonsense'/],
    ['replay x.pcap --brokers x:1', /unknown option '--brokers'/],
    ['capture --interface lo', /required option '--brokers <list>' not specified/],
    ['check', /required option '--brokers <list>' not specified/],
    ['windows list --count 0', /"0" must be an integer of 1 or more/],
    ['windows list --from yesterday', /"yesterday" is not a date/],
    ['limits import', /missing required argument/],
  ])('of %j is 2, wrong usage, said in one line', async (line, message) => {
    const { status, lines, errors } = await run(line);
    expect(errors).toMatch(message);
    expect(errors).toMatch(/^streamchecker: .*\n$/);
    expect([status, lines]).toEqual([2, []]);
  });

  it.each([
    ['limits sync --data-dir FOLDER/none', /No source of limits is followed/],
    ['alerts ack 1', /No alert has an id that begins with "1"/],
    ['alerts unmute 7', /There is no mute 7/],
    ['replay FOLDER/none.pcap', /none\.pcap does not exist/],
    ['replay FOLDER/good.json', /streamchecker: /],
    ['limits validate FOLDER/bad.json', /row 1: limit_value must not be below 0, but is -1/],
  ])('of %j is 1, failed, said in one line', async (line, message) => {
    const { status, errors } = await run(line);
    expect(errors).toMatch(message);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
  });

  it('of an import with bad rows is 1, and each is named', async () => {
    const { status, errors } = await run('limits import FOLDER/bad.json');
    expect(errors).toMatch(/row 1: limit_value must not be below 0, but is -1/);
    expect(status).toBe(1);
    expect((await run('limits list --format json')).lines).toEqual([]);
  });

  it.each([
    '--version',
    '--help',
    'limits validate FOLDER/good.json',
    'limits list',
    'windows list',
    'alerts list',
  ])('of %j is 0, and nothing is said to standard error', async (line) => {
    const { status, lines, errors } = await run(line);
    expect([status, errors]).toEqual([0, '']);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('comes with the stack only where it is wanted', async () => {
    expect((await run('replay FOLDER/none.pcap')).errors).not.toMatch(/\n\s+at /);
    expect((await run('replay FOLDER/none.pcap --verbose')).errors).toMatch(/ENOENT/);
  });
});
