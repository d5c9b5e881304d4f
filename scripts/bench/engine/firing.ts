import { CheckedFolder, host, maximumOf } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { cpuMicros, middleCpuMicros } from './cpu-time.ts';

/** Batches of one record that are summed together. */
const batches = 200;
const ticks = 20;
const commits = 5;

/** Part of the network whose hosts have limits; those of the other have none. */
const [limited, free] = [1, 2];

const oneFree = { count: 1, source: () => host(free, 0) };

/** Sums, ticks and commits beside alerts that are firing, and nothing to do with them. */
export const firing = (alerts: number): Subject => ({
  name: 'firing',
  open: async () => [
    await open('no limits', 0, 0),
    await open(`${alerts.toLocaleString('en')} limits, none firing`, alerts, 1_000_000),
    await open(`${alerts.toLocaleString('en')} firing`, alerts, 1),
  ],
});

async function open(name: string, alerts: number, value: number): Promise<Contender> {
  const limits = Array.from({ length: alerts }, (_, i) => maximumOf(host(limited, i), value));
  const folder = new CheckedFolder(limits);
  if (alerts > 0) await folder.append({ count: alerts, source: (i) => host(limited, i) });
  await folder.append(oneFree);
  await folder.settle();
  return {
    name,
    run: async () => ({
      batch: await batchMicros(folder),
      tick: (await cpuMicros(() => repeat(ticks, () => tick(folder)))) / ticks,
      commit: await middleCpuMicros(
        commits,
        () => appendAndDrain(folder),
        () => folder.checker.commit(),
      ),
    }),
    dispose: () => folder.dispose(),
  };
}

async function batchMicros(folder: CheckedFolder): Promise<number> {
  for (let i = 0; i < batches; i += 1) await folder.append(oneFree);
  return (await cpuMicros(() => folder.checker.drain())) / batches;
}

async function appendAndDrain(folder: CheckedFolder): Promise<void> {
  await folder.append(oneFree);
  await folder.checker.drain();
}

const tick = ({ checker, startMs }: CheckedFolder): void => checker.tick(startMs);

function repeat(times: number, step: () => void): void {
  for (let i = 0; i < times; i += 1) step();
}
