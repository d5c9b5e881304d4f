import { formatNetwork, parseNetwork } from './address.ts';
import type { Phrase } from './phrases/phrase.ts';
import { say } from './phrases/say.ts';
import { MonitorError } from './errors.ts';

/** Named groups of networks: to each name networks, and other groups by `@` and their names. */
export type NetworkGroups = Readonly<Record<string, readonly string[]>>;

/** What stands before the name of a group wherever an address or network may stand. */
export const groupMark = '@';

const mostGroups = 256;
/** Networks of a group, those of its groups included. */
const mostNetworks = 256;
const namePattern = /^[A-Za-z0-9][\w.-]{0,62}$/;

const invalid = (message: Phrase, remedy?: Phrase): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });

/** Whether a text names a group, whichever there are: `@office`. */
export const isGroupName = (text: string): boolean =>
  text.startsWith(groupMark) && namePattern.test(text.slice(groupMark.length));

/**
 * Puts networks in the place of groups within groups.
 *
 * @returns to each name its networks, in their one form
 * @throws MonitorError `settings/invalid` for a name that can't be one, what is not a network, a group that there is not,
 * one that contains itself, and names that differ in small and capital letters alone
 */
export function resolveGroups(groups: NetworkGroups): Record<string, readonly string[]> {
  const names = Object.keys(groups);
  if (names.length > mostGroups) throw invalid(say('group.tooMany', { most: mostGroups }));
  const bad = names.find((name) => !namePattern.test(name));
  if (bad !== undefined)
    throw invalid(say('group.badName', { name: bad.slice(0, 64) }), say('group.remedy.name'));
  requireDistinct(names);
  return Object.fromEntries(names.map((name) => [name, networksOf(name, groups, [])]));
}

/** Where one filters by a group, small and capital letters are the same. */
function requireDistinct(names: readonly string[]): void {
  for (const [first, second] of Map.groupBy(names, (name) => name.toLowerCase()).values())
    if (second !== undefined)
      throw invalid(say('group.sameName', { first: first!, second }), say('group.remedy.sameName'));
}

function networksOf(name: string, groups: NetworkGroups, within: readonly string[]): readonly string[] {
  const path = [...within, name];
  if (within.includes(name))
    throw invalid(say('group.containsItself', { name: within[0]!, path: path.join(' → ') }));
  const members = Object.hasOwn(groups, name) ? groups[name]! : undefined;
  if (members === undefined)
    throw unknownGroup(name, (unknown) =>
      say('group.unknownInGroup', { name: unknown, within: within.at(-1)! }),
    );
  if (members.length === 0) throw invalid(say('group.empty', { name }));
  const networks = members.flatMap((member) =>
    member.startsWith(groupMark)
      ? networksOf(member.slice(groupMark.length), groups, path)
      : [networkIn(name, member)],
  );
  const distinct = [...new Set(networks)];
  if (distinct.length > mostNetworks) throw invalid(say('group.tooLarge', { name, most: mostNetworks }));
  return distinct;
}

function networkIn(name: string, text: string): string {
  try {
    return formatNetwork(parseNetwork(text));
  } catch {
    throw invalid(say('group.badNetwork', { text, name }), say('group.remedy.network'));
  }
}

/** A group as a person names it: `@office`. */
export const marked = (name: string): string => (name.startsWith(groupMark) ? name : groupMark + name);

/** The error for a group that there is not. */
export const unknownGroup = (name: string, sayWhere: (name: string) => Phrase): MonitorError =>
  invalid(sayWhere(marked(name)), say('group.remedy.unknown'));

/**
 * Networks, with those of a group in the place of its name.
 *
 * @param resolved as {@link resolveGroups} gives them
 * @throws MonitorError `settings/invalid`, `request/invalid` for what is neither network nor group
 */
export function networksIn(
  texts: readonly string[],
  resolved: Readonly<Record<string, readonly string[]>>,
  sayWhere: (name: string) => Phrase,
): string[] {
  return texts.flatMap((text) => {
    if (!text.startsWith(groupMark)) return [formatNetwork(parseNetwork(text))];
    const name = text.slice(groupMark.length);
    if (Object.hasOwn(resolved, name)) return resolved[name]!;
    throw unknownGroup(name, sayWhere);
  });
}
