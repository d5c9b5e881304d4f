/**
 * What Electron starts: the command line when it is asked for, else the desktop app.
 *
 * Electron waits for this module before it looks for a display. A verb ends the process first, so it runs on a server
 * without one, and without any of Chromium's processes.
 */
import { asksForVerb, userArguments } from './command-line/user-arguments.ts';

const isPackaged = !('defaultApp' in process);
const args = userArguments(process.argv, isPackaged);

if (asksForVerb(args)) {
  const { systemClock } = await import('./engine/run/system-clock.ts');
  const { runCommandLine } = await import('./command-line/run.ts');
  process.exit(await runCommandLine(args, systemClock));
}
await import('./main.ts');
