import type { Component } from 'svelte';
import type { ViewName } from '../../src-main/common/view-names.ts';
import { t } from '../texts/texts.ts';
import MonitorSideBar from '../views/overview/MonitorSideBar.svelte';
import AlertsSideBar from '../views/alerts/AlertsSideBar.svelte';
import AlertsView from '../views/alerts/AlertsView.svelte';
import AgentsSideBar from '../views/agents/AgentsSideBar.svelte';
import AgentsView from '../views/agents/AgentsView.svelte';
import CaptureFilesSideBar from '../views/capture-files/CaptureFilesSideBar.svelte';
import CaptureFilesView from '../views/capture-files/CaptureFilesView.svelte';
import HistorySideBar from '../views/history/HistorySideBar.svelte';
import HostsSideBar from '../views/hosts/HostsSideBar.svelte';
import HostsView from '../views/hosts/HostsView.svelte';
import HistoryView from '../views/history/HistoryView.svelte';
import TotalsSideBar from '../views/totals/TotalsSideBar.svelte';
import TotalsView from '../views/totals/TotalsView.svelte';
import LimitsView from '../views/limits/LimitsView.svelte';
import QuotasView from '../views/quotas/QuotasView.svelte';
import PairsSideBar from '../views/pairs/PairsSideBar.svelte';
import PairsView from '../views/pairs/PairsView.svelte';
import PipelineView from '../views/pipeline/PipelineView.svelte';
import SettingsSideBar from '../views/settings/SettingsSideBar.svelte';
import SettingsView from '../views/settings/SettingsView.svelte';
import Overview from '../views/overview/Overview.svelte';

/** A view of the workbench. */
export interface View {
  readonly id: ViewName;
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
    id: 'pairs',
    title: () => t().views.pairs,
    icon: 'list-tree',
    component: PairsView,
    sideBar: PairsSideBar,
  },
  {
    id: 'history',
    title: () => t().views.history,
    icon: 'graph-line',
    component: HistoryView,
    sideBar: HistorySideBar,
  },
  {
    id: 'totals',
    title: () => t().views.totals,
    icon: 'graph',
    component: TotalsView,
    sideBar: TotalsSideBar,
  },
  {
    id: 'limits',
    title: () => t().views.limits,
    icon: 'law',
    component: LimitsView,
    sideBar: MonitorSideBar,
  },
  {
    id: 'quotas',
    title: () => t().views.quotas,
    icon: 'dashboard',
    component: QuotasView,
    sideBar: MonitorSideBar,
  },
  {
    id: 'alerts',
    title: () => t().views.alerts,
    icon: 'bell',
    component: AlertsView,
    sideBar: AlertsSideBar,
  },
  {
    id: 'pipeline',
    title: () => t().views.pipeline,
    icon: 'type-hierarchy-sub',
    component: PipelineView,
    sideBar: MonitorSideBar,
  },
  {
    id: 'captureFiles',
    title: () => t().views.captureFiles,
    icon: 'file-binary',
    component: CaptureFilesView,
    sideBar: CaptureFilesSideBar,
  },
  {
    id: 'hosts',
    title: () => t().views.hosts,
    icon: 'server',
    component: HostsView,
    sideBar: HostsSideBar,
  },
  {
    id: 'agents',
    title: () => t().views.agents,
    icon: 'radio-tower',
    component: AgentsView,
    sideBar: AgentsSideBar,
  },
  {
    id: 'settings',
    title: () => t().views.settings,
    icon: 'settings-gear',
    component: SettingsView,
    sideBar: SettingsSideBar,
  },
];
