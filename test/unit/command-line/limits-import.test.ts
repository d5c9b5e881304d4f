import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { runCli, TemporaryFolder } from '../../support/process/command-line.ts';

let files: TemporaryFolder;
beforeEach(() => (files = new TemporaryFolder()));
afterEach(() => files[Symbol.dispose]());

const dataDir = (): string => files.file('data');
/** A folder as a running instance holds it. */
function held(path: string): DataFolder {
  const folder = DataFolder.lock(path);
  onTestFinished(() => folder.dispose());
  return folder;
}
const put = (name: string, value: number): string => {
  const rows = [{ limit_name: 'max', limit_value: value, effective_date: '2026-01-01' }];
  writeFileSync(files.file(name), JSON.stringify(rows));
  return files.file(name);
};
const run = (...args: string[]) => runCli('limits', ...args, '--data-dir', dataDir());
const values = async (): Promise<number[]> =>
  (await run('list', '--format', 'json')).lines.map(
    (line) => (JSON.parse(line) as { limit_value: number }).limit_value,
  );

describe('an import beside a source that is followed', () => {
  it('ends the following of a source that an import had chosen, says so, and an undo goes back', async () => {
    const followed = put('followed.json', 111);
    const folder = held(dataDir());
    folder.settings.followLimits(followed);
    folder.settings.noteLiveLimits(followed);
    const imported = await run('import', put('other.json', 222));
    expect([imported.status, imported.errors]).toEqual([
      0,
      expect.stringMatching(/followed\.json is no longer followed\./),
    ]);
    expect([await values(), folder.settings.followedLimits()]).toEqual([[222], null]);
    folder.settings.noteLiveLimits(null);
    expect((await run('undo')).status).toBe(0);
    expect(folder.settings.followedLimits()).toBe(followed);
  });

  it('is refused while a run that was started with another source would undo it', async () => {
    const followed = put('followed.json', 111);
    const folder = held(dataDir());
    folder.settings.noteLiveLimits(followed);
    for (const args of [['import', put('other.json', 222)], ['undo']]) {
      const refused = await run(...args);
      expect([refused.status, refused.errors]).toEqual([
        1,
        expect.stringMatching(
          /those of \S+followed\.json, with which StreamChecker runs here.* Change \S+followed/,
        ),
      ]);
    }
    expect(await values()).toEqual([]);
    expect((await run('import', followed)).status).toBe(0);
    expect(await values()).toEqual([111]);
  });

  it('says what the next run with the same options will do, where none runs now', async () => {
    const followed = put('followed.json', 111);
    const folder = DataFolder.lock(dataDir());
    folder.settings.noteLiveLimits(followed);
    folder.dispose();
    const imported = await run('import', put('other.json', 222));
    expect([imported.status, imported.errors]).toEqual([
      0,
      expect.stringMatching(
        /A run that is started with \S+followed\.json again, as the last one was, replaces them\./,
      ),
    ]);
    expect(await values()).toEqual([222]);
  });
});

it('an import of a source without rows is refused, until a person says that it is meant', async () => {
  await run('import', put('limits.json', 111));
  writeFileSync(files.file('limits.json'), '[]');
  for (const args of [['import'], ['import', '--dry-run']]) {
    const refused = await run(...args, files.file('limits.json'));
    expect([refused.status, refused.errors]).toEqual([
      1,
      expect.stringMatching(/limits\.json has no rows; 1 limit stays in force\. .*--allow-empty/),
    ]);
  }
  expect(await values()).toEqual([111]);
  expect((await run('import', '--allow-empty', files.file('limits.json'))).status).toBe(0);
  expect(await values()).toEqual([]);
});
