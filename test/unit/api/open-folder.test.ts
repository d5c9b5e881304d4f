import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderApi, openFolder } from '../../../src-main/engine/api/folder/open-folder.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { limitOf } from '../../support/records/flows.ts';
import { scopeOf } from '../../support/store/episodes.ts';

let files: TemporaryFolder;
let api: FolderApi;
const dataDir = (): string => files.file('data');

beforeEach(() => {
  files = new TemporaryFolder();
  api = openFolder(dataDir(), { clock: systemClock });
});
afterEach(() => {
  api.dispose();
  files[Symbol.dispose]();
});

/** A table of limits in a file. */
function put(name: string, value: number | 'bad'): string {
  const rows = [{ limit_name: 'max', limit_value: value, effective_date: '2026-01-01' }];
  writeFileSync(files.file(name), JSON.stringify(rows));
  return files.file(name);
}

const limit = (name: 'min' | 'max', value: number): Limit => ({
  ...limitOf(name, value),
  effectiveMs: epochMs(Date.UTC(2026, 0)),
});

const values = async (): Promise<number[]> => (await api.listLimits()).map(({ value }) => value);

describe('a folder that is not there', () => {
  it('has nothing to read, and is not made by reading', async () => {
    expect(await Promise.all([api.listSeries(), api.listAlerts({ count: 9 }), api.listMutes()])).toEqual([
      ...[[], [], []],
    ]);
    expect(await Promise.all([api.listAgents(), api.listLimits(), api.listPeriods({})])).toEqual([
      ...[{ total: 0, agents: [] }, [], []],
    ]);
    for await (const window of api.eachWindow({ pairs: 0 })) expect(window).toBeUndefined();
    await expect(api.getSpace()).rejects.toThrow(`Nothing is stored in ${dataDir()} yet`);
    expect(existsSync(dataDir())).toBe(false);
  });

  it('is made by a change', async () => {
    const mute = await api.muteScope({ ...scopeOf({ source: '10.0.0.0/8' }), untilMs: null });
    expect(await api.listMutes()).toEqual([mute]);
    await api.unmute({ id: mute.id });
    expect(await api.listMutes()).toEqual([]);
  });
});

describe.each(['with', 'without'])('a folder %s an instance that runs on it', (which) => {
  let running: DataFolder | undefined;
  beforeEach(() => {
    const folder = DataFolder.lock(dataDir());
    folder.series.open('live', { sizeMs: 10, slideMs: 10 }, epochMs(0));
    if (which === 'with') running = folder;
    else folder.dispose();
  });
  afterEach(() => {
    running?.dispose();
    running = undefined;
  });

  it('keeps limits by hand in a file of its own, and takes them back', async () => {
    const edited = await api.editLimits({ added: [limit('max', 100)] });
    expect(edited.source).toMatch(/limits\.json$/);
    expect(await values()).toEqual([100]);
    await api.editLimits({ added: [limit('min', 7)] });
    expect(await values()).toEqual(expect.arrayContaining([100, 7]));
    expect((await api.nextUndo())?.kind).toBe('edit');
    await api.undoLimitsImport();
    expect(await values()).toEqual([100]);
    expect(JSON.parse(readFileSync(edited.source!, 'utf8'))).toHaveLength(1);
  });

  it('imports all rows of a source or none, and changes nothing in a trial', async () => {
    const request = { source: put('a.json', 111), isTrial: true, allowsEmpty: false };
    expect(await api.importOnce(request)).toMatchObject({ preview: { counts: { added: 1 } } });
    expect(await values()).toEqual([]);
    await api.importOnce({ ...request, isTrial: false });
    expect(await values()).toEqual([111]);
    const bad = await api.importOnce({ ...request, source: put('b.json', 'bad'), isTrial: false });
    expect(bad).toMatchObject({ badRows: [{ row: 1 }] });
    expect('preview' in bad).toBe(false);
    expect(await values()).toEqual([111]);
  });

  it('expects agents, all that are named or none', async () => {
    expect(await api.expectAgents(['b', 'a'], true)).toEqual(['a', 'b']);
    await expect(api.expectAgents(['a', 'c'], false)).rejects.toThrow('c');
    expect(await api.listExpected()).toEqual(['a', 'b']);
    expect((await api.listAgents()).agents.map(({ agent, state }) => [agent, state])).toEqual([
      ['a', 'expected'],
      ['b', 'expected'],
    ]);
  });
});
