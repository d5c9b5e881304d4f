import type { Limit } from '../../src-main/common/model.ts';
import { systemClock } from '../../src-main/common/units.ts';
import { checkerOf } from '../../src-main/engine/checking.ts';
import { DataFolder, seriesName } from '../../src-main/engine/data-folder.ts';
import { EmbeddedLog } from '../../src-main/engine/log/embedded-log.ts';
import { RecordPublisher } from '../../src-main/engine/log/record-publisher.ts';
import type { CheckSettings } from '../../src-main/engine/settings.ts';
import { batchOf, type Flow } from './flows.ts';

/** Traffic that was seen in the second that starts at `fromMs`. */
export interface PastSecond {
  readonly fromMs: number;
  readonly flows: readonly Flow[];
}

/**
 * Leaves in `dataDir` what the engine would have left, had it run since long ago and captured `seconds`: the same
 * parts sum the same records, in event time. The window of the last second stays open.
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
    const span = { correctionMs: Infinity, coverageFromMs: -Infinity, dropsKnown: true };
    const checker = checkerOf({ ...stream, ...span }, folder.checks(series, false), series, settings);
    const publisher = await RecordPublisher.fromStart(log, 'past');
    for (const { fromMs, flows } of seconds) publisher.offer(batchOf(fromMs, flows));
    await publisher.flush();
    await checker.drain();
    checker.suspend();
  } finally {
    folder.dispose();
  }
}
