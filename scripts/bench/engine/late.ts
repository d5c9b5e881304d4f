import { type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { batchOf, CheckedFolder, host, maximumOf, type Sources } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { middleCpuMicros } from './cpu-time.ts';

const windowMs = 300_000;
/** Limits on hosts, which a late record is compared with. */
const limitCount = 10_000;
/** Closed windows: more than stay in memory, so that each has been let go of when its turn comes again. */
const windowCount = 20;

/**
 * One late record, summed and stored, in a window that closed with this many pairs: the `first` since the window was let
 * go of, and one (`record`) that is not.
 */
export const late = (few: number, many: number): Subject => ({
  name: 'late',
  open: () => Promise.all([few, many].map(closedWith)),
});

async function closedWith(pairs: number): Promise<Contender> {
  const limits = Array.from({ length: limitCount }, (_, i) => maximumOf(host(1, i), 1e12));
  const folder = new CheckedFolder(limits, windowMs);
  const closed = Array.from({ length: windowCount }, (_, i) => epochMs(folder.startMs - (i + 2) * windowMs));
  const append = (sources: Sources, at: EpochMs): Promise<void> =>
    folder.appendBatch(batchOf(sources, at, 'eth0'));
  for (const at of closed.toReversed())
    await append({ count: pairs, source: (i) => host(1 + (i >> 16), i & 0xffff) }, at);
  await append({ count: 1, source: () => host(1, 0) }, folder.startMs);
  await folder.checker.drain();
  folder.checker.tick(systemClock.now());
  await folder.settle();
  const window = folder.folder.windows(folder.series).facts(closed[0]!);
  if (window?.closed !== true) throw new Error('The window is still open');
  let turns = 0;
  const appendTo = (at: EpochMs) => append({ count: 1, source: () => host(1, 7) }, at);
  return {
    name: `${pairs.toLocaleString('en')} pairs`,
    run: async () => ({
      first: await middleCpuMicros(
        2 * windowCount,
        () => appendTo(closed[turns++ % windowCount]!),
        () => folder.settle(),
      ),
      record: await middleCpuMicros(
        2 * windowCount,
        () => appendTo(closed[0]!),
        () => folder.settle(),
      ),
    }),
    dispose: () => folder.dispose(),
  };
}
