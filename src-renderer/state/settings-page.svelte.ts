import { type SettingKey, settingKeys } from '../../src-main/common/settings/definitions.ts';
import { t } from '../texts/texts.ts';

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

  /** Groups with the settings that match every word of the query in key, title or description. */
  readonly groups: readonly SettingGroup[] = $derived.by(() => {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = settingKeys.filter((key) => words.every((word) => wordsOf(key).includes(word)));
    return [...Map.groupBy(found, areaOf)].map(([id, keys]) => ({ id, title: groupTitle(id), keys }));
  });
}

function wordsOf(key: SettingKey): string {
  const { title, description } = t().settings.items[key];
  return [key, groupTitle(areaOf(key)), title, description].join(' ').toLowerCase();
}

const groupTitle = (id: string): string => (t().settings.groups as Record<string, string>)[id] ?? id;
