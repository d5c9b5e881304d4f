import { median } from '../measurement.ts';

/** CPU time that this process has spent, its garbage collector included, in microseconds. */
function spentMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** CPU time of a step in microseconds; what else the process does meanwhile counts as well. */
export async function cpuMicros(step: () => unknown): Promise<number> {
  const before = spentMicros();
  await step();
  return spentMicros() - before;
}

/** CPU time in microseconds of a step that is repeated, each time after what prepares it: the middle one. */
export async function middleCpuMicros(
  times: number,
  prepare: () => unknown,
  step: () => unknown,
): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i += 1) {
    await prepare();
    all.push(await cpuMicros(step));
  }
  return median(all);
}
