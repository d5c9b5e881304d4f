import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { engineSettings } from '../../settings/engine-settings.ts';
import { withRunOptions } from '../../settings/sources/command-line.ts';
import type { ExitStatus } from '../exit-status.ts';
import { outputOf, runValues } from '../run-values.ts';
import { helpText } from '../person-language.ts';

/** `monitor`: the whole pipeline, headless. */
export const monitorVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withRunOptions(program.command('monitor'), 'monitor')
    .summary(helpText('verb.monitor'))
    .action(async (_flags: unknown, command: Command) => {
      const values = runValues(command);
      const settings = engineSettings(values);
      const { runEngine } = await import('../engine-run.ts');
      await runEngine(settings, outputOf(values), status, values['run.duration'] ?? null, clock);
    });
