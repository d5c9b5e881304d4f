import {
  choicesOf,
  settingKeys,
  type SettingKey,
  settingOf,
} from '../../../src-main/settings/registry/index.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { areaOf, groupTitle, optionText } from './settings-page.svelte.ts';

/** Settings and their options, for the palette. */
export const foundSettings = (app: App): readonly Command[] =>
  settingKeys.flatMap((key) => [settingCommand(app, key), ...optionCommands(app, key)]);

const titleOf = (key: SettingKey): string =>
  t().labelled(groupTitle(areaOf(key)), t().settings.items[key].title);

const settingCommand = (app: App, key: SettingKey): Command => ({
  id: `setting.${key}`,
  category: t().views.settings,
  title: titleOf(key),
  run: () => {
    app.settingsPage.query = key;
    app.layout.show('settings');
  },
});

/** Options that hold at once are chosen from here; others are shown with what changing them does. */
function optionCommands(app: App, key: SettingKey): readonly Command[] {
  const isAtOnce = settingOf(key).scope === 'window';
  return choicesOf(key).map((option) => ({
    id: `setting.${key}=${option}`,
    category: t().views.settings,
    title: t().labelled(titleOf(key), optionText(option)),
    run: isAtOnce ? () => void app.preferences.change(key, option) : settingCommand(app, key).run,
  }));
}
