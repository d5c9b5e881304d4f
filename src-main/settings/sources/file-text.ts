import {
  applyEdits,
  createScanner,
  type Edit,
  type FormattingOptions,
  modify,
  type Node,
  parse,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import * as v from 'valibot';

/** Settings by their keys, those that this version does not know among them. */
export type Entries = Readonly<Record<string, unknown>>;

const entriesSchema = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);

const byteOrderMark = '\uFEFF';

const bodyOf = (text: string): string => (text.startsWith(byteOrderMark) ? text.slice(1) : text);

/**
 * What a text of settings says: JSON as people write it, with comments, trailing commas, or a byte order mark.
 *
 * @returns null where it is none
 */
export function parseEntries(text: string): Entries | null {
  const errors: ParseError[] = [];
  const value: unknown = parse(bodyOf(text), errors, { allowTrailingComma: true });
  const entries = v.safeParse(entriesSchema, value);
  return errors.length === 0 && entries.success ? entries.output : null;
}

/**
 * The text with one setting changed, and all else as it was written.
 *
 * @param value undefined where the setting goes
 * @param isFirst whether it goes before the others where it is new
 */
export function editEntry(text: string, key: string, value: unknown, isFirst = false): string {
  const body = bodyOf(text);
  const edited =
    value === undefined ? without(body, key) : applyEdits(body, changeOf(body, key, value, isFirst));
  return `${text.slice(0, text.length - body.length)}${edited}`;
}

function changeOf(body: string, key: string, value: unknown, isFirst: boolean): Edit[] {
  const [last, ...others] = propertiesOf(body)
    .filter((property) => nameOf(property) === key)
    .reverse();
  // Of several the last one counts, while `modify` would change the first.
  if (others.length > 0) {
    const { offset, length } = last!.children![1]!;
    return [{ offset, length, content: JSON.stringify(value) }];
  }
  return modify(body, [key], value, {
    formattingOptions: styleOf(body),
    ...(isFirst && { getInsertionIndex: () => 0 }),
  });
}

const propertiesOf = (body: string): readonly Node[] =>
  parseTree(body, [], { allowTrailingComma: true })?.children ?? [];

const nameOf = ({ children }: Node): unknown => children?.[0]?.value;

const styleOf = (text: string): FormattingOptions => ({
  ...{ tabSize: 2, insertSpaces: !/^\t/m.test(text), eol: text.includes('\r\n') ? '\r\n' : '\n' },
});

/** The text without a property; where it is there several times, one that stayed would count again. */
function without(body: string, key: string): string {
  const edits = removalOf(body, key);
  return edits.length === 0 ? body : without(applyEdits(body, edits), key);
}

/** Takes a property away with its comma and its line. `modify` would take the comments before it, too. */
function removalOf(body: string, key: string): Edit[] {
  const properties = propertiesOf(body);
  const index = properties.findLastIndex((property) => nameOf(property) === key);
  const property = properties[index];
  if (!property) return [];
  const comma = commaBehind(body, property);
  const before = comma === undefined && index > 0 ? commaBehind(body, properties[index - 1]!) : undefined;
  const end = comma === undefined ? endOf(property) : comma + 1;
  return [
    ...(before === undefined ? [] : [{ offset: before, length: 1, content: '' }]),
    wholeLine(body, property.offset, end),
  ];
}

const endOf = ({ offset, length }: Node): number => offset + length;

/** Where the comma behind a property stands; undefined where there is none. */
function commaBehind(body: string, property: Node): number | undefined {
  const scanner = createScanner(body, true);
  scanner.setPosition(endOf(property));
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return body[offset] === ',' ? offset : undefined;
}

/** What lies between two places, with its indentation and the end of its line where nothing else is on it. */
function wholeLine(body: string, from: number, to: number): Edit {
  const indentation = /[ \t]*$/.exec(body.slice(0, from))![0].length;
  const rest = /^[ \t]*(\r?\n|$)/.exec(body.slice(to));
  const beginsLine = from - indentation === 0 || body[from - indentation - 1] === '\n';
  if (!rest || !beginsLine) return { offset: from, length: to - from, content: '' };
  return { offset: from - indentation, length: to + rest[0].length - from + indentation, content: '' };
}
