/** Every text of a catalogue by its path: `frame.sideBar`. */
export function textsOf(catalogue: object, path = ''): [string, unknown][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? textsOf(value, `${path}${key}.`)
      : [[`${path}${key}`, value] as [string, unknown]],
  );
}

/** What a text is told here, each in digits that any language writes alike: what is left out is missed. */
export const told = ['61', '62', '63', '64', '65'];

/** A text as it is read: one with parameters is told {@link told}, which reads as numbers, too. */
export const spoken = (text: unknown): string =>
  typeof text === 'function' ? String((text as (...values: unknown[]) => unknown)(...told)) : String(text);

/** The texts of a catalogue as they are read, by path. */
export const spokenTexts = (catalogue: object): Map<string, string> =>
  new Map(textsOf(catalogue).map(([path, text]) => [path, spoken(text)]));
