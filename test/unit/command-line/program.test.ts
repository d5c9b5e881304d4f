import type { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { speak } from '../../../src-main/command-line/person-language.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

it('says above the options of a verb what it does', async () => {
  const program = await wholeProgram();
  const silent = [...program.commands].filter((verb) => !/\n\n[A-Z].*\n/.test(verb.helpInformation()));
  expect(silent.map((verb) => verb.name())).toEqual([]);
  expect(program.commands[0]!.helpInformation()).toMatch(
    /^Usage: .* monitor .*\n\nWatch live traffic: the whole pipeline, headless\n\nOptions:/,
  );
});

it.each([
  [['--cluster'], '--cluster needs --brokers'],
  [['--sums', 'traffic-sums'], '--sums names a topic, and there are no brokers'],
])('lets doctor look at no cluster without brokers: %j', async (options, message) => {
  using folder = new TemporaryFolder();
  const program = await commandLine('1.0.0', new ExitStatus(), systemClock, 'doctor');
  const asked = program.parseAsync(['doctor', '--data-dir', folder.path, ...options], { from: 'user' });
  await expect(asked).rejects.toMatchObject({ code: 'settings/invalid', message });
});

describe('help in the language of the environment', () => {
  afterEach(() => speak('en'));

  it.each(['de', 'fr'] as const)('has no English in %s', async (language) => {
    const english = helpTexts(await wholeProgram());
    await speak(language);
    const told = helpTexts(await wholeProgram());
    const same = [...told].filter((text) => english.has(text) && text !== '');
    expect(same).toEqual([]);
  });
});

const wholeProgram = (): Promise<Command> => commandLine('1.0.0', new ExitStatus(), systemClock);

/** What the help of a program says, verb by verb: titles, and what each verb, argument and option does. */
function helpTexts(command: Command): Set<string> {
  const help = command.createHelp();
  return new Set([
    help.styleTitle('Options:'),
    help.commandDescription(command),
    ...help.visibleArguments(command).map((argument) => argument.description),
    ...help.visibleOptions(command).map(({ description }) => description),
    ...command.commands.flatMap((one) => [...helpTexts(one)]),
  ]);
}
