import { parseNetwork } from '../common/address.ts';
import { autoHome } from '../common/home-networks.ts';
import { isGroupName } from '../common/network-groups.ts';
import { parsePeriod } from '../common/periods/period.ts';

/** Options that take several values after one name, with what still counts as one of them. */
const lists: Readonly<Record<string, (value: string) => boolean>> = {
  '--interface': () => true,
  '--period': isPeriod,
  '--expect-agent': () => true,
  '--source': isNetwork,
  '--destination': isNetwork,
  '--home-network': (value) => value.split(',').every((one) => one === autoHome || isNetwork(one)),
};

/**
 * Repeats the name of a list option before each of its values, so that `--source A B FILE` reads as
 * `--source A --source B FILE`: what is no value of the list is left for the verb.
 */
export function expandLists(argv: readonly string[]): string[] {
  const expanded: string[] = [];
  let list: string | undefined;
  let first = false;
  for (const argument of argv.flatMap(apart)) {
    if (list !== undefined && !argument.startsWith('-') && (first || lists[list]!(argument))) {
      for (const value of argument.split(',')) expanded.push(list, value);
      first = false;
      continue;
    }
    if (list !== undefined && first) expanded.push(list);
    list = Object.hasOwn(lists, argument) ? argument : undefined;
    first = list !== undefined;
    if (list === undefined) expanded.push(argument);
  }
  if (list !== undefined && first) expanded.push(list);
  return expanded;
}

/** `--source=A` is `--source A`. */
function apart(argument: string): string[] {
  const [name = '', ...value] = argument.split('=');
  return Object.hasOwn(lists, name) && value.length > 0 ? [name, value.join('=')] : [argument];
}

function isNetwork(value: string): boolean {
  try {
    value.split(',').forEach((one) => isGroupName(one) || parseNetwork(one));
    return true;
  } catch {
    return false;
  }
}

function isPeriod(value: string): boolean {
  try {
    parsePeriod(value);
    return true;
  } catch {
    return false; // It belongs to the verb, as a file does.
  }
}
