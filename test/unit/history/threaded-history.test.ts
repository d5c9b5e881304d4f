import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { History } from '../../../src-main/engine/history/history.ts';
import { storedHistory } from '../../../src-main/engine/history/stored-history.ts';
import { ThreadedHistory } from '../../../src-main/engine/history/threaded-history.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';
import { limitOf } from '../../support/records/flows.ts';
import { writeWindows } from '../../support/store/stored-windows.ts';

const minute = 60_000;
const now = systemClock.now();
const startMs = now - (now % minute) - 100 * minute;

let dataDir: string;
let folder: DataFolder;
let series: Series;
let threaded: ThreadedHistory;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'streamchecker-history-'));
  folder = DataFolder.lock(dataDir);
  series = folder.series.open('live|lo', { sizeMs: minute, slideMs: minute }, epochMs(0));
  writeWindows(folder.connection, { seriesId: series.id, startMs, sizeMs: minute, count: 100 });
  folder.limits.replace(
    [limitOf('max', 1_050), limitOf('max', 2_000, { period: 'day' })],
    { kind: 'import', origin: 'test', followedBefore: null },
    now,
  );
  threaded = new ThreadedHistory({ dataDir, series }, systemClock);
});

afterEach(async () => {
  await threaded.stop();
  folder.dispose();
  rmSync(dataDir, { recursive: true });
});

/** What is asked, with all that is told. */
const asked = (history: History): Promise<unknown[]> =>
  Promise.all([
    history.listWindows({ fromMs: 0, toMs: now, count: 10 }),
    history.getWindow({ startMs, pairs: 3 }),
    history.listPairs({ startMs, order: 'bytes', descending: true, filter: '', offset: 0, count: 9 }),
    history.listTopHosts({ startMs, count: 5 }),
    history.listRollups({ edges: [startMs, startMs + 60 * minute, now] }),
    history.listVerdicts({ startMs, count: 3 }),
    history.suggestLimits({ source: null, destination: null }),
    history.assessLimits({ source: null }),
    history.getSpace(),
    history.listQuotas({ count: 5 }).then(({ count, quotas }) => [count, quotas.map(({ period }) => period)]),
  ]);

it('answers as the store would in this thread', async () => {
  const answers = await asked(threaded.calls);
  expect(answers).toEqual(await asked(storedHistory(folder, series, systemClock)));
  expect(answers[0]).toHaveLength(10);
  expect(answers[4]).toHaveLength(2);
  expect(answers.at(-1)).toEqual([1, ['day']]);
  expect(answers[7]).toMatchObject({ examined: { windows: 100 }, breached: { windows: 49 } });
});

it('reads what was committed after it began', async () => {
  const { calls } = threaded;
  const list = async (): Promise<number> =>
    (await calls.listWindows({ fromMs: 0, toMs: now * 2, count: 999 })).length;
  expect(await list()).toBe(100);
  writeWindows(folder.connection, {
    seriesId: series.id,
    startMs: now - (now % minute),
    sizeMs: minute,
    count: 7,
  });
  expect(await list()).toBe(107);
});

it('deletes what is older than it is to be kept', async () => {
  const settings = {
    pairs: Infinity,
    windowPairs: Infinity,
    windows: 50.5 * minute,
    alerts: Infinity,
    bytes: Infinity,
  };
  while (await threaded.calls.tend(settings));
  expect(folder.windows(series).span()?.firstMs).toBeGreaterThanOrEqual(startMs + 49 * minute);
});

it('says what is wrong, and what was cancelled', async () => {
  const { calls } = threaded;
  const missing = calls.assessLimits({ source: join(dataDir, 'none.json') });
  await expect(missing).rejects.toMatchObject({ code: 'limits/unreadable' });
  const cancelled = calls.assessLimits({ source: null }, AbortSignal.abort());
  await expect(cancelled).rejects.toMatchObject({ code: 'request/cancelled' });
});

it('keeps no call waiting after it has stopped', async () => {
  const pending = Promise.allSettled([threaded.calls.getSpace(), threaded.calls.getSpace()]);
  await threaded.stop();
  for (const { status } of await pending) expect(['fulfilled', 'rejected']).toContain(status);
  await expect(threaded.calls.getSpace()).rejects.toMatchObject({ code: 'engine/stopped', retriable: true });
});

it('begins again after its thread has failed', async () => {
  const broken = new ThreadedHistory({ dataDir: join(dataDir, 'none'), series }, systemClock);
  await expect(broken.calls.getSpace()).rejects.toMatchObject({ code: 'engine/stopped' });
  await expect(broken.calls.getSpace()).rejects.toMatchObject({ code: 'engine/stopped' });
  await broken.stop();
});

it('lists the series of the folder, and answers for each of them', async () => {
  const name = 'live|eth0|300000/300000|10.0.0.0/8||udp';
  const other = folder.series.open(name, { sizeMs: 5 * minute, slideMs: 5 * minute }, epochMs(1));
  const past = { seriesId: other.id, startMs: 0, sizeMs: 5 * minute, count: 12 };
  writeWindows(folder.connection, past);
  const { calls } = threaded;
  expect(await calls.listSeries()).toEqual([
    {
      ...{ id: other.id, isOwn: false, isReplay: false, source: 'eth0', windowMs: 5 * minute },
      ...{ slideMs: 5 * minute, sources: ['10.0.0.0/8'], destinations: [], filter: 'udp' },
      ...{ firstMs: 0, lastMs: 55 * minute },
    },
    expect.objectContaining({ id: series.id, isOwn: true, firstMs: startMs, lastMs: startMs + 99 * minute }),
  ]);
  const bytes = Array.from({ length: 12 }, (_, i) => 1000 + i);
  const range = { fromMs: 0, toMs: 60 * minute, count: 100 };
  const windows = await calls.listWindows({ ...range, series: other.id });
  expect(windows.map((window) => window.bytes)).toEqual(bytes);
  expect(await calls.listWindows(range)).toEqual([]);
  const [hour] = await calls.listRollups({ edges: [0, 60 * minute], series: other.id });
  expect(hour).toMatchObject({ windows: 12, bytes: 12_066 });
});

it('says that a series is no longer stored', async () => {
  const request = { fromMs: 0, toMs: now, count: 1, series: series.id + 1 };
  await expect(threaded.calls.listWindows(request)).rejects.toMatchObject({
    code: 'request/invalid',
    message: 'That series is no longer stored',
  });
});
