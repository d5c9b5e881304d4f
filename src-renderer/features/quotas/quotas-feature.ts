import { t } from '../../texts/texts.ts';
import { QuotaList } from './quota-list.svelte.ts';
import QuotasSideBar from './QuotasSideBar.svelte';
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
      ...{ component: QuotasView, sideBar: QuotasSideBar },
    },
  ],
};
