import { t } from '../../texts/texts.ts';
import { foundSettings } from './found-settings.ts';
import { SettingsPage } from './settings-page.svelte.ts';
import SettingsSideBar from './SettingsSideBar.svelte';
import SettingsView from './SettingsView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly settingsPage: SettingsPage;
  }
}

/** Everything that can be set. */
export const settingsFeature: Feature = {
  open: () => ({ settingsPage: new SettingsPage() }),
  views: [
    {
      ...{ id: 'settings', title: () => t().views.settings, icon: 'settings-gear' },
      ...{ component: SettingsView, sideBar: SettingsSideBar },
    },
  ],
  found: foundSettings,
};
