import { Command } from 'commander';
import type { Clock } from '../common/clock.ts';
import type { ExitStatus } from './exit-status.ts';
import { withoutPasswords } from '../engine/limits/postgres-url.ts';
import { agentsVerb } from './verbs/agents.ts';
import { alertsVerb } from './verbs/alerts.ts';
import { captureVerb } from './verbs/capture.ts';
import { checkVerb } from './verbs/check.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { interfacesVerb } from './verbs/interfaces.ts';
import { limitsVerb } from './verbs/limits.ts';
import { monitorVerb } from './verbs/monitor.ts';
import { replayVerb } from './verbs/replay.ts';
import { windowsVerb } from './verbs/windows.ts';

/** The command line with all its verbs; what a run amounts to is noted in `status`. */
export function commandLine(version: string, status: ExitStatus, clock: Clock): Command {
  const program = new Command('streamchecker')
    .description('Watches the traffic on this machine and says, at once, when it leaves its limits.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(usageText(text)) })
    .configureHelp({ sortSubcommands: false, commandDescription: meaning });
  monitorVerb(program, status, clock);
  captureVerb(program, clock);
  checkVerb(program, status, clock);
  replayVerb(program, status);
  limitsVerb(program, status, clock);
  windowsVerb(program);
  alertsVerb(program, clock);
  agentsVerb(program, clock);
  interfacesVerb(program);
  doctorVerb(program, status, clock);
  return program;
}

/** What a verb does, above its options. */
const meaning = (command: Command): string =>
  command.description() || command.summary().replace(/^./, (first) => first.toUpperCase());

/** What is wrong with the arguments, in one line. */
const usageText = (text: string): string =>
  `streamchecker: ${withoutPasswords(text)
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')} (see --help)\n`;
