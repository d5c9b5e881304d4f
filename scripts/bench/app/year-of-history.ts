import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { Upkeep } from '../../../src-main/engine/history/upkeep.ts';
import { seriesName } from '../../../src-main/engine/run/series-name.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { type PastSecond, writePast } from '../../../test/support/desktop/desktop-history.ts';
import { flow } from '../../../test/support/records/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const windowMs = 300_000;
const dayMs = 86_400_000;
/** Windows of 5 minutes in a year. */
export const yearOfWindows = 105_120;
/** Windows of 5 minutes in a day. */
const dayOfWindows = 288;
const pairCount = 20;
/** What the app is started with on a year: to let go of the older pairs would take it minutes, while it is measured. */
export const keepsYear = ['--keep-pairs', '3650d'];
/** Windows whose pairs the app keeps by default; one that is older has its bytes between one pair. */
const windowsWithPairs = (90 * dayMs) / windowMs;
const meanBytes = 50 * 1024 ** 2;

/** What the app is started with: the frames of the benchmark alone, and none of its own connections. */
export const filter = 'src net 10.0.0.0/8 and dst net 198.18.0.0/24';

/** Ups and downs over the day, so that the chart has something to draw. */
const bytesAt = (startMs: number, pair: number): number =>
  Math.round(
    (meanBytes / pairCount) * (1.5 + Math.sin(startMs / 1.37e7) + 0.3 * Math.sin(pair + startMs / 9e5)),
  );

function* past(windows: number, nowMs: number): Generator<PastSecond> {
  const lastMs = Math.floor(nowMs / windowMs) * windowMs;
  for (let age = windows; age > 0; age -= 1) {
    const fromMs = lastMs - age * windowMs;
    const all = Array.from({ length: pairCount }, (_, pair) => bytesAt(fromMs, pair));
    const pairs = age > windowsWithPairs ? [all.reduce((sum, bytes) => sum + bytes)] : all;
    yield {
      fromMs,
      flows: pairs.map((bytes, pair) => flow(`10.20.${pair}.17`, `198.18.0.${pair}`, bytes, 100)),
    };
  }
}

/** Leaves a year of windows in a data folder, with a limit that some of them have left. */
export const writeYear = (dataDir: string): Promise<void> => write(dataDir, yearOfWindows);

/** Leaves a day of windows in a data folder, and nothing for the app to do beside the traffic: so it is at rest. */
export async function writeDay(dataDir: string): Promise<void> {
  await write(dataDir, dayOfWindows);
  const folder = DataFolder.lock(dataDir);
  try {
    const series = folder.series.open(seriesName('live', 'lo', settings), shape, systemClock.now());
    const upkeep = new Upkeep(folder, series, systemClock);
    while (await upkeep.step(kept)) continue;
  } finally {
    folder.dispose();
  }
}

const shape = { sizeMs: windowMs, slideMs: windowMs };

const settings: CheckSettings = {
  ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
  ...{ filter, sources: [], destinations: [], rules: plainRules },
};

/** As the app keeps it by default. */
const kept = {
  ...{ pairs: 90 * dayMs, windowPairs: 7 * dayMs },
  ...{ windows: 3_650 * dayMs, alerts: 3_650 * dayMs, bytes: Infinity },
};

async function write(dataDir: string, windows: number): Promise<void> {
  const limit: Limit = {
    ...{ name: 'max', value: Math.round(2.5 * meanBytes), effectiveMs: epochMs(Date.UTC(2020, 0, 1)) },
    ...{ source: null, destination: null, windowSeconds: null },
  };
  await writePast(dataDir, settings, [limit], past(windows, Date.now()));
}
