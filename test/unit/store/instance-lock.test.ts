import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Disposable } from '../../../src-main/common/disposable.ts';
import { lockDataFolder } from '../../../src-main/engine/store/instance-lock.ts';

let folder: string;
let holder: ChildProcess | undefined;
const locks: Disposable[] = [];
const lock = (): Disposable => {
  const own = lockDataFolder(folder);
  locks.push(own);
  return own;
};
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'streamchecker-lock-'))));
afterEach(() => {
  holder?.kill('SIGKILL');
  for (const one of locks.splice(0)) one.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const module = JSON.stringify(join(import.meta.dirname, '../../../src-main/engine/store/instance-lock.ts'));

/** Another process that holds the folder until it is killed. */
async function hold(): Promise<ChildProcess> {
  const script = `const { lockDataFolder } = await import(${module});
    globalThis.held = lockDataFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return (holder = child);
}

describe('a data folder', () => {
  it('has one holder at a time, in one process too, which is named', () => {
    const first = lock();
    expect(lock).toThrow(
      expect.objectContaining({
        code: 'store/in-use',
        message: `The data folder ${folder} is in use by process ${process.pid}`,
        retriable: true,
      }),
    );
    first.dispose();
    first.dispose();
    lock();
  });

  it('in use by another process names that process, and is free once it was killed', async () => {
    const child = await hold();
    expect(lock).toThrow(
      expect.objectContaining({ message: expect.stringMatching(`process ${child.pid}$`) as string }),
    );
    expect(lock).toThrow(/is in use/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vi.waitFor(lock, { timeout: 2_000 });
  });

  it('whose lock is damaged says what to do about it', () => {
    writeFileSync(join(folder, 'instance.db'), 'no database '.repeat(1_000));
    expect(lock).toThrow(
      expect.objectContaining({
        code: 'store/damaged',
        remedy: `make sure that no other instance uses the folder, then delete ${join(folder, 'instance.db')}`,
      }),
    );
  });
});
