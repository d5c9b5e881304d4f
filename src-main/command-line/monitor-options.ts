import { Command, CommanderError } from 'commander';
import { MonitorError } from '../common/errors.ts';
import type { CaptureEngine, EngineSettings } from '../engine/run/settings.ts';
import { withoutPasswords } from '../engine/limits/postgres-url.ts';
import { type AlertOptions, alertSettings, withAlertOptions, withRuleOptions } from './alert-options.ts';
import { expandLists } from './expand-lists.ts';
import {
  kafkaSettings,
  type StreamOptions,
  withAlertsTopicOption,
  withPublishOptions,
  withTopicOptions,
} from './kafka-options.ts';
import { namesFile } from './user-arguments.ts';
import { type RetentionOptions, retentionSettings, withRetentionOptions } from './retention-options.ts';
import {
  type CheckOptions,
  checkSettings,
  dataDirOption,
  expectAgentOption,
  type OutputOptions,
  withCheckOptions,
  withLiveOptions,
  withOutputOptions,
} from './options.ts';

/** What `monitor` and the desktop app are told on their command line. */
export interface MonitorOptions {
  readonly engine: EngineSettings;
  /** The app ends by itself after this long; null: never. */
  readonly durationMs: number | null;
  /** Capture files to show, as they were named; the desktop app alone takes some. */
  readonly files: readonly string[];
  /** Names of the options that the command line itself gave. */
  readonly given: readonly string[];
}

/** The options of `monitor` as commander reads them. */
export type MonitorFlags = CheckOptions &
  AlertOptions &
  OutputOptions &
  RetentionOptions &
  StreamOptions & {
    readonly interface?: readonly string[];
    readonly captureEngine: CaptureEngine;
    readonly promiscuous: boolean;
    readonly refresh: EngineSettings['refresh'];
    readonly expectAgent?: readonly string[];
    readonly duration?: number;
    readonly dataDir: string;
  };

/** Adds all options of `monitor`. */
export const withMonitorOptions = (command: Command): Command =>
  withOutputOptions(
    withRetentionOptions(
      withAlertOptions(withRuleOptions(withStreamOptions(withLiveOptions(withCheckOptions(command))))),
    ),
  )
    .addOption(expectAgentOption())
    .addOption(dataDirOption());

const withStreamOptions = (command: Command): Command =>
  withPublishOptions(withAlertsTopicOption(withTopicOptions(command, false)));

/** Settings from the options. */
export function monitorOptions(flags: MonitorFlags, given: readonly string[] = []): MonitorOptions {
  const engine: EngineSettings = {
    ...checkSettings(flags),
    dataDir: flags.dataDir,
    captures: true,
    stream: streamOf(flags),
    interfaces: flags.interface ?? ['auto'],
    captureEngine: flags.captureEngine,
    promiscuous: flags.promiscuous,
    limitsSource: flags.limits ?? null,
    refresh: flags.refresh,
    desktop: false,
    expectedAgents: flags.expectAgent ?? [],
    alerts: alertSettings(flags),
    retention: retentionSettings(flags),
  };
  return { engine, durationMs: flags.duration ?? null, files: [], given };
}

/**
 * The embedded log, or that of the brokers.
 *
 * @throws MonitorError `settings/invalid` where something is said of publishing, but not to whom
 */
export function streamOf({ brokers, ...options }: StreamOptions): EngineSettings['stream'] {
  if (brokers) return { kind: 'kafka', ...kafkaSettings({ ...options, brokers }) };
  if (options.publishWhen === undefined && options.publishMode !== 'packet') return { kind: 'embedded' };
  throw new MonitorError('settings/invalid', 'Without --brokers nothing is published', {
    remedy: 'give --brokers, or leave --publish-when and --publish-mode out',
  });
}

/**
 * Reads the arguments of the desktop app: the options of `monitor`, and capture files.
 *
 * @param defaults what holds where the command line says nothing
 * @throws MonitorError `settings/invalid`
 */
export function parseMonitorOptions(
  argv: readonly string[],
  defaults: Partial<MonitorFlags> = {},
): MonitorOptions {
  const command = withMonitorOptions(new Command('streamchecker'))
    .argument('[file...]')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    command.parse(expandLists(argv), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    throw wrongUsage(withoutPasswords(thrown.message.replace(/^error: /, ''), argv));
  }
  const strange = command.args.find((word) => !namesFile(word));
  if (strange !== undefined)
    throw wrongUsage(`too many arguments: ${strange} (a file is named by a path, as ./${strange})`);
  const given = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map((option) => option.name());
  const others = Object.entries(defaults).filter(([name]) => command.getOptionValueSource(name) !== 'cli');
  const options = monitorOptions({ ...command.opts<MonitorFlags>(), ...Object.fromEntries(others) }, given);
  return { ...options, files: command.args, engine: { ...options.engine, desktop: true } };
}

const wrongUsage = (message: string): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy: 'see streamchecker --help' });
