import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { alertSettings, withAlertOptions, withRuleOptions } from '../alert-options.ts';
import type { ExitStatus } from '../exit-status.ts';
import { withAlertsTopicOption, withTopicOptions } from '../kafka-options.ts';
import { type MonitorFlags, streamOf } from '../monitor-options.ts';
import { retentionSettings, withRetentionOptions } from '../retention-options.ts';
import {
  checkSettings,
  dataDirOption,
  durationOption,
  expectAgentOption,
  refreshOption,
  withOutputOptions,
  withWindowOptions,
} from '../options.ts';

type Flags = Omit<MonitorFlags, 'filter' | 'interface' | 'captureEngine' | 'promiscuous'>;

/** `check`: the consumer alone. */
export const checkVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withOutputOptions(
    withRetentionOptions(
      withAlertOptions(
        withRuleOptions(
          withWindowOptions(withAlertsTopicOption(withTopicOptions(program.command('check'), true))),
        ),
      ),
    )
      .addOption(refreshOption())
      .addOption(durationOption())
      .addOption(expectAgentOption()),
  )
    .addOption(dataDirOption())
    .summary('sum and check what is published on a topic')
    .action(async (flags: Flags) => {
      const settings = {
        ...checkSettings({ ...flags, filter: '' }),
        dataDir: flags.dataDir,
        captures: false,
        interfaces: [],
        captureEngine: 'helper' as const,
        promiscuous: false,
        stream: streamOf(flags),
        limitsSource: flags.limits ?? null,
        refresh: flags.refresh,
        desktop: false,
        expectedAgents: flags.expectAgent ?? [],
        alerts: alertSettings(flags),
        retention: retentionSettings(flags),
      };
      const { runEngine } = await import('../engine-run.ts');
      await runEngine(settings, flags, status, flags.duration ?? null, clock);
    });
