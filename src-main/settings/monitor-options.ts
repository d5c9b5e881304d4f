import { say } from '../common/phrases/say.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { Command, CommanderError } from 'commander';
import { MonitorError } from '../common/errors.ts';
import { withoutPasswords } from '../common/postgres-url.ts';
import type { EngineSettings } from '../engine/run/settings.ts';
import { engineSettings } from './engine-settings.ts';
import { namesFile } from './names-file.ts';
import { resolveOptions, type Sources } from './resolve.ts';
import { givenValues, withRunOptions } from './sources/command-line.ts';
import { usagePhrase } from './sources/usage-phrase.ts';
import { expandLists } from './sources/expand-lists.ts';
import { type FlagKey, isFlagKey, type OptionKey } from './registry/index.ts';

/** What the desktop app is told on its command line, and by what goes before and below that. */
export interface MonitorOptions {
  readonly engine: EngineSettings;
  /** The app ends by itself after this long; null: never. */
  readonly durationMs: number | null;
  /** Capture files to show, as they were named. */
  readonly files: readonly string[];
  /** The options that the command line itself gave. */
  readonly given: readonly FlagKey[];
}

/**
 * Reads the arguments of the desktop app: the options of `monitor`, and capture files.
 *
 * @param others what else says how options are
 * @throws MonitorError `settings/invalid`
 */
export function parseMonitorOptions(
  argv: readonly string[],
  others: Omit<Sources, 'commandLine'> = { environment: process.env },
): MonitorOptions {
  const command = parse(argv);
  const commandLine = givenValues(command);
  const values = resolveOptions({ ...others, commandLine });
  return {
    engine: { ...engineSettings(values), desktop: true },
    durationMs: values['run.duration'] ?? null,
    files: command.args,
    given: (Object.keys(commandLine) as OptionKey[]).filter(isFlagKey),
  };
}

function parse(argv: readonly string[]): Command {
  const command = withRunOptions(new Command('streamchecker'), 'monitor')
    .argument('[file...]')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    command.parse(expandLists(argv), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    throw wrongUsage(usagePhrase({ code: thrown.code, message: withoutPasswords(thrown.message, argv) }));
  }
  const strange = command.args.find((word) => !namesFile(word));
  if (strange === undefined) return command;
  throw wrongUsage(say('settings.manyArguments', { strange }));
}

const wrongUsage = (message: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy: say('command.remedy.help') });
