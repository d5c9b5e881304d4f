import { say } from '../../common/phrases/say.ts';
import * as v from 'valibot';
import { MonitorError } from '../../common/errors.ts';

/** What the settings page changes a value with. */
export type Control = 'text' | 'choice' | 'toggle' | 'list' | 'secret' | 'table';

/**
 * How values of an option are written, checked and understood; one for all places where it can be said. `Stored` is how
 * it stands in `settings.json`, `Value` what the product works with.
 */
export interface Kind<Stored = never, Value = unknown> {
  readonly schema: v.GenericSchema;
  readonly control: Control;
  readonly choices?: readonly string[];
  /** By which an editor checks a text of `settings.json`, or each of a list; the parser knows better. */
  readonly pattern?: RegExp;
  /** What stands behind a number where it is shown. */
  readonly unit?: string;
  /** @throws MonitorError `settings/invalid` for what the schema refuses, too */
  readonly read: (stored: Stored) => Value;
}

/** A kind that can be said as a text, too: on the command line and in the environment. */
export interface TextKind<Stored = never, Value = unknown> extends Kind<Stored, Value> {
  /**
   * Reads a text.
   *
   * @param before what was read, where the option is repeated
   * @throws MonitorError `settings/invalid`
   */
  readonly parse: (text: string, before?: never) => Value;
  /** What a wrong text is told, where it is not to be repeated as it may be a secret; and what to do. */
  readonly demand?: readonly [problem: string, remedy: string];
}

/** The longest text of a setting. */
export const longest = 4096;

/** Lists have at most this many entries. */
export const listBound = 256;

export const anyText = v.pipe(v.string(), v.maxLength(longest));

/** Makes a schema's check of a parser of ours: what it refuses is an issue in its words. */
export const parsedBy = <T = string>(parse: (value: T) => unknown) =>
  v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parse(dataset.value);
    } catch (thrown) {
      const { message, remedy } = MonitorError.from(thrown);
      addIssue({ message: remedy === undefined ? message : `${message}; ${remedy}` });
    }
  });

type Demand = TextKind['demand'];

const withDemand = (demand: Demand) => (demand === undefined ? {} : { demand });

/** A text that a parser understands. */
export const parsed = <T>(parse: (text: string) => T, demand?: Demand): TextKind<string, T> => ({
  ...{ schema: v.pipe(anyText, parsedBy(parse)), control: 'text', read: parse, parse },
  ...withDemand(demand),
});

/** The same, or nothing: in `settings.json` an empty text. */
export function optional<S extends string, T>(kind: TextKind<S, T>): TextKind<S | '', T | undefined> {
  const { read, parse, choices, demand } = kind;
  const readOr = (said: S | ''): T | undefined => (said === '' ? undefined : read(said));
  return {
    schema: v.pipe(
      anyText,
      parsedBy((said) => said === '' || parse(said)),
    ),
    ...{ control: 'text', read: readOr, parse: (said) => parse(said), ...withDemand(demand) },
    ...(choices && { choices }),
  };
}

/** A text as it is. */
export const text: TextKind<string, string> = {
  ...{ schema: anyText, control: 'text' },
  ...{ read: (stored) => stored, parse: (said) => said },
};

/** On or off; on the command line an option without a value. */
export const toggle: TextKind<boolean, boolean> = {
  ...{ schema: v.boolean(), control: 'toggle', read: (stored) => stored },
  parse: (said) => choice(['on', 'off']).parse(said) === 'on',
  demand: ['is not one of its choices', 'set it to on or off'],
};

/** One of some words. */
export function choice<const T extends string>(choices: readonly T[]): TextKind<T, T> {
  return {
    ...{ schema: v.picklist(choices), control: 'choice', choices, read: (stored) => stored },
    parse(said) {
      const chosen = choices.find((one) => one === said.toLowerCase());
      if (chosen !== undefined) return chosen;
      throw new MonitorError('settings/invalid', say('settings.choice', { said }), {
        remedy: say('settings.remedy.choice', { choices }),
      });
    },
    demand: ['is not one of its choices', `set it to ${choices.join(' or ')}`],
  };
}

interface ListChecks {
  readonly least?: number;
  /** Checks the entries together. */
  readonly together?: (entries: string[]) => unknown;
}

/** A list; on the command line an option that is repeated. */
export const list = <T>(
  parse: (text: string) => T,
  { least = 0, together = () => undefined }: ListChecks = {},
): TextKind<string[], readonly T[]> => ({
  schema: v.pipe(
    v.array(v.pipe(anyText, parsedBy(parse))),
    v.minLength(least),
    v.maxLength(listBound),
    parsedBy(together),
  ),
  control: 'list',
  read: (stored) => stored.map(parse),
  parse: (said, before?: readonly T[]) => [...(before ?? []), parse(said)],
});

/** Something with a shape of its own, which has a table on the settings page. */
export const table = <T>(schema: v.GenericSchema<T>): Kind<T, T> => ({
  ...{ schema, control: 'table', read: (stored) => stored },
});
