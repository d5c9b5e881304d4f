import { EventEmitter } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../../../src-main/common/clock.ts';
import { WatchedFile } from '../../../src-main/system/watched-file.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

const lookMs = 500;

/** Inodes that this process has the kernel watch. */
const watchedInodes = (): number[] =>
  readdirSync('/proc/self/fdinfo')
    .map((fd) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
      } catch {
        return ''; // It was the folder's own, and is closed.
      }
    })
    .flatMap((text) => [...text.matchAll(/^inotify wd:\S+ ino:([0-9a-f]+)/gm)])
    .map(([, inode]) => parseInt(inode!, 16));

/** In a file system that announces all changes. */
describe.runIf(process.platform === 'linux')('a watched file', () => {
  let folder: string;
  let path: string;
  let file: WatchedFile;
  const changed = vi.fn();
  /** How long each look waits, in the order in which they were asked for. */
  let waits: number[];
  const watch = (): void => {
    const clock = new FakeClock();
    const once: Clock['once'] = (ms, action) => {
      waits.push(ms);
      return clock.once(ms, action);
    };
    file = new WatchedFile({ path, clock: { once }, lookMs });
    file.onChanged(changed);
  };
  beforeEach(() => {
    folder = mkdtempSync('/dev/shm/streamchecker-watched-');
    path = join(folder, 'settings.json');
    waits = [];
    changed.mockClear();
  });
  afterEach(() => {
    file.dispose();
    rmSync(folder, { recursive: true });
  });

  it('is watched itself, and not the folder, where a database may lie whose writes would wake all day', async () => {
    writeFileSync(path, '{}');
    watch();
    await expect.poll(watchedInodes).toContain(statSync(path).ino);
    expect(watchedInodes()).not.toContain(statSync(folder).ino);
    await expect.poll(() => waits).toEqual([10_000]);
  });

  it('is watched anew once it was replaced, and tells of each replacement and of what is written then', async () => {
    writeFileSync(path, '{}');
    watch();
    await expect.poll(() => changed).toHaveBeenCalledTimes(1);
    for (const [count, text] of [
      [2, '{"a": 1}'],
      [3, '{"a": 22}'],
    ] as const) {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
      await expect.poll(() => changed.mock.calls.length).toBe(count);
    }
    await expect.poll(watchedInodes).toContain(statSync(path).ino);
    writeFileSync(path, '{"a": 333}');
    await expect.poll(() => changed.mock.calls.length).toBeGreaterThan(3);
  });

  it('is looked for often once the system watches it no more', async () => {
    using listened = vi.spyOn(EventEmitter.prototype, 'on');
    writeFileSync(path, '{}');
    watch();
    await expect.poll(() => waits).toEqual([10_000]);
    const watchers = (listened.mock.contexts as EventEmitter[]).filter(
      (one) => one.constructor.name === 'FSWatcher',
    );
    watchers.at(-1)!.emit('error', new Error('ENOSPC'));
    await expect.poll(() => waits).toEqual([10_000, lookMs]);
  });

  it('that is not there yet, or behind a link, is looked for often', async () => {
    watch();
    await expect.poll(() => waits).toEqual([lookMs]);
    file.dispose();
    writeFileSync(join(folder, 'real.json'), '{}');
    symlinkSync('real.json', path);
    waits = [];
    watch();
    await expect.poll(() => waits).toEqual([lookMs]);
    await file.look();
    expect(waits).toEqual([lookMs, lookMs]);
  });
});
