import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { LimitSync } from '../../../src-main/engine/limits/limit-sync.ts';
import { openSource } from '../../../src-main/engine/limits/open-source.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { limitStore } from '../../support/store/limit-store.ts';

const date = (day: number): EpochMs => epochMs(Date.UTC(2026, 0, day));
const text = `[
  { "limit_name": "max", "limit_value": 5, "effective_date": "2026-01-05", "note": "since  winter" },
  { "limit_name": "min", "limit_value": 1, "effective_date": "2026-01-05" }
]
`;
const max = limitOf('max', 5, { effectiveMs: date(5) });
const min = limitOf('min', 1, { effectiveMs: date(5) });
const monthly = limitOf('max', 900, { effectiveMs: date(1), period: 'month' });

let folder: string;
let file: string;
let store: ReturnType<typeof limitStore>;
let sync: LimitSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-limits-'));
  file = join(folder, 'source.json');
  store = limitStore();
  sync = new LimitSync({
    ...{ repository: store.repository, clock: systemClock, openSource, refresh: { mode: 'manual' } },
    dataDir: folder,
  });
});
afterEach(() => {
  sync.dispose();
  rmSync(folder, { recursive: true, force: true });
});
const values = (): number[] => sync.limits.map(({ value }) => value);

describe('limits that are changed by hand', () => {
  it('are added, changed and removed in the source that is followed, and taken back one after the other', async () => {
    writeFileSync(file, text);
    await sync.follow(openSource(file, systemClock));
    await sync.edit({ added: [monthly] });
    await sync.edit({ changed: [{ before: max, after: { ...max, value: 6, period: 'day' } }] });
    const status = await sync.edit({ removed: [min] });
    expect(status).toMatchObject({ source: file, lastChange: { kind: 'edit' }, undoable: { kind: 'edit' } });
    expect(sync.limits).toMatchObject([{ period: 'month' }, { value: 6, period: 'day' }]);
    expect(readFileSync(file, 'utf8')).toContain('"note": "since  winter", "period": "day" }');

    expect(await sync.undo()).toMatchObject({ kind: 'undo', counts: { added: 1, removed: 0 } });
    expect(values()).toEqual([900, 6, 1]);
    await sync.undo();
    expect(sync.limits).toMatchObject([{ value: 900 }, { value: 5 }, { value: 1 }]);
    await sync.undo();
    expect(readFileSync(file, 'utf8').replace('T00:00:00.000Z', '')).toBe(text);
    expect(sync.status).toMatchObject({ source: file, undoable: null, limitCount: 2 });
    await expect(sync.undo()).rejects.toMatchObject({ code: 'limits/nothing-to-undo' });
  });

  it('are given another name or note as one more version, which an undo takes back', async () => {
    writeFileSync(file, text);
    await sync.follow(openSource(file, systemClock));
    const [known] = sync.limits;
    expect(known).toMatchObject({ value: 5, note: 'since  winter' });
    const named = { ...max, title: 'Backup', note: 'ask Ada' };
    await sync.edit({ changed: [{ before: { ...max, note: 'since  winter' }, after: named }] });
    expect(readFileSync(file, 'utf8')).toContain('"note": "ask Ada", "title": "Backup" }');
    expect(sync.limits[0]).toMatchObject(named);
    expect(sync.status.lastChange).toMatchObject({ kind: 'edit', counts: { changed: 1, unchanged: 1 } });
    await sync.edit({ changed: [{ before: named, after: max }] });
    expect(sync.limits[0]).not.toHaveProperty('title');
    expect(readFileSync(file, 'utf8')).not.toContain('note');
    await sync.undo();
    await sync.undo();
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('are refused a name where a CSV file has no column for it', async () => {
    const csv = 'limit_name,limit_value,effective_date\nmax,5,2026-01-05\n';
    file = join(folder, 'source.csv');
    writeFileSync(file, csv);
    await sync.follow(openSource(file, systemClock));
    await expect(sync.edit({ added: [{ ...min, title: 'Backup' }] })).rejects.toMatchObject({
      message: `The limits file ${file} has no column title, which the limit needs`,
      remedy: 'add the column title to it',
    });
    expect(readFileSync(file, 'utf8')).toBe(csv);
    writeFileSync(file, csv.replace('date\n', 'date,title\n').replace('05\n', '05,\n'));
    await sync.sync();
    await sync.edit({ added: [{ ...min, title: 'Backup, nightly' }] });
    expect(readFileSync(file, 'utf8')).toMatch(/^min,1,.*,"Backup, nightly"$/m);
  });

  it('may leave none, and the empty source is no problem', async () => {
    writeFileSync(file, '[{"limit_name":"max","limit_value":5,"effective_date":"2026-01-05"}]');
    await sync.follow(openSource(file, systemClock));
    await sync.edit({ removed: [max] });
    await sync.sync();
    expect(sync.status).toMatchObject({ limitCount: 0, problem: null });
    await sync.undo();
    expect(values()).toEqual([5]);
  });

  it('begin a file, with the limits that are stored, where no source is followed', async () => {
    store.repository.replace([max, min], { kind: 'import', origin: 'gone.json' }, date(1));
    sync.reload();
    await sync.edit({ added: [monthly], removed: [min] });
    const own = join(folder, 'limits.json');
    expect(sync.status).toMatchObject({ source: own, limitCount: 2, problem: null });
    expect(JSON.parse(readFileSync(own, 'utf8'))).toMatchObject([
      { limit_value: 5 },
      { limit_value: 900, period: 'month' },
    ]);
    expect(store.settings.followedLimits()).toBe(own);
    await sync.undo();
    expect([values(), sync.status.source]).toEqual([[5, 1], null]);
    expect(store.settings.followedLimits()).toBeNull();
  });

  it('change nothing where they are refused', async () => {
    writeFileSync(file, text);
    await sync.follow(openSource(file, systemClock));
    const bad = { ...max, effectiveMs: date(9), period: 'month@31' };
    await expect(sync.edit({ added: [bad] })).rejects.toThrow(/begins on a day that not every month has/);
    await expect(sync.edit({ removed: [{ ...max, value: 4 }] })).rejects.toThrow(
      /no longer has the limit as it was/,
    );
    await expect(sync.edit({ added: [max] })).rejects.toThrow(/the same limit and effective_date as row 1/);
    expect([readFileSync(file, 'utf8'), values(), sync.status.undoable]).toEqual([text, [5, 1], null]);
    expect(existsSync(join(folder, 'limits.json'))).toBe(false);
  });

  it('are no part of what the source changed otherwise before', async () => {
    writeFileSync(file, text);
    await sync.follow(openSource(file, systemClock));
    writeFileSync(file, text.replace('"limit_value": 1', '"limit_value": 2'));
    await sync.edit({ added: [monthly] });
    await sync.undo();
    expect(values()).toEqual([5, 2]);
  });

  it('are taken for what they are though a sync of another process saw them first', () => {
    const { repository } = store;
    repository.replace([max], { kind: 'sync', origin: file }, date(1));
    const since = repository.newestChange();
    repository.replace([max, min], { kind: 'sync', origin: file }, date(2));
    const cause = { kind: 'edit', origin: file, followedBefore: file, since } as const;
    expect(repository.replace([max, min], cause, date(3))).toMatchObject({
      kind: 'edit',
      counts: { added: 1 },
    });
    expect(repository.undoableEdit()).toMatchObject({ inverse: { added: [], removed: [min] } });
    const undo = { kind: 'undo', origin: file, since: repository.newestChange(), undoes: since + 1 } as const;
    repository.replace([max], { kind: 'sync', origin: file }, date(4));
    expect(repository.replace([max], undo, date(5))).toMatchObject({ kind: 'undo' });
    expect(repository.undoable()).toBeNull();
  });
});

it('a followed file in which a minimum comes above the maximum leaves the last good limits in force, and is named', async () => {
  writeFileSync(file, text);
  await sync.follow(openSource(file, systemClock));
  writeFileSync(file, text.replace('"limit_value": 1,', '"limit_value": 6,'));
  await sync.sync();
  expect(sync.status.problem).toMatchObject({
    code: 'limits/bad-rows',
    message: expect.stringContaining(
      "row 2: a minimum above the maximum can't be met: this is min 6, and row 1 is max 5",
    ) as string,
  });
  expect(values()).toEqual([5, 1]);
  writeFileSync(file, text);
  await sync.sync();
  expect(sync.status.problem).toBeNull();
});
