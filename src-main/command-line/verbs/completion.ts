import { Argument, type Command } from 'commander';
import { print } from '../run-output.ts';
import { bashCompletion } from '../completion/bash-completion.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { type Verb, verbsOf } from '../completion/verbs.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';
import { helpText } from '../person-language.ts';

const shells: Readonly<Record<string, (verbs: readonly Verb[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * `completion`: what a shell completes by. Packages install it.
 *
 * @param whole makes the program with all its verbs
 */
export const completionVerb = (program: Command, whole: () => Promise<Command>): void =>
  void program
    .command('completion')
    .summary(helpText('verb.completion'))
    .addArgument(new Argument('<shell>', helpText('argument.completion')).choices(Object.keys(shells)))
    .action(async (shell: string) => print(shells[shell]!(verbsOf(await whole())).trimEnd()));
