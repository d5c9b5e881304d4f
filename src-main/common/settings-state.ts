import type { Text } from './phrases/phrase.ts';

/** What is wrong with one entry of the settings. */
export interface SettingProblem {
  readonly key: string;
  /** In English. */
  readonly message: string;
  /** The same as a phrase, which the page puts into the person's language. */
  readonly said?: Text;
}

/** The settings as they cross to the window; which there are, and their types, the registry knows (`KnownSettings`). */
export interface SettingsState<Values = Readonly<Record<string, unknown>>, Key extends string = string> {
  readonly values: Values;
  readonly problems: readonly SettingProblem[];
  /** Path of `settings.json`. */
  readonly file: string;
  /** Keys that the person changed. */
  readonly changed: readonly Key[];
  /** Keys that an option of the command line overrides for this run. */
  readonly overridden: readonly Key[];
  /** Keys that the administrator of this machine has set, and where. */
  readonly managed: { readonly keys: readonly Key[]; readonly file: string };
}
