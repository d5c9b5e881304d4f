import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import type { ExitStatus } from '../exit-status.ts';
import { type MonitorFlags, monitorOptions, withMonitorOptions } from '../monitor-options.ts';

/** `monitor`: the whole pipeline, headless. */
export const monitorVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withMonitorOptions(program.command('monitor'))
    .summary('watch live traffic: the whole pipeline, headless')
    .action(async (flags: MonitorFlags) => {
      const { engine, durationMs } = monitorOptions(flags);
      const { runEngine } = await import('../engine-run.ts');
      await runEngine(engine, flags, status, durationMs, clock);
    });
