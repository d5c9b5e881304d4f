/** Headless composition root: the command line on Node. */
import { systemClock } from './engine/run/system-clock.ts';
import { runCommandLine } from './command-line/run.ts';

/** How long what a library left open may keep the process, once the verb is done. */
const graceMs = 1_000;

process.exitCode = await runCommandLine(process.argv.slice(2), systemClock);
setTimeout(endOnceWritten, graceMs).unref();

/** Ends the process, once what it said is written, however slow its reader is. Most end by themselves, and sooner. */
function endOnceWritten(): void {
  const isWritten = [process.stdout, process.stderr].every((out) => out.writableLength === 0);
  if (isWritten) process.exit();
  setTimeout(endOnceWritten, graceMs).unref();
}
