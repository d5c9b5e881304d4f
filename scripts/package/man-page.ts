import type { Argument, Option } from 'commander';
import type { Verb } from '../../src-main/command-line/completion/verbs.ts';
import { facesOf, optionKeys } from '../../src-main/settings/registry/index.ts';

/** Texts that the command line itself does not hold. */
export interface ManPageFacts {
  readonly version: string;
  readonly dataFolder: string;
}

/** The manual page streamchecker(1) in the macros of man(7). */
export function manPage([program, ...verbs]: readonly Verb[], { version, dataFolder }: ManPageFacts): string {
  return [
    `.TH STREAMCHECKER 1 "" "StreamChecker ${version}" "User Commands"`,
    `.SH NAME\nstreamchecker \\- ${escape(lowerFirst(program!.summary))}`,
    `.SH SYNOPSIS\n.B streamchecker\n[\\fIoptions of monitor\\fR]\n.br\n.B streamchecker\n\\fIverb\\fR [\\fIoptions\\fR]`,
    `.SH DESCRIPTION\n${description}`,
    `.SH VERBS\n${verbs
      .filter(({ verbs: own }) => own.length === 0)
      .map(verbText)
      .join('\n')}`,
    exitStatus,
    files(dataFolder),
    environment(),
    seeAlso,
    '',
  ].join('\n');
}

const description = `Without a verb, the desktop app is opened; it takes the options of
.BR monitor .
With a verb, the command runs in the terminal and needs no display. Verbs that list, and
.BR "limits import" ,
work on the data folder of a running app.`;

const exitStatus = `.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
failed; one line on standard error says what happened and what to do
.TP
.B 2
wrong usage
.TP
.B 3
a limit was breached, with
.B \\-\\-fail\\-on\\-breach`;

const files = (dataFolder: string): string => `.SH FILES
.TP
.I ${escape(dataFolder)}
windows, limits and alerts, unless
.B \\-\\-data\\-dir
names another folder
.TP
.I /etc/default/streamchecker\\-agent
arguments of the service streamchecker\\-agent`;

/** Variables that are read where they are used, and are no options. */
const otherVariables = [
  { name: 'STREAMCHECKER_HELPER', help: 'the capture helper to use in place of the installed one' },
  {
    name: 'STREAMCHECKER_KAFKA_CONFIG',
    help: 'file of mode 0600 with lines of `NAME=value` for the variables about brokers: `TLS=on` for STREAMCHECKER_KAFKA_TLS',
  },
];

const environment = (): string =>
  ['.SH ENVIRONMENT', ...[...otherVariables, ...optionVariables()].map(variableText)].join('\n');

const optionVariables = (): { name: string; help: string }[] =>
  optionKeys.flatMap((key) => facesOf(key).variable ?? []);

const variableText = ({ name, help }: { name: string; help: string }): string =>
  `.TP\n.B ${escape(name)}\n${escape(help).replaceAll(/`([^`]*)`/g, '\\fB$1\\fR')}`;

const seeAlso = `.SH SEE ALSO
.BR pcap\\-filter (7),
.BR systemctl (1)`;

function verbText({ path, summary, usage, arguments: own, options }: Verb): string {
  const head = `.SS "${escape(`${path} ${usage.replace('[options]', '').trim()}`.trim())}"\n${escape(sentence(summary))}`;
  const shown = options.filter(({ long }) => long !== '--help');
  return [head, ...own.map(argumentText), ...shown.map(optionText)].join('\n');
}

const argumentText = (argument: Argument): string =>
  `.TP\n\\fI${escape(argument.name())}\\fR\n${escape(argument.description || argument.name())}`;

function optionText({
  flags,
  description: text,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Option): string {
  const [name = '', ...value] = flags.split(' ');
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  const standard = defaultValueDescription ?? plainDefault(defaultValue);
  const after = standard === '' ? '' : ` (default: ${standard})`;
  const argument = value.length === 0 ? '' : ` \\fI${escape(value.join(' ').replace(/[<>]/g, ''))}\\fR`;
  return `.TP\n\\fB${escape(name)}\\fR${argument}\n${escape(`${text}${choices}${after}`)}`;
}

/** The default folder is the packager's own here; the page names it as everybody's. */
const plainDefault = (value: unknown): string =>
  (typeof value === 'string' && !value.startsWith('/')) || typeof value === 'number' ? String(value) : '';

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Text as man(7) shows it unchanged. */
const escape = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^([.'])/gm, '\\&$1');
