import type { Figures, Units } from '../measurement.ts';
import type { Contender } from './contenders.ts';
import { begun, caughtUp, type Link } from './live-runs.ts';
import { MeasuredRun } from './measured-run.ts';

export const asleepUnits: Units = {
  captured: 'packets',
  dropped: 'packets',
  lost: 'packets',
  'peak-memory': 'MiB',
};

export const ASLEEP_PACKETS_PER_SECOND = 10_000;

/** Captures at a steady rate while nobody reads the output, which is read only afterwards. */
export async function asleepRun(
  link: Link,
  contender: Contender,
  durationMs: number,
  pairs: number,
): Promise<Figures> {
  const reader = contender.reader();
  const run = await MeasuredRun.start(link.receiving(contender.liveCommand(link.device)), reader);
  try {
    await begun(run, reader);
    run.stopReading();
    const { sent } = await link.send(durationMs, pairs, ASLEEP_PACKETS_PER_SECOND);
    run.goOnReading();
    await caughtUp(run);
    run.stop(contender.stopBy);
    const { peakKib } = await run.cost();
    const { captured = 0, dropped = 0 } = reader.counts();
    return { captured, dropped, lost: sent - captured - dropped, 'peak-memory': peakKib / 1024 };
  } finally {
    run.stop('SIGTERM');
  }
}
