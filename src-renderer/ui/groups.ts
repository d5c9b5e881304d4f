import { countText } from '../format.ts';

/** A group of things, as a choice: how many there are. */
export interface GroupChoice {
  readonly value: string;
  readonly text: string;
  readonly note: string;
}

/** The value of the choice of all things. */
export const everything = '';

/** What things can be chosen by: all of them, and each group, the largest first. */
export function groupChoices<T>(
  things: readonly T[],
  groupOf: (thing: T) => string,
  all: string,
): readonly GroupChoice[] {
  const groups = [...Map.groupBy(things, groupOf)].toSorted(
    ([a, one], [b, other]) => other.length - one.length || a.localeCompare(b),
  );
  return [
    { value: everything, text: all, note: countText(things.length) },
    ...groups.map(([group, { length }]) => ({ value: group, text: group, note: countText(length) })),
  ];
}

/** The things of a group; a group that is gone holds nothing back. */
export function inGroup<T>(things: readonly T[], groupOf: (thing: T) => string, group: string): readonly T[] {
  const found = group === everything ? things : things.filter((thing) => groupOf(thing) === group);
  return found.length === 0 ? things : found;
}
