import { countText } from '../format.ts';

/** A group of things, as a choice: how many there are. */
export interface GroupChoice {
  readonly value: string;
  readonly text: string;
  readonly note: string;
}

/** What tells a group from the others, and what it is called: a name may change while the group stays. */
export interface Group {
  readonly value: string;
  readonly text: string;
}

/** The value of the choice of all things. */
export const everything = '';

/** What things can be chosen by: all of them, and each group, the largest first. */
export function groupChoices<T>(
  things: readonly T[],
  groupOf: (thing: T) => Group,
  all: string,
): readonly GroupChoice[] {
  const groups = [...Map.groupBy(things, (thing) => groupOf(thing).value).values()].map((members) => ({
    ...groupOf(members[0]!),
    count: members.length,
  }));
  return [
    { value: everything, text: all, note: countText(things.length) },
    ...groups
      .toSorted((a, b) => b.count - a.count || a.text.localeCompare(b.text))
      .map(({ value, text, count }) => ({ value, text, note: countText(count) })),
  ];
}

/** The group that is chosen: everything where the chosen one is gone, that is, holds none of all things. */
export const presentGroup = <T>(
  things: readonly T[],
  valueOf: (thing: T) => string,
  chosen: string,
): string => (things.some((thing) => valueOf(thing) === chosen) ? chosen : everything);

/** Tells whether a thing is of the chosen group of all things; a group that is gone holds nothing back. */
export function inGroup<T>(
  things: readonly T[],
  valueOf: (thing: T) => string,
  chosen: string,
): (thing: T) => boolean {
  const group = presentGroup(things, valueOf, chosen);
  return (thing) => group === everything || valueOf(thing) === group;
}
