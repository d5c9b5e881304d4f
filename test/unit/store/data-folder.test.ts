import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { openDatabase } from '../../../src-main/engine/store/database.ts';
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
