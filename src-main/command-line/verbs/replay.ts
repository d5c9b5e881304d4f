import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { defaultDataDir } from '../../engine/store/data-dir.ts';
import type { ReplayListener } from '../../engine/run/replay.ts';
import type { ExitStatus } from '../exit-status.ts';
import { withRuleOptions } from '../alert-options.ts';
import {
  type CheckOptions,
  checkSettings,
  folder,
  type OutputOptions,
  withCheckOptions,
  withOutputOptions,
} from '../options.ts';
import { migrationTeller } from '../migration-teller.ts';
import { runOutput, warn } from '../run-output.ts';

type Flags = CheckOptions & OutputOptions & { readonly dataDir?: string };

/** `replay`: the whole pipeline on capture files. */
export const replayVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withOutputOptions(withRuleOptions(withCheckOptions(program.command('replay'))))
    .summary('run the whole pipeline on capture files (pcap, pcapng), in event time')
    .argument('<file...>')
    .option(
      '--data-dir <folder>',
      'keep the windows there, and go on where an earlier run was cut off (default: a temporary folder)',
      folder,
    )
    .action(async (files: string[], flags: Flags) => {
      const output = runOutput(flags);
      const stopping = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => stopping.abort());
      const settings = {
        ...checkSettings(flags),
        files,
        dataDir: flags.dataDir ?? null,
        limitsSource: flags.limits ?? null,
        limitsDir: flags.dataDir ?? defaultDataDir(),
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
