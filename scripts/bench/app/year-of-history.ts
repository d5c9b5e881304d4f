import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { plainRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { Retention } from '../../../src-main/engine/history/retention.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { type PastSecond, writePast } from '../../../test/helpers/desktop-history.ts';
import { flow } from '../../../test/helpers/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const windowMs = 300_000;
const dayMs = 86_400_000;
/** Windows of 5 minutes in a year. */
export const yearOfWindows = 105_120;
const pairCount = 20;
const meanBytes = 50 * 1024 ** 2;

/** What the app is started with: the frames of the benchmark alone, and none of its own connections. */
export const filter = 'src net 10.0.0.0/8 and dst net 198.18.0.0/24';

/** Ups and downs over the day, so that the chart has something to draw. */
const bytesAt = (startMs: number, pair: number): number =>
  Math.round(
    (meanBytes / pairCount) * (1.5 + Math.sin(startMs / 1.37e7) + 0.3 * Math.sin(pair + startMs / 9e5)),
  );

function* year(nowMs: number): Generator<PastSecond> {
  const lastMs = Math.floor(nowMs / windowMs) * windowMs;
  for (let age = yearOfWindows; age > 0; age -= 1) {
    const fromMs = lastMs - age * windowMs;
    const flows = Array.from({ length: pairCount }, (_, pair) =>
      flow(`10.20.${pair}.17`, `198.18.0.${pair}`, bytesAt(fromMs, pair), 100),
    );
    yield { fromMs, flows };
  }
}

/** Leaves a year of windows in a data folder, with a limit that some of them have left. */
export async function writeYear(dataDir: string): Promise<void> {
  const settings: CheckSettings = {
    ...{ windowMs, slideMs: windowMs, latenessMs: 10_000, intervalMs: 1_000 },
    ...{ filter, sources: [], destinations: [], rules: plainRules },
  };
  const limit: Limit = {
    ...{ name: 'max', value: Math.round(2.5 * meanBytes), effectiveMs: epochMs(Date.UTC(2020, 0, 1)) },
    ...{ source: null, destination: null, windowSeconds: null },
  };
  await writePast(dataDir, settings, [limit], year(Date.now()));
  trim(dataDir);
}

/** An app that has run for a year no longer has the pairs of most of it. */
function trim(dataDir: string): void {
  const folder = DataFolder.lock(dataDir);
  try {
    const retention = new Retention(folder.history, {
      pairs: 90 * dayMs,
      windows: 3650 * dayMs,
      alerts: 3650 * dayMs,
    });
    while (retention.trim(systemClock.now())) continue;
  } finally {
    folder.dispose();
  }
}
