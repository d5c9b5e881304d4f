import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { replaceFile } from '../../../src-main/engine/limits/file-replacement.ts';
import { FileSource } from '../../../src-main/engine/limits/file-source.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { limitOf } from '../../support/records/flows.ts';
import { limitStore } from '../../support/store/limit-store.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-limits-'));
  file = join(folder, 'limits.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const old =
  '[\n  {"limit_name": "max", "limit_value": 5, "effective_date": "2026-01-31", "note": "since  winter"}\n]\n';
const added = limitOf('max', 7, { effectiveMs: epochMs(Date.UTC(2026, 1, 1)) });
const edited = `${old.slice(0, -3)},\n  {"limit_name": "max", "limit_value": 7, "effective_date": "2026-02-01T00:00:00.000Z"}\n]\n`;
const append = (path = file): Promise<void> => new FileSource(path, systemClock).edit({ added: [added] });
const refusal = (message: RegExp | string, remedy = /./): unknown =>
  expect.objectContaining({
    code: 'limits/not-writable',
    message: expect.stringMatching(message) as string,
    remedy: expect.stringMatching(remedy) as string,
  });

describe('a limit that is added to a file', () => {
  it('stands beside what was there, which stays as it was', async () => {
    writeFileSync(file, old, { mode: 0o640 });
    await append();
    expect(readFileSync(file, 'utf8')).toBe(edited);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['limits.json']);
  });

  it('goes to where a link leads', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/limits.json'), old);
    symlinkSync('real/limits.json', file);
    await append();
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/limits.json'), 'utf8')).toBe(edited);
  });

  it.each([
    ['is no JSON', '[', 'limits/unreadable', /is not valid JSON/],
    ['has a bad row', '[{"limit_name": "most"}]', 'limits/not-writable', /could not be read: row 1: /],
    [
      'has that limit and date already',
      '[{"limit_name": "max", "limit_value": 5, "effective_date": "2026-02-01"}]',
      'limits/not-writable',
      /could not be read: row 2: the same limit and effective_date as row 1/,
    ],
    ['is not in UTF-8', Buffer.from('[{"note": "f\xfcr"}]', 'latin1'), 'limits/not-writable', /UTF-8/],
  ])('is refused where it %s, and nothing is written', async (_what, content, code, message) => {
    writeFileSync(file, content);
    const before = readFileSync(file);
    await expect(append()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['limits.json']);
  });

  it('is refused where there is no file', async () => {
    await expect(append()).rejects.toMatchObject({ code: 'limits/unreadable' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where someone else has changed the file in between', async () => {
    writeFileSync(file, old);
    const seen = statSync(file, { bigint: true });
    writeFileSync(file, `${old} `);
    await expect(replaceFile(file, edited, seen)).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(readFileSync(file, 'utf8')).toBe(`${old} `);
    expect(readdirSync(folder)).toEqual(['limits.json']);
  });

  it.runIf(process.getuid?.() === 0)('is refused, with what to do, to who may not write there', () => {
    chmodSync(folder, 0o755);
    writeFileSync(file, old);
    const script = `
      const { FileSource } = await import(${JSON.stringify(join(import.meta.dirname, '../../../src-main/engine/limits/file-source.ts'))});
      process.setgid(65534); process.setuid(65534);
      try { await new FileSource(process.argv[1]).edit({ added: [${JSON.stringify(added)}] }); console.log('{}'); }
      catch (thrown) { console.log(JSON.stringify(thrown.toData())); }`;
    const told = (): unknown =>
      JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '-e', script, file], { encoding: 'utf8' }),
      );
    expect(told()).toEqual(refusal(/can't be written \(EACCES\); nothing was added/, /"limit_value":7/));
    // The folder refuses the new file beside the old one.
    chmodSync(file, 0o666);
    expect(told()).toEqual(refusal(/can't be written \(EACCES\)/));
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([old, ['limits.json']]);
  });

  it('is in force at once where the file is followed', async () => {
    writeFileSync(file, old);
    const parts = { repository: limitStore().repository, clock: systemClock, openSource };
    const sync = new LimitSync({ ...parts, refresh: { mode: 'manual' } });
    await expect(sync.edit({ added: [added] })).rejects.toEqual(refusal('No source of limits is followed'));
    await sync.follow(openSource(file, systemClock));
    expect(await sync.edit({ added: [added] })).toMatchObject({ source: file, limitCount: 2, problem: null });
    expect(sync.limits).toMatchObject([{ value: 5 }, { value: 7, origin: file }]);
    await expect(sync.edit({ added: [added] })).rejects.toEqual(
      refusal('the same limit and effective_date as row 2'),
    );
    expect(sync.status.problem).toBeNull();
    sync.dispose();
  });
});
