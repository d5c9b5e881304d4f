import type { Command } from 'commander';
import type { Values } from '../settings/registry/index.ts';
import { resolveOptions } from '../settings/resolve.ts';
import { givenValues } from '../settings/sources/command-line.ts';
import type { OutputOptions } from './options.ts';

/**
 * The options of a run: of its command line, else the environment, else their defaults.
 *
 * @throws MonitorError `settings/invalid` for what the environment says and can't be used
 */
export const runValues = (command: Command): Values =>
  resolveOptions({ commandLine: givenValues(command), environment: process.env });

/** What a run prints. */
export const outputOf = (values: Values): OutputOptions => ({
  pairs: values['output.pairs'],
  directions: values['output.directions'],
  format: values['output.format'],
  failOnBreach: values['output.failOnBreach'],
  verbose: values['output.verbose'],
  timeZone: values['periods.timeZone'] || undefined,
});
