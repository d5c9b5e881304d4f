import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { defaultDataDir } from '../../system/data-dir.ts';
import type { ReplayListener } from '../../engine/run/replay.ts';
import { checkSettings } from '../../settings/engine-settings.ts';
import { withRunOptions } from '../../settings/sources/command-line.ts';
import type { ExitStatus } from '../exit-status.ts';
import { migrationTeller } from '../migration-teller.ts';
import { runOutput, warn } from '../run-output.ts';
import { outputOf, runValues } from '../run-values.ts';
import { helpText } from '../person-language.ts';
import { say } from '../../common/phrases/say.ts';

/** Without a data folder, what a replay finds is kept nowhere. */
const replayFolder = {
  help: say('help.in.replay.dataDir'),
  standard: say('standard.temporary'),
  default: null,
};

/** `replay`: the whole pipeline on capture files. */
export const replayVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withRunOptions(program.command('replay'), 'replay', { 'run.dataDir': replayFolder })
    .summary(helpText('verb.replay'))
    .argument('<file...>')
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const values = runValues(command);
      const flags = outputOf(values);
      const { 'run.dataDir': dataDir, 'limits.source': limitsSource = null } = values;
      const output = runOutput(flags);
      const stopping = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => stopping.abort());
      const settings = {
        ...checkSettings(values),
        files,
        dataDir: dataDir ?? null,
        limitsSource,
        limitsDir: dataDir ?? defaultDataDir(),
      };
      const listener: ReplayListener = {
        window: (report) => {
          if (report.hasBreached) status.breached(flags.failOnBreach);
          output.window(report.detail(flags.pairs, flags.directions));
        },
        period: ({ isAsked, hasBreached, summary }) => {
          if (hasBreached) status.breached(flags.failOnBreach);
          if (isAsked) output.period(summary);
        },
        alert: (alert) => {
          if (alert.state === 'firing') status.breached(flags.failOnBreach);
          output.alert(alert);
        },
        warning: warn,
        migrated: migrationTeller(clock),
      };
      const { replay } = await import('../../engine/run/replay.ts');
      output.summary(await replay(settings, listener, stopping.signal));
    });
