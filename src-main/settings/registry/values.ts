import * as v from 'valibot';
import { MonitorError } from '../../common/errors.ts';
import type { SettingProblem, SettingsState } from '../../common/settings-state.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { settingProblem } from '../../common/setting-problem.ts';
import { isSettingKey, type SettingKey, settingKeys, type Settings } from './index.ts';
import { options } from './options.ts';

/** Settings as they were read: an entry that can't be used has its default, and is named. */
export interface ReadSettings {
  readonly values: Settings;
  readonly problems: readonly SettingProblem[];
}

/** The settings as the window has them. */
export type KnownSettings = SettingsState<Settings, SettingKey>;

export const defaultSettings = Object.fromEntries(
  settingKeys.map((key) => [key, options[key].default]),
) as Settings;

/** Reads the entries of a settings file; `$schema` is its own. */
export function readSettings(entries: Readonly<Record<string, unknown>>): ReadSettings {
  const problems: SettingProblem[] = [];
  const values: Record<string, unknown> = { ...defaultSettings };
  for (const [key, value] of Object.entries(entries)) {
    if (key === '$schema') continue;
    const problem = isSettingKey(key) ? problemOf(key, value) : say('settings.noSuch');
    if (problem === null) values[key] = value;
    else problems.push(settingProblem(key, problem));
  }
  return { values: values as Settings, problems };
}

function problemOf(key: SettingKey, value: unknown): Text | null {
  const parsed = v.safeParse(options[key].kind.schema, value);
  return parsed.success ? null : parsed.issues.map(({ message }) => message).join('; ');
}

/**
 * Checks a value before it is stored.
 *
 * @throws MonitorError `settings/invalid`
 */
export function checkSetting(key: string, value: unknown): asserts key is SettingKey {
  const problem = isSettingKey(key) ? problemOf(key, value) : say('settings.noSuch');
  if (problem !== null) throw new MonitorError('settings/invalid', say('settings.entry', { key, problem }));
}

/** Keys in which two sets of settings differ. */
export const differences = (a: Settings, b: Settings): readonly SettingKey[] =>
  settingKeys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
