import { type Command, Option } from 'commander';
import { retentionTime } from '../common/retention-time.ts';
import type { RetentionSettings } from '../engine/history/retention.ts';
import { checked } from './options.ts';

/** Options of how long the history is kept. */
export interface RetentionOptions {
  readonly keepPairs: number;
  readonly keepWindows: number;
  readonly keepAlerts: number;
}

/** Adds the options of who keeps a history. */
export const withRetentionOptions = (command: Command): Command => {
  const option = (flag: string, what: string, standard: string): Option =>
    new Option(`--keep-${flag} <duration>`, `how long ${what} are kept`)
      .argParser(checked(retentionTime))
      .default(retentionTime(standard), standard);
  return command
    .addOption(option('pairs', 'the pairs of windows', '90d'))
    .addOption(option('windows', "windows' totals", '3650d'))
    .addOption(option('alerts', 'resolved alerts', '3650d'));
};

/** Settings from the options. */
export const retentionSettings = (options: RetentionOptions): RetentionSettings => ({
  pairs: options.keepPairs,
  windows: options.keepWindows,
  alerts: options.keepAlerts,
});
