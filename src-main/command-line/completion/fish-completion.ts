import type { Option } from 'commander';
import { named, quoted, valueKind, type Verb, verbIn, wordList } from './verbs.ts';

/** Completion for fish. */
export function fishCompletion(verbs: readonly Verb[]): string {
  return [
    '# Completion of streamchecker for fish.',
    'complete -c streamchecker -f',
    ...verbs.flatMap((verb) => [
      ...fishVerbs(verb, verbs),
      ...named(verb.options).map((one) => fishOption(verb, one)),
    ]),
    '',
  ].join('\n');
}

/** Whether the words before the cursor are those of this verb. */
const fishCondition = ({ path, verbs: own }: Verb): string => {
  if (path === '') return '__fish_use_subcommand';
  const before = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const none = own.length === 0 ? [] : [`not __fish_seen_subcommand_from ${own.join(' ')}`];
  return [...before, ...none].join('; and ');
};

const fishVerbs = (verb: Verb, verbs: readonly Verb[]): string[] =>
  verb.verbs.map((name) => {
    const { summary } = verbIn(verbs, verb.path, name);
    return `complete -c streamchecker -n ${quoted(fishCondition(verb))} -a ${name} -d ${quoted(summary)}`;
  });

const fishValues = {
  none: '',
  file: ' -r -F',
  folder: " -x -a '(__fish_complete_directories)'",
  text: ' -x',
} as const;

function fishOption(verb: Verb, option: Option): string {
  const kind = valueKind(option);
  const value =
    kind === 'choice'
      ? ` -x -a ${wordList(option.argChoices!)}`
      : kind === 'interface'
        ? " -x -a 'auto (__fish_print_interfaces)'"
        : fishValues[kind];
  const name = option.long!.replace(/^--/, '');
  const condition = quoted(fishCondition(verb));
  return `complete -c streamchecker -n ${condition} -l ${name}${value} -d ${quoted(option.description)}`;
}
