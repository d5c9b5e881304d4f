import { CheckedFolder, host } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { middleCpuMicros } from './cpu-time.ts';

const times = 10;

/** A batch and a commit after agents that were seen once and are gone. */
export const agents = (few: number, many: number): Subject => ({
  name: 'agents',
  open: async () => [await open(few), await open(many)],
});

async function open(count: number): Promise<Contender> {
  const folder = new CheckedFolder();
  const one = { count: 1, source: () => host(1, 0) };
  for (let i = 0; i < count; i += 1) await folder.append(one, `agent-${i}`, 'eth0', 1);
  await folder.settle();
  const append = (): Promise<void> => folder.append(one, 'agent-0', 'eth0', 1);
  const drain = (): Promise<boolean> => folder.checker.drain();
  return {
    name: `${count.toLocaleString('en')} agents`,
    run: async () => ({
      batch: await middleCpuMicros(times, append, drain),
      commit: await middleCpuMicros(
        times,
        async () => {
          await append();
          await drain();
        },
        () => folder.checker.commit(),
      ),
    }),
    dispose: () => folder.dispose(),
  };
}
