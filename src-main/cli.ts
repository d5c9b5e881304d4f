/** Headless composition root: the command line. */
import { CommanderError } from 'commander';
import { expandLists } from './command-line/expand-lists.ts';
import { ExitStatus, statuses } from './command-line/exit-status.ts';
import { commandLine } from './command-line/program.ts';
import { warn } from './command-line/run-output.ts';
import { MonitorError } from './common/errors.ts';
import { sentence } from './common/sentence.ts';

async function run(argv: readonly string[]): Promise<number> {
  const status = new ExitStatus();
  try {
    await commandLine(__APP_VERSION__, status).parseAsync(expandLists(argv), { from: 'user' });
    return status.value;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? statuses.done : statuses.wrongUsage;
    return tell(MonitorError.from(thrown), argv.includes('--verbose'));
  }
}

/** Says in one line what happened and what to do. */
function tell(error: MonitorError, verbose: boolean): number {
  warn(sentence(error).replaceAll('\n', ' '));
  if (verbose) console.error(error.cause ?? error);
  return error.code === 'settings/invalid' ? statuses.wrongUsage : statuses.failed;
}

// A reader that has seen enough (head, less) closes the pipe: nothing more is to be said to it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(statuses.done);
  warn(`The output can't be written (${error.code ?? error.message}).`);
  process.exit(statuses.failed);
});

process.exitCode = await run(process.argv.slice(2));
