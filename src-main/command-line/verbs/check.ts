import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { engineSettings } from '../../settings/engine-settings.ts';
import { withRunOptions } from '../../settings/sources/command-line.ts';
import type { ExitStatus } from '../exit-status.ts';
import { outputOf, runValues } from '../run-values.ts';
import { helpText } from '../person-language.ts';

/** `check`: the consumer alone. */
export const checkVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withRunOptions(program.command('check'), 'check')
    .summary(helpText('verb.check'))
    .action(async (_flags: unknown, command: Command) => {
      const values = runValues(command);
      const settings = { ...engineSettings(values), captures: false, interfaces: [] };
      const { runEngine } = await import('../engine-run.ts');
      await runEngine(settings, outputOf(values), status, values['run.duration'] ?? null, clock);
    });
