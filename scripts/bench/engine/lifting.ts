import { epochMs } from '../../../src-main/common/units.ts';
import { CheckedFolder, host, maximumOf } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { cpuMicros } from './cpu-time.ts';

const windowMs = 3_600_000;

/** Limits that are taken away while their alerts fire, up to the end of the window and its commit. */
export const lifting = (pairs: number, alerts: number): Subject => ({
  name: 'lifting',
  open: () => Promise.resolve([contender(pairs, 0), contender(pairs, alerts)]),
});

/** A window of its own for each run: limits can be taken away once. */
const contender = (pairs: number, alerts: number): Contender => ({
  name: alerts === 0 ? 'none lifted' : `${alerts.toLocaleString('en')} lifted`,
  run: () => lift(pairs, alerts),
  dispose: () => {},
});

async function lift(pairs: number, alerts: number): Promise<Record<string, number>> {
  const limits = Array.from({ length: alerts }, (_, i) => maximumOf(host(0, i), 1));
  const folder = new CheckedFolder(limits, windowMs);
  try {
    await folder.append({ count: pairs, source: (i) => host(i >> 16, i & 0xffff) });
    const sum = await cpuMicros(() => folder.checker.drain());
    folder.checker.commit();
    folder.limits = [];
    const change = await cpuMicros(() => folder.checker.rejudge(folder.startMs));
    const end = await cpuMicros(() => folder.checker.tick(epochMs(folder.startMs + windowMs)));
    if (folder.folder.alerts.firing(folder.series.id, folder.startMs).length > 0)
      throw new Error('alerts of limits that are gone still fire');
    return { sum, change, end };
  } finally {
    folder.dispose();
  }
}
