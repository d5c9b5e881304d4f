import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { readPage, section, tableRows } from './markdown.ts';

/** What `--help` lists: each verb with its options. */
function helpOf(command: Command, name = ''): [verb: string, options: string[]][] {
  const help = command.createHelp();
  const verbs = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  if (verbs.length > 0) return verbs.flatMap((verb) => helpOf(verb, `${name} ${verb.name()}`.trim()));
  const options = help.visibleOptions(command).flatMap(({ long }) => (long ? [long] : []));
  return [[name, options.filter((option) => option !== '--help')]];
}

const help = new Map(helpOf(await commandLine('0', new ExitStatus(), systemClock)));
const reference = readPage('docs/command-line.md');
const firstCode = (cell: string): string => /^`([^`]+)`/.exec(cell)![1]!;

/** The options of a cell: one, and the one that switches it off. */
const optionsIn = (cell: string): string[] => [...cell.matchAll(/`(--[^`]+)`/g)].map(([, name]) => name!);

/** The verbs that a cell of the table of options stands for. */
function verbsOf(cell: string): string[] {
  if (!cell.startsWith('all')) return cell.split(', ');
  const but = cell.replace(/^all( but )?/, '').split(', ');
  return [...help.keys()].filter((verb) => !but.includes(verb));
}

describe('the reference of the command line', () => {
  it('names the verbs that --help lists, and no others', () => {
    const documented = tableRows(section(reference, 'Verbs')).map(([verb]) => firstCode(verb!));
    expect(documented).toEqual([...help.keys()]);
  });

  it('names the options of each verb that its --help lists, and no others', () => {
    const rows = tableRows(section(reference, 'Options'));
    const documented = rows.flatMap(([option, verbs]) =>
      verbsOf(verbs!).flatMap((verb) => optionsIn(option!).map((name) => `${verb} ${name}`)),
    );
    const listed = [...help].flatMap(([verb, options]) => options.map((option) => `${verb} ${option}`));
    expect(documented.sort()).toEqual(listed.sort());
  });
});
