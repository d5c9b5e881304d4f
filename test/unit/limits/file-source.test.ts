import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileSource } from '../../../src-main/engine/limits/file-source.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { limitOf } from '../../support/records/flows.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitStore } from '../../support/store/limit-store.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-limits-'));
  file = join(folder, 'limits.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (limit_value: number): object => ({
  limit_name: 'max',
  limit_value,
  effective_date: '2026-01-31',
});
const put = (content: string | Uint8Array, to = file): void => writeFileSync(to, content);
const limitOfFile = async (): Promise<number[]> =>
  (await new FileSource(file, systemClock).read()).limits.map(({ value }) => value);

/** Puts a file that nobody has written for long. */
function putOld(content: string | Uint8Array, to = file): void {
  put(content, to);
  utimesSync(to, 1, 1);
}

describe('a JSON file of limits', () => {
  it.each([
    ['an array', JSON.stringify([row(5)])],
    ['an array under the name of the table', JSON.stringify({ traffic_limits: [row(5)] })],
    ['an array after a byte order mark', `\uFEFF${JSON.stringify([row(5)])}`],
    ['an array among blanks', `\r\n ${JSON.stringify([row(5)], null, 2)}\r\n`],
  ])('may be %s', async (_what, content) => {
    putOld(content);
    expect(await limitOfFile()).toEqual([5]);
  });

  it('may hold no row', async () => {
    put('[]');
    expect(await limitOfFile()).toEqual([]);
  });

  it.each([
    ['empty', '', /is not valid JSON/],
    ['cut off while it is written', JSON.stringify([row(5)]).slice(0, -2), /is not valid JSON/],
    ['an object', '{"limits": []}', /does not hold an array of rows/],
    ['null', 'null', /does not hold an array of rows/],
    ['a number', '5', /does not hold an array of rows/],
    ['UTF-16 that does not say so', Buffer.from('[]', 'utf16le'), /neither written in UTF-8/],
  ])('is refused where it is %s', async (_what, content, message) => {
    putOld(content);
    const reading = new FileSource(file, systemClock).read();
    await expect(reading).rejects.toMatchObject({
      code: 'limits/unreadable',
      message: expect.stringMatching(message) as string,
    });
    await expect(reading).rejects.toThrow(file);
  });

  it('is refused where it does not exist or is a folder', async () => {
    await expect(new FileSource(file, systemClock).read()).rejects.toMatchObject({
      ...{ code: 'limits/unreadable', message: `The limits file ${file} does not exist`, retriable: true },
    });
    mkdirSync(file);
    await expect(new FileSource(file, systemClock).read()).rejects.toThrow(/can't be read \(EISDIR\)/);
  });

  it('is refused, unread, above 64 MiB', async () => {
    put('[');
    truncateSync(file, 100 * 2 ** 20);
    await expect(new FileSource(file, systemClock).read()).rejects.toMatchObject({
      code: 'limits/unreadable',
      message: `The limits file ${file} has 100 MiB; at most 64 MiB are read`,
    });
  });

  it('is read up to 64 MiB where it has no end and says no size', async () => {
    await expect(new FileSource('/dev/zero', systemClock).read()).rejects.toThrow(/at most 64 MiB are read/);
  });

  it('may come through a pipe, which gives it once', async () => {
    const pipe = join(folder, 'pipe.csv');
    execFileSync('mkfifo', [pipe]);
    const reading = new FileSource(pipe, systemClock).read();
    await writeFile(pipe, 'limit_name,limit_value,effective_date\nmax,5,2026-01-31');
    expect((await reading).limits.map(({ value }) => value)).toEqual([5]);
  });

  it('is one by its ending, else by its first character', async () => {
    const csv = 'limit_name,limit_value,effective_date\nmax,5,2026-01-31\n';
    const json = JSON.stringify([row(5)]);
    for (const [name, content] of [
      ['a.csv', csv],
      ['a.TSV', csv],
      ['a.txt', csv],
      ['b.txt', `\uFEFF ${json}`],
      ['b', json],
      ['c.JSON', json],
    ] as const) {
      putOld(content, join(folder, name));
      const { limits } = await new FileSource(join(folder, name), systemClock).read();
      expect([name, limits.map(({ value }) => value)]).toEqual([name, [5]]);
    }
    putOld(csv);
    await expect(new FileSource(file, systemClock).read()).rejects.toThrow(/is not valid JSON/);
  });

  it('may be written in UTF-16, and is refused for the true reason where its first bytes do not say so', async () => {
    const text = 'limit_name\tlimit_value\teffective_date\r\nmax\t1000\t2026-01-01\r\n';
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const source = new FileSource(join(folder, 'limits.txt'), systemClock);
    for (const content of [little, Buffer.from(little).swap16()]) {
      putOld(content, source.origin);
      expect((await source.read()).limits.map(({ value }) => value)).toEqual([1000]);
    }
    putOld(little.subarray(2), source.origin);
    await expect(source.read()).rejects.toThrow(/neither written in UTF-8, nor in UTF-16/);
    putOld(Buffer.from(text.replace('max', 'm\u00fcx'), 'latin1'), source.origin);
    await expect(source.read()).rejects.toThrow(/neither written in UTF-8, nor in UTF-16/);
    put(little, source.origin);
    await expect(source.edit({ added: [limitOf('max', 5)] })).rejects.toThrow(/is not written in UTF-8/);
  });

  it('is named by its whole path', () => {
    expect(new FileSource('some/limits.json', systemClock).origin).toBe(
      join(process.cwd(), 'some/limits.json'),
    );
  });
});

describe('a followed JSON file', () => {
  let sync: LimitSync;
  beforeEach(async () => {
    put(JSON.stringify([row(1)]));
    const parts = { repository: limitStore().repository, clock: systemClock, openSource };
    sync = new LimitSync({ ...parts, refresh: { mode: 'continuous' } });
    await sync.follow(openSource(file, systemClock));
  });
  afterEach(() => sync.dispose());

  const inForce = (value: number): Promise<void> =>
    vi.waitFor(() => expect(sync.limits.map((limit) => limit.value)).toEqual([value]), {
      timeout: 3_000,
      interval: 20,
    });

  it('is in force soon after it was written', async () => {
    put(JSON.stringify([row(2)]));
    await inForce(2);
  });

  it('is in force within a second however it is linked', async () => {
    const link = join(folder, 'linked.json');
    const within = async (value: number): Promise<void> => {
      const begun = performance.now();
      await inForce(value);
      expect(performance.now() - begun).toBeLessThan(1_000);
    };
    // As Kubernetes mounts a map: a link to a link to a folder, which is swapped.
    for (const version of ['..v1', '..v2']) mkdirSync(join(folder, version));
    put(JSON.stringify([row(11)]), join(folder, '..v1/limits.json'));
    put(JSON.stringify([row(12)]), join(folder, '..v2/limits.json'));
    symlinkSync('..v1', join(folder, '..data'));
    symlinkSync('..data/limits.json', link);
    await sync.follow(openSource(link, systemClock));
    await inForce(11);
    symlinkSync('..v2', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    await within(12);
    // What a link leads to is written, in another folder.
    put(JSON.stringify([row(13)]), join(folder, '..v2/limits.json'));
    await within(13);
    // A file that is mounted alone is written under its other name: the folder announces nothing.
    mkdirSync(join(folder, 'elsewhere'));
    put(JSON.stringify([row(14)]));
    linkSync(file, join(folder, 'elsewhere/other-name'));
    await sync.follow(openSource(file, systemClock));
    await inForce(14);
    put(JSON.stringify([row(15)]), join(folder, 'elsewhere/other-name'));
    await within(15);
  });

  it('that is written in two steps is not judged by its first half', async () => {
    const csv = join(folder, 'limits.csv');
    const lines = ['limit_name,limit_value,effective_date', 'max,500,2026-01-31', 'min,1,2026-01-31'];
    put(`${lines.join('\n')}\n`, csv);
    await sync.follow(openSource(csv, systemClock));
    const seen: (number[] | string)[] = [];
    sync.onChanged((limits) => seen.push(limits.map(({ value }) => value)));
    sync.onStatusChanged(() => sync.status.problem && seen.push(sync.status.problem.message));
    const writing = openSync(csv, 'w');
    for (const part of ['limit_name,limit_value,effective_date\nmax,50', '0000,2026-01-31\n']) {
      writeSync(writing, part);
      await systemClock.after(1_000);
    }
    closeSync(writing);
    await inForce(500_000);
    expect(seen).toEqual([[500_000]]);
  });

  it.each([
    ['limits.csv', 'limit_name,limit_value,effective_date\nmax,7,2026-01-31'],
    ['limits.json', JSON.stringify([row(7)])],
  ])(
    '%s without a line end at its end is in force when it has been unchanged for a while',
    async (name, text) => {
      put(text, join(folder, name));
      await sync.follow(openSource(join(folder, name), systemClock));
      expect([sync.limits.map(({ value }) => value), sync.status.problem]).toEqual([[7], null]);
    },
  );

  it('that is written all the time is not waited for without end', async () => {
    const clock = new FakeClock();
    const read = new FileSource(file, clock).read();
    let text = '[';
    clock.onWait((ms) => {
      put((text += ' '));
      queueMicrotask(() => clock.advance(ms));
    });
    await expect(read).rejects.toThrow(/is being written all the time/);
  });

  it('is followed through an editor that writes another file and renames it over, time and again', async () => {
    for (const value of [2, 3, 4]) {
      put(JSON.stringify([row(value)]), `${file}.tmp`);
      renameSync(`${file}.tmp`, file);
      await inForce(value);
    }
  });

  it('that is removed keeps its last limits in force, and is followed when it is there again', async () => {
    rmSync(file);
    await vi.waitFor(() => expect(sync.status.problem?.message).toMatch(/does not exist/), {
      timeout: 3_000,
    });
    expect(sync.limits.map(({ value }) => value)).toEqual([1]);
    put(JSON.stringify([row(2)]));
    await inForce(2);
    expect(sync.status.problem).toBeNull();
  });

  it('is not read again for its neighbours', async () => {
    const before = sync.status.lastSyncMs;
    put('x', join(folder, 'other.json'));
    put('x', `${file}~`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sync.status.lastSyncMs).toBe(before);
  });
});
