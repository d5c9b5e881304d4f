import { Command, type Option } from 'commander';
import type { Clock } from '../common/clock.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import { PhrasedOption } from '../settings/sources/command-line.ts';
import type { ExitStatus } from './exit-status.ts';
import { helpText, inPersonsLanguage } from './person-language.ts';

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
    .description(helpText('verb.program'))
    .version(version, '-V, --version', inPersonsLanguage(say('help.version')))
    .exitOverride()
    // Whoever parses says what is wrong, in the person's language.
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ sortSubcommands: false, commandDescription: meaning, optionDescription, styleTitle });
  const needed = Object.hasOwn(verbs, asked) ? [verbs[asked]!] : Object.values(verbs);
  for (const add of needed) await add(program, status, clock);
  speakHelp(program);
  return program;
}

/** Puts the help of all options, and of help itself, into the person's language. */
function speakHelp(command: Command): void {
  const help = inPersonsLanguage(say('help.help'));
  command.helpOption('-h, --help', help);
  if (command.commands.length > 0) command.helpCommand('help [command]', help);
  for (const option of command.options)
    if (option instanceof PhrasedOption) option.description = inPersonsLanguage(option.help);
  command.commands.forEach(speakHelp);
}

/** What an option does, what it may be, and what holds without it. */
function optionDescription(option: Option): string {
  const { description, argChoices } = option;
  const defaultValueDescription = option.defaultValueDescription ?? shown(option.defaultValue);
  const facts = [
    ...(argChoices ? [say('help.choices', { choices: argChoices.map((one) => `"${one}"`) })] : []),
    ...(defaultValueDescription === undefined
      ? []
      : [say('help.standard', { standard: defaultValueDescription })]),
  ];
  return facts.length === 0 ? description : `${description} (${facts.map(inPersonsLanguage).join(', ')})`;
}

const shown = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

const titles: Readonly<Record<string, Phrase>> = {
  'Usage:': say('help.title.Usage'),
  'Arguments:': say('help.title.Arguments'),
  'Options:': say('help.title.Options'),
  'Commands:': say('help.title.Commands'),
};

/** The title of a part of the help. */
const styleTitle = (title: string): string => inPersonsLanguage(titles[title] ?? title);

/** What a verb does, above its options. */
const meaning = (command: Command): string =>
  command.description() || command.summary().replace(/^./, (first) => first.toUpperCase());
