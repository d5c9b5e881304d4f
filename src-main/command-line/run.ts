import { CommanderError } from 'commander';
import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import { say, wholeOf } from '../common/phrases/say.ts';
import { messageLanguage, speak } from './person-language.ts';
import { withoutPasswords } from '../common/postgres-url.ts';
import { usagePhrase } from '../settings/sources/usage-phrase.ts';
import { expandLists } from '../settings/sources/expand-lists.ts';
import { ExitStatus, statuses } from './exit-status.ts';
import { commandLine } from './program.ts';
import { surviveReaders } from './reader-gone.ts';
import { warn } from './run-output.ts';

/**
 * Runs a verb to its end in this process, on Node or in Electron's main process.
 *
 * @param args what the person gave, from the verb on
 * @returns the exit status
 */
export async function runCommandLine(args: readonly string[], clock: Clock): Promise<number> {
  surviveReaders();
  hidePasswords();
  const status = new ExitStatus();
  await speak(messageLanguage(process.env));
  try {
    const program = await commandLine(__APP_VERSION__, status, clock, args[0]);
    await program.parseAsync(expandLists(args), { from: 'user' });
    return status.value;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return sayUsage(thrown);
    return tell(MonitorError.from(thrown), args.includes('--verbose'));
  }
}

/** Says in one line what is wrong with the arguments; help, which is shown for no verb as well, speaks for itself. */
function sayUsage({ code, message, exitCode }: CommanderError): number {
  if (exitCode === 0) return statuses.done;
  const text = withoutPasswords(message, process.argv);
  if (code !== 'commander.help')
    warn(say('usage.seeHelp', { problem: usagePhrase({ code, message: text }) }));
  return statuses.wrongUsage;
}

/** Says in one line what happened and what to do. */
function tell(error: MonitorError, verbose: boolean): number {
  warn(wholeOf(error));
  if (verbose) console.error(error.cause ?? error);
  return error.code === 'settings/invalid' ? statuses.wrongUsage : statuses.failed;
}

/** A password that was given in a URL shall not stand in the list of processes any longer than it must. */
function hidePasswords(): void {
  const title = process.argv.join(' ');
  const hidden = withoutPasswords(title, process.argv);
  if (hidden !== title) process.title = hidden;
}
