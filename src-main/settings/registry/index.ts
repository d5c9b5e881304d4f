import type { Control, Kind } from './kind.ts';
import type { FlagFace, PolicyFace, SettingFace, VariableFace } from './option.ts';
import { options } from './options.ts';

export type { SettingScope } from './option.ts';

/** The name of an option: its key in `settings.json`, where it stands there. */
export type OptionKey = keyof typeof options;

type KeyWith<Face> = {
  [K in OptionKey]: (typeof options)[K] extends Face ? K : never;
}[OptionKey];

/** Options that stand in `settings.json`. */
export type SettingKey = KeyWith<{ readonly setting: SettingFace }>;

/** Options of the command line. */
export type FlagKey = KeyWith<{ readonly flag: FlagFace }>;

type KindOf<K extends OptionKey> = (typeof options)[K]['kind'];

/** What each option means where it is used. */
export type Values = {
  readonly [K in OptionKey]: KindOf<K> extends Kind<never, infer Value> ? Value : never;
};

/** The value of every setting, as `settings.json` has it. */
export type Settings = { readonly [K in SettingKey]: (typeof options)[K]['default'] };

export const optionKeys = Object.keys(options) as readonly OptionKey[];

/** The faces of an option, those it has. */
interface Faces {
  readonly setting?: SettingFace;
  readonly flag?: FlagFace;
  readonly variable?: VariableFace;
  readonly policy?: PolicyFace;
}

/** The faces of an option. */
export const facesOf = (key: OptionKey): Faces => options[key];

const isOption = (key: string): key is OptionKey => Object.hasOwn(options, key);

export const isSettingKey = (key: string): key is SettingKey =>
  isOption(key) && facesOf(key).setting !== undefined;

export const isFlagKey = (key: OptionKey): key is FlagKey => facesOf(key).flag !== undefined;

/** Every setting there is. */
export const settingKeys: readonly SettingKey[] = optionKeys.filter(isSettingKey);

/** Every option of the command line. */
export const flagKeys: readonly FlagKey[] = optionKeys.filter(isFlagKey);

/** By which name an option of a run is switched off that settings or environment may have on; undefined where none may. */
export function offName(key: OptionKey): string | undefined {
  const { flag, setting, variable } = facesOf(key);
  return flag?.value === undefined && flag?.runs && (setting ?? variable) ? `no-${flag.name}` : undefined;
}

/** What `settings.json` and the settings page say of a setting. */
export const settingOf = (key: SettingKey): SettingFace => options[key].setting;

/** What the command line says of an option. */
export const flagOf = (key: FlagKey): FlagFace => options[key].flag;

/** What the settings page changes a setting with. */
export const controlOf = (key: SettingKey): Control => options[key].kind.control;

/** What can be chosen for a setting; nothing where it is written. */
export const choicesOf = (key: SettingKey): readonly string[] => {
  const { choices = [] }: Pick<Kind, 'choices'> = options[key].kind;
  return choices;
};

/** Whether a setting is kept sealed, and never shown. */
export const isSecret = (key: SettingKey): boolean => controlOf(key) === 'secret';
