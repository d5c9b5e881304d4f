import { Argument, type Command } from 'commander';
import { print } from '../run-output.ts';
import { bashCompletion } from '../completion/bash-completion.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { type Verb, verbsOf } from '../completion/verbs.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';

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
    .summary('print what a shell completes verbs and options by')
    .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(shells)))
    .action(async (shell: string) => print(shells[shell]!(verbsOf(await whole())).trimEnd()));
