/** Headless composition root: the command line on Node. */
import { systemClock } from './engine/run/system-clock.ts';
import { runCommandLine } from './command-line/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), systemClock);
