import type { Component } from 'svelte';
import type { ViewName } from '../../src-main/common/view-names.ts';
import { t } from '../texts/texts.ts';
import MonitorSideBar from '../features/monitor/MonitorSideBar.svelte';
import AlertsSideBar from '../features/alerts/AlertsSideBar.svelte';
import AlertsView from '../features/alerts/AlertsView.svelte';
import AgentsSideBar from '../features/agents/AgentsSideBar.svelte';
import AgentsView from '../features/agents/AgentsView.svelte';
import CaptureFilesSideBar from '../features/capture-files/CaptureFilesSideBar.svelte';
import CaptureFilesView from '../features/capture-files/CaptureFilesView.svelte';
import HistorySideBar from '../features/history/HistorySideBar.svelte';
import HostsSideBar from '../features/hosts/HostsSideBar.svelte';
import HostsView from '../features/hosts/HostsView.svelte';
import HistoryView from '../features/history/HistoryView.svelte';
import TotalsSideBar from '../features/totals/TotalsSideBar.svelte';
import TotalsView from '../features/totals/TotalsView.svelte';
import LimitsView from '../features/limits/LimitsView.svelte';
import QuotasView from '../features/quotas/QuotasView.svelte';
import PairsSideBar from '../features/pairs/PairsSideBar.svelte';
import PairsView from '../features/pairs/PairsView.svelte';
import PipelineView from '../features/pipeline/PipelineView.svelte';
import SettingsSideBar from '../features/settings/SettingsSideBar.svelte';
import SettingsView from '../features/settings/SettingsView.svelte';
import Overview from '../features/monitor/Overview.svelte';

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
