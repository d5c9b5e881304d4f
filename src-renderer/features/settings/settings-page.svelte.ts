import { folded } from '../../folded.ts';
import {
  choicesOf,
  facesOf,
  type SettingKey,
  settingKeys,
} from '../../../src-main/settings/registry/index.ts';
import { type HistoryTier, historyTiers, type SpaceUsed } from '../../../src-main/common/space.ts';
import { t } from '../../texts/texts.ts';

/** Settings of one area: `capture`. */
export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly SettingKey[];
}

/** A setting's area: what stands before the dot of its key. */
export const areaOf = (key: SettingKey): string => key.slice(0, key.indexOf('.'));

/** What the settings page shows. */
export class SettingsPage {
  query = $state('');
  /** What the history takes; null until it is known. */
  space: SpaceUsed | null = $state.raw(null);

  /** Groups with the settings that match every word of the query in key, title, description or options. */
  readonly groups: readonly SettingGroup[] = $derived.by(() => {
    const words = folded(this.query).split(/\s+/).filter(Boolean);
    const found = settingKeys.filter((key) => words.every((word) => wordsOf(key).includes(word)));
    return [...Map.groupBy(found, areaOf)].map(([id, keys]) => ({ id, title: groupTitle(id), keys }));
  });
}

/** The tier of the history that a setting is about. */
export const tierOf = (key: SettingKey): HistoryTier | undefined =>
  historyTiers.find((tier) => key === `retention.${tier}`);

function wordsOf(key: SettingKey): string {
  const { title, description } = t().settings.items[key];
  const option = facesOf(key).flag?.name ?? '';
  const options = choicesOf(key).flatMap((one) => [one, optionText(one)]);
  return folded([key, groupTitle(areaOf(key)), title, description, option, ...options].join(' '));
}

/** An option as the person reads it. */
export const optionText = (option: string): string => t().settings.options[option] ?? option;

/** What an area of the settings is called. */
export const groupTitle = (id: string): string => (t().settings.groups as Record<string, string>)[id] ?? id;
