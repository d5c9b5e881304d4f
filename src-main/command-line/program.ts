import { Command } from 'commander';
import type { Clock } from '../common/clock.ts';
import type { ExitStatus } from './exit-status.ts';

type AddVerb = (program: Command, status: ExitStatus, clock: Clock) => Promise<void>;

/**
 * The verbs, in the order of `--help`. A verb's code is loaded when the verb is asked for: what captures, or talks to
 * brokers and databases, takes longer to load than most verbs take to run.
 */
const verbs: Readonly<Record<string, AddVerb>> = {
  monitor: async (...parts) => (await import('./verbs/monitor.ts')).monitorVerb(...parts),
  capture: async (program, _, clock) => (await import('./verbs/capture.ts')).captureVerb(program, clock),
  check: async (...parts) => (await import('./verbs/check.ts')).checkVerb(...parts),
  replay: async (...parts) => (await import('./verbs/replay.ts')).replayVerb(...parts),
  limits: async (...parts) => (await import('./verbs/limits.ts')).limitsVerb(...parts),
  windows: async (program, _, clock) => (await import('./verbs/windows.ts')).windowsVerb(program, clock),
  periods: async (program, _, clock) => (await import('./verbs/periods.ts')).periodsVerb(program, clock),
  totals: async (program, _, clock) => (await import('./verbs/totals.ts')).totalsVerb(program, clock),
  hosts: async (program, _, clock) => (await import('./verbs/hosts.ts')).hostsVerb(program, clock),
  report: async (program, _, clock) => (await import('./verbs/report.ts')).reportVerb(program, clock),
  alerts: async (program, _, clock) => (await import('./verbs/alerts.ts')).alertsVerb(program, clock),
  agents: async (program, _, clock) => (await import('./verbs/agents.ts')).agentsVerb(program, clock),
  interfaces: async (program) => (await import('./verbs/interfaces.ts')).interfacesVerb(program),
  doctor: async (...parts) => (await import('./verbs/doctor.ts')).doctorVerb(...parts),
  completion: async (program, status, clock) =>
    (await import('./verbs/completion.ts')).completionVerb(program, () =>
      commandLine(program.version() ?? '', status, clock),
    ),
};

/**
 * The command line; what a run amounts to is noted in `status`.
 *
 * @param asked the only verb that is needed; with another word, or none, the program has all its verbs
 */
export async function commandLine(
  version: string,
  status: ExitStatus,
  clock: Clock,
  asked = '',
): Promise<Command> {
  const program = new Command('streamchecker')
    .description('Watches the traffic on this machine and says, at once, when it leaves its limits.')
    .version(version)
    .exitOverride()
    // Whoever parses says what is wrong, in the person's language.
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ sortSubcommands: false, commandDescription: meaning });
  const needed = Object.hasOwn(verbs, asked) ? [verbs[asked]!] : Object.values(verbs);
  for (const add of needed) await add(program, status, clock);
  return program;
}

/** What a verb does, above its options. */
const meaning = (command: Command): string =>
  command.description() || command.summary().replace(/^./, (first) => first.toUpperCase());
