import { type Command, Option } from 'commander';
import { keptBytes, retentionTime } from '../common/retention-time.ts';
import type { RetentionSettings } from '../engine/history/retention.ts';
import { checked } from './checked.ts';

/** Options of how long the history is kept. */
export interface RetentionOptions {
  readonly keepPairs: number;
  readonly keepWindowPairs: number;
  readonly keepWindows: number;
  readonly keepAlerts: number;
  /** Bytes; without it there is no bound. */
  readonly keepSize?: number;
}

/** Adds the options of who keeps a history. */
export const withRetentionOptions = (command: Command): Command => {
  const option = (flag: string, what: string, standard: string): Option =>
    new Option(`--keep-${flag} <duration>`, `how long ${what} are kept`)
      .argParser(checked(retentionTime))
      .default(retentionTime(standard), standard);
  return command
    .addOption(option('pairs', 'pairs', '90d'))
    .addOption(option('window-pairs', 'pairs by window, before they are by hour,', '7d'))
    .addOption(option('windows', "windows' totals", '3650d'))
    .addOption(option('alerts', 'resolved alerts', '3650d'))
    .addOption(
      new Option(
        '--keep-size <bytes>',
        'what the history may take, such as 2GB: the oldest pairs go first',
      ).argParser(checked(keptBytes)),
    );
};

/** Settings from the options. */
export const retentionSettings = (options: RetentionOptions): RetentionSettings => ({
  pairs: options.keepPairs,
  windowPairs: options.keepWindowPairs,
  windows: options.keepWindows,
  alerts: options.keepAlerts,
  bytes: options.keepSize ?? Infinity,
});
