import type { Text } from '../../common/phrases/phrase.ts';
import { type Kind, type TextKind, toggle } from './kind.ts';

/**
 * What a change of a setting touches: the window's look, the app around it, or the engine, which is started again
 * for it.
 */
export type SettingScope = 'window' | 'app' | 'engine';

/** The face of an option in `settings.json` and on the settings page, under its key. */
export interface SettingFace {
  readonly scope: SettingScope;
  readonly title: string;
  readonly description: string;
}

/** Verbs that take the options of a run. */
export type RunVerb = 'monitor' | 'capture' | 'check' | 'replay' | 'doctor';

/** The face of an option on the command line. */
export interface FlagFace {
  /** Without the dashes. */
  readonly name: string;
  /** What stands for its value in `--help`, such as `<duration>`; none for a switch. */
  readonly value?: string;
  /** In `--help` and completions, in the person's language, and in the manual page. */
  readonly help: Text;
  /** What holds where it is left out, if no default says it. */
  readonly standard?: Text;
  /** Verbs that have it by themselves; others ask for it. */
  readonly runs?: readonly RunVerb[];
  /** Verbs that don't go without. */
  readonly required?: readonly RunVerb[];
  /**
   * It may be repeated, and have several values after one name.
   *
   * @returns whether a word behind its first value is one more, and not an argument of the verb
   */
  readonly isNext?: (word: string) => boolean;
  /** It may be repeated, each time with one value. */
  readonly repeats?: true;
  /** The row of docs/command-line.md. */
  readonly docs: { readonly value?: string; readonly text: string };
}

/** The face of an option in the environment. */
export interface VariableFace {
  readonly name: string;
  /** For the documents and the manual page, where no other face says it. */
  readonly help: string;
}

/** The face of an option in the policy of a machine's administrator. */
export interface PolicyFace {
  /** What holds where the policy can't be used: what it might have said is not to be undone. */
  readonly unusable?: unknown;
}

interface Faces {
  readonly setting?: SettingFace;
  readonly policy?: PolicyFace;
}

interface TextFaces extends Faces {
  readonly flag?: FlagFace;
  readonly variable?: VariableFace;
}

/**
 * Something that can be chosen. From its entry come command line, environment, `settings.json` with its schema, settings
 * page, policy, completions, manual page and the tables of the documents.
 */
export type Option<Stored = never, Value = unknown> =
  | ({
      readonly kind: Kind<Stored, Value>;
      readonly default: Stored;
      readonly flag?: undefined;
      readonly variable?: undefined;
    } & Faces)
  | ({ readonly kind: TextKind<Stored, Value>; readonly default: Stored } & TextFaces);

/** One option, with the type of its value. */
export const option = <Stored, Value, const F extends TextFaces>(
  entry: { readonly kind: TextKind<Stored, Value>; readonly default: NoInfer<Stored> } & F,
): { readonly kind: TextKind<Stored, Value>; readonly default: Stored } & Omit<F, 'kind' | 'default'> =>
  entry;

/** One option that only `settings.json` has. */
export const settingOnly = <Stored, Value, const F extends Faces>(
  entry: { readonly kind: Kind<Stored, Value>; readonly default: NoInfer<Stored> } & F,
): { readonly kind: Kind<Stored, Value>; readonly default: Stored } & Omit<F, 'kind' | 'default'> => entry;

/** An option without a value: off, unless it is given. */
export const toggled = (name: string, help: Text, text: string) =>
  option({ kind: toggle, default: false, flag: { name, help, docs: { text } } });
