import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { durationMs, epochMs } from '../../../src-main/common/units.ts';
import { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { openDatabase } from '../../../src-main/engine/store/database.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';
import { WindowJudgements } from '../../../src-main/engine/history/window-judgements.ts';
import { everything } from '../../../src-main/engine/windows/selection.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { batchOf, flow, limitOf, MemoryLog } from '../../support/records/flows.ts';

const sizeMs = 10_000;
let path: string;
let folder: DataFolder;
let series: Series;
let log: MemoryLog;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'streamchecker-judgements-'));
  folder = DataFolder.lock(path);
  log = new MemoryLog();
  series = folder.series.open('live', { sizeMs, slideMs: sizeMs }, epochMs(0));
});
afterEach(() => {
  folder.dispose();
  rmSync(path, { recursive: true, force: true });
});

/** Sums and judges traffic of 100 bytes from `10.0.0.1` and 5 from `10.0.0.2` in each of the windows named. */
async function judge(windows: readonly number[], newestChange: () => number | null, own?: readonly Limit[]) {
  const checker = new TrafficChecker({
    ...{ identity: () => series.name, log, store: folder.checks(series, false), rules: plainRules },
    ...{ limits: () => own ?? folder.limits.current(), newestChange, knownAt: epochMs, warnPercent: null },
    ...{ monotonic: () => durationMs(0) },
    settings: {
      ...{ shape: { sizeMs, slideMs: sizeMs }, latenessMs: 0, selection: everything, maxPairs: 100 },
      ...{ correctionMs: Infinity, coverage: 'whole' as const, leaseMs: 30_000 },
    },
  });
  const flows = [flow('10.0.0.1', '192.0.2.1', 100), flow('10.0.0.2', '192.0.2.1', 5)];
  for (const window of windows) {
    const batch = batchOf(window * sizeMs, flows);
    await log.append([{ kind: 'records', agent: 'a', epoch: 1, firstSequence: log.end, batch }]);
  }
  await checker.drain();
  checker.finish();
}

const newest = (): number => folder.limits.lastChange()?.id ?? 0;
const replace = (...limits: Limit[]): unknown =>
  folder.limits.replace(limits, { kind: 'sync', origin: 'x.json' }, epochMs(1));
const of = (window: number, count = 9) =>
  new WindowJudgements(folder, series).of(epochMs(window * sizeMs), count);
const told = (window: number): string[] | undefined =>
  of(window)?.verdicts.map(
    ({ limit, observed, outcome }) => `${limit.name} ${limit.value}: ${observed} ${outcome}`,
  );

describe('the limits by which a window was judged', () => {
  it('are those that were in force then, whatever came later', async () => {
    await judge([0], newest);
    replace(limitOf('max', 7), limitOf('max', 50, { source: '10.0.0.1' }));
    await judge([1], newest);
    replace(limitOf('min', 7), limitOf('max', 50, { source: '10.0.0.2' }));
    await judge([2], newest);
    replace();
    expect(told(0)).toEqual([]);
    expect(told(1)).toEqual(['max 7: 105 breached', 'max 50: 100 breached']);
    expect(told(2)).toEqual(['min 7: 105 within', 'max 50: 5 within']);
    expect(told(3)).toBeUndefined();
  });

  it('are the rows in force at its start by their effective date', async () => {
    replace(
      limitOf('max', 900, { effectiveMs: epochMs(0) }),
      limitOf('max', 50, { effectiveMs: epochMs(sizeMs) }),
      limitOf('max', 1, { windowSeconds: 60 }),
    );
    await judge([0, 1], newest);
    expect([told(0), told(1)]).toEqual([['max 900: 105 within'], ['max 50: 105 breached']]);
  });

  it('come with breaches first, and as many as are asked for', async () => {
    const scoped = Array.from({ length: 50 }, (_, i) => limitOf('max', 100, { source: `10.0.0.${i}` }));
    replace(...scoped, limitOf('max', 4, { source: '10.0.0.2' }), limitOf('min', 1));
    await judge([0], newest);
    expect(of(0, 2)).toMatchObject({
      inForce: 51,
      verdicts: [
        { limit: { value: 4, source: '10.0.0.2' }, observed: 5, outcome: 'breached' },
        { limit: { name: 'min', source: null }, observed: 105, outcome: 'within' },
      ],
    });
  });

  it('stay known when the pairs of the window are no longer kept', async () => {
    const from = (last: number, value: number, name: Limit['name'] = 'max') =>
      limitOf(name, value, { source: `10.0.0.${last}` });
    replace(limitOf('max', 7), from(1, 50), from(2, 50), from(3, 1, 'min'));
    await judge([0], newest);
    const before = told(0)!;
    expect(before.map((line) => line.replace(/: \d+/, ': null'))).toEqual([
      'max 7: null breached',
      'max 50: null breached',
      'min 1: null breached',
      'max 50: null within',
    ]);
    folder.connection.exec('DELETE FROM pane_pairs; DELETE FROM pane_deltas');
    expect(told(0)).toEqual([
      'max 7: 105 breached',
      ...before.slice(1).map((line) => line.replace(/: \d+/, ': null')),
    ]);
  });

  it('of a replay are its own', async () => {
    replace(limitOf('max', 7));
    const own = [limitOf('max', 200), limitOf('min', 6, { source: '10.0.0.2' })];
    folder.series.noteLimits(series.id, own);
    await judge([0], () => null, own);
    expect(told(0)).toEqual(['min 6: 5 breached', 'max 200: 105 within']);
  });

  it('are not known of a window that an older version stored, which is there all the same', () => {
    const older = mkdtempSync(join(tmpdir(), 'streamchecker-judgements-'));
    const connection = openDatabase(join(older, 'streamchecker.db'), migrations.slice(0, 6));
    connection.exec(`INSERT INTO series VALUES (1, 'live|', 10, 10, 0, 0, 0, 0, NULL);
      INSERT INTO windows VALUES (1, 0, 10, 1, 1, 1, 105, 2, 2, 0, 0, 0, 'above', NULL, 7, '["max|||"]', 1, '[]')`);
    connection.close();
    const updated = DataFolder.share(older);
    const known = updated.series.newest()!;
    expect(new WindowJudgements(updated, known).of(epochMs(0), 9)).toBeNull();
    expect(updated.windows(known).detail(epochMs(0), 0)).toMatchObject({ bytes: 105, limits: { max: 7 } });
    updated.dispose();
    rmSync(older, { recursive: true });
  });
});
