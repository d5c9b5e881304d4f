import { flagKeys, flagOf } from '../registry/index.ts';

/** Options that take several values after one name, with what still counts as one of them. */
const lists: ReadonlyMap<string, (value: string) => boolean> = new Map(
  flagKeys.flatMap((key) => {
    const { name, isNext } = flagOf(key);
    return isNext === undefined ? [] : [[`--${name}`, isNext] as const];
  }),
);

/**
 * Repeats the name of a list option before each of its values, so that `--source A B FILE` reads as
 * `--source A --source B FILE`: what is not a value of the list is left for the verb.
 */
export function expandLists(argv: readonly string[]): string[] {
  const expanded: string[] = [];
  let list: string | undefined;
  let first = false;
  for (const argument of argv.flatMap(apart)) {
    if (list !== undefined && !argument.startsWith('-') && (first || lists.get(list)!(argument))) {
      for (const value of argument.split(',')) expanded.push(list, value);
      first = false;
      continue;
    }
    if (list !== undefined && first) expanded.push(list);
    list = lists.has(argument) ? argument : undefined;
    first = list !== undefined;
    if (list === undefined) expanded.push(argument);
  }
  if (list !== undefined && first) expanded.push(list);
  return expanded;
}

/** `--source=A` is `--source A`. */
function apart(argument: string): string[] {
  const [name = '', ...value] = argument.split('=');
  return lists.has(name) && value.length > 0 ? [name, value.join('=')] : [argument];
}
