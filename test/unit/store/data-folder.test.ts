import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { openDatabase } from '../../../src-main/engine/store/database.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { lockDataFolder } from '../../../src-main/engine/store/instance-lock.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';

let dataDir: string;

beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-folder-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a data folder that the first version left', () => {
  beforeEach(() => {
    const old = openDatabase(join(dataDir, 'streamchecker.db'), migrations.slice(0, 1));
    old.exec(
      "INSERT INTO limit_versions VALUES (1, 'max', 5000, 0, NULL, NULL, NULL, 'limits.json', 0, NULL)",
    );
    old.close();
  });

  it('is brought up to date for who reads it', () => {
    const folder = DataFolder.read(dataDir)!;
    expect(folder.limits.current()).toMatchObject([{ name: 'max', value: 5000 }]);
    folder.dispose();
  });

  it('is left alone while that version runs on it', () => {
    const running = lockDataFolder(dataDir);
    expect(() => DataFolder.read(dataDir)).toThrow(expect.objectContaining({ code: 'store/in-use' }));
    running.dispose();
    DataFolder.read(dataDir)!.dispose();
  });
});

it('that is a file is said to who reads it, and one that is not there holds nothing', () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  expect(() => DataFolder.read(file)).toThrow(
    expect.objectContaining({
      code: 'store/not-writable',
      message: `The data folder ${file} is not a folder, or lies in a file`,
    }),
  );
  expect(DataFolder.read(join(dataDir, 'not-there'))).toBeUndefined();
});

describe('reads of one moment', () => {
  it('each see their own, though another one ends', async () => {
    const writer = DataFolder.lock(dataDir);
    const folder = DataFolder.read(dataDir)!;
    const names = (of: DataFolder): string[] => of.series.all().map(({ name }) => name);
    const store = (name: string): void =>
      void writer.series.open(name, { sizeMs: 10, slideMs: 10 }, epochMs(0));
    const [first, second] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    store('a');
    const one = folder.snapshot(async (of) => {
      await first.promise;
      return names(of);
    });
    store('b');
    const two = folder.snapshot(async (of) => {
      const before = names(of);
      await second.promise;
      return [before, names(of), await of.snapshot(names)];
    });
    first.resolve(null);
    expect(await one).toEqual(['a']);
    store('c');
    second.resolve(null);
    expect(await two).toEqual([
      ['b', 'a'],
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(names(folder)).toEqual(['c', 'b', 'a']);
    folder.dispose();
    writer.dispose();
  });

  it('tell traffic apart as the folder does', async () => {
    const folder = DataFolder.lock(dataDir);
    folder.networks.use({ home: ['10.9.0.0/16'], groups: {} }, []);
    expect(await folder.snapshot(({ networks }) => networks.named)).toBe(folder.networks.named);
    folder.dispose();
  });
});
