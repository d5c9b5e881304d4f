import { t } from '../../texts/texts.ts';
import { totalsCommands } from './totals-commands.ts';
import { TotalsPage } from './totals-page.svelte.ts';
import TotalsSideBar from './TotalsSideBar.svelte';
import TotalsView from './TotalsView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly totalsPage: TotalsPage;
  }
}

/** Traffic by periods, compared with others. */
export const totalsFeature: Feature = {
  open: (_app, { client, clock }) => ({ totalsPage: new TotalsPage({ ...client, clock }) }),
  views: [
    {
      ...{ id: 'totals', title: () => t().views.totals, icon: 'graph' },
      ...{ component: TotalsView, sideBar: TotalsSideBar },
    },
  ],
  commands: totalsCommands,
};
