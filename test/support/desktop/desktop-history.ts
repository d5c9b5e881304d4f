import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { TrafficChecker } from '../../../src-main/engine/alerts/traffic-checker.ts';
import { Calendar } from '../../../src-main/common/periods/calendar.ts';
import { systemTimeZone } from '../../../src-main/common/periods/time-zone.ts';
import { HostIndex } from '../../../src-main/engine/history/host-index.ts';
import { checkerOf } from '../../../src-main/engine/run/checking.ts';
import { openPeriods } from '../../../src-main/engine/run/periods.ts';
import { seriesName } from '../../../src-main/engine/run/series-name.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { EmbeddedLog } from '../../../src-main/engine/log/embedded-log.ts';
import { RecordPublisher } from '../../../src-main/engine/log/record-publisher.ts';
import type { CheckSettings } from '../../../src-main/engine/run/settings.ts';
import { batchOf, type Flow } from '../records/flows.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** Seconds that wait to be summed at most. */
const flushedAtOnce = 5_000;

/** Traffic that was seen in the second that starts at `fromMs`. */
export interface PastSecond {
  readonly fromMs: number;
  readonly flows: readonly Flow[];
}

/**
 * Leaves in `dataDir` what the engine would have left, had it run since long ago and captured `seconds`: the same
 * parts sum the same records, in event time. The window of the last second stays open. Periods are summed at once where
 * their time zone is named; else the engine sums them when it starts.
 */
export async function writePast(
  dataDir: string,
  settings: CheckSettings,
  limits: readonly Limit[],
  seconds: Iterable<PastSecond>,
): Promise<void> {
  const folder = DataFolder.lock(dataDir);
  try {
    const shape = { sizeMs: settings.windowMs, slideMs: settings.slideMs };
    const series = folder.series.open(seriesName('live', 'lo', settings), shape, systemClock.now());
    const log = new EmbeddedLog(folder.log(series));
    folder.series.noteLimits(series.id, limits);
    const stream = {
      ...{ log, limits: () => limits, newestChange: () => null },
      ...{ knownAt: <T>(eventMs: T) => eventMs, warnPercent: null },
    };
    const span = { correctionMs: Infinity, coverage: 'whole' as const };
    const summed = settings.timeZone !== undefined && {
      periods: (await openPeriods(settings))(folder, series),
    };
    const checker = checkerOf(
      { ...stream, ...span, ...summed },
      folder.checks(series, false),
      series,
      settings,
    );
    const publisher = await RecordPublisher.fromStart(log, 'past');
    let count = 0;
    for (const { fromMs, flows } of seconds) {
      publisher.offer(batchOf(fromMs, flows));
      if (++count % flushedAtOnce === 0) await sum(publisher, checker);
    }
    await sum(publisher, checker);
    checker.suspend();
    log.trim(checker.committed.positions, Number.MAX_SAFE_INTEGER);
  } finally {
    folder.dispose();
  }
}

/** Sums what waits. */
async function sum(publisher: RecordPublisher, checker: TrafficChecker): Promise<void> {
  await publisher.flush();
  await checker.drain();
}

/** Waits for the next window where the present one ends within so long: what is written into this one would soon be past. */
export async function enoughOfWindow(windowMs: number, neededMs: number): Promise<void> {
  const restMs = windowMs - (Date.now() % windowMs);
  if (restMs < neededMs) await new Promise((wake) => setTimeout(wake, restMs));
}

/** Lists the hosts of all that is stored, as the engine does from time to time. */
export async function listHosts(dataDir: string): Promise<void> {
  const folder = DataFolder.lock(dataDir);
  try {
    const calendar = new Calendar(systemTimeZone());
    const index = HostIndex.of(folder, folder.series.newest()!, calendar);
    while (await index.step(systemClock.now()));
  } finally {
    folder.dispose();
  }
}
