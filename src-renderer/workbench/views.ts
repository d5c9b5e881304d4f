import type { Component } from 'svelte';
import { t } from '../texts/texts.ts';
import MonitorSideBar from '../views/overview/MonitorSideBar.svelte';
import SettingsSideBar from '../views/settings/SettingsSideBar.svelte';
import SettingsView from '../views/settings/SettingsView.svelte';
import Overview from '../views/overview/Overview.svelte';

/** A view of the workbench. */
export interface View {
  readonly id: string;
  readonly title: () => string;
  /** A codicon. */
  readonly icon: string;
  readonly component: Component;
  /** What the side bar shows beside it. */
  readonly sideBar: Component;
}

/** Every view, in the activity bar's order; a new one is one entry here. */
export const views: readonly [View, ...View[]] = [
  {
    id: 'overview',
    title: () => t().views.overview,
    icon: 'pulse',
    component: Overview,
    sideBar: MonitorSideBar,
  },
  {
    id: 'settings',
    title: () => t().views.settings,
    icon: 'settings-gear',
    component: SettingsView,
    sideBar: SettingsSideBar,
  },
];
