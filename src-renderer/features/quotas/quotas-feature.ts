import { t } from '../../texts/texts.ts';
import MonitorSideBar from '../monitor/MonitorSideBar.svelte';
import { QuotaList } from './quota-list.svelte.ts';
import QuotasView from './QuotasView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly quotaList: QuotaList;
  }
}

/** Limits on periods, with what is left of them. */
export const quotasFeature: Feature = {
  open: (_app, { client, clock }) => ({ quotaList: new QuotaList({ ...client, clock }) }),
  views: [
    {
      ...{ id: 'quotas', title: () => t().views.quotas, icon: 'dashboard' },
      ...{ component: QuotasView, sideBar: MonitorSideBar },
    },
  ],
};
