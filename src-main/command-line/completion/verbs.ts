import type { Argument, Command, Option } from 'commander';

/** A verb, or a group of verbs, of the command line: what its `--help` shows. */
export interface Verb {
  /** Words after the program's name: empty for the program itself, `limits import` for a verb of a group. */
  readonly path: string;
  readonly summary: string;
  readonly usage: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** The words that may follow. */
  readonly verbs: readonly string[];
}

/** A program with all that its `--help` lists, groups before their verbs. */
export const verbsOf = (program: Command): Verb[] => walk(program, '');

function walk(command: Command, path: string): Verb[] {
  const help = command.createHelp();
  const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  const verb = {
    path,
    summary: command.summary() || command.description(),
    usage: command.usage(),
    arguments: help.visibleArguments(command),
    options: help.visibleOptions(command),
    verbs: children.map((child) => child.name()),
  };
  return [verb, ...children.flatMap((child) => walk(child, `${path} ${child.name()}`.trim()))];
}

/** What the value of an option is to be completed with. */
export type ValueKind = 'none' | 'choice' | 'file' | 'folder' | 'interface' | 'text';

export function valueKind({ flags, argChoices }: Option): ValueKind {
  const [, name] = /[<[](.+?)[\]>]/.exec(flags) ?? [];
  if (name === undefined) return 'none';
  if (argChoices !== undefined) return 'choice';
  if (flags.startsWith('--interface')) return 'interface';
  if (name.startsWith('file')) return 'file';
  if (name === 'folder') return 'folder';
  return 'text';
}

/** The options that have a long name. */
export const named = (options: readonly Option[]): Option[] =>
  options.filter(({ long }) => long !== undefined);

/** The verbs that only hold further ones. */
export const groupsOf = (verbs: readonly Verb[]): string[] =>
  verbs.filter(({ path, verbs: own }) => path !== '' && own.length > 0).map(({ path }) => path);

/** The verb of that name in a group, or in the program for the path ''. */
export const verbIn = (verbs: readonly Verb[], path: string, name: string): Verb =>
  verbs.find((verb) => verb.path === `${path} ${name}`.trim())!;

/** Text as one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Words as one word of a shell, for it to split. */
export const wordList = (words: readonly string[]): string => quoted(words.join(' '));
