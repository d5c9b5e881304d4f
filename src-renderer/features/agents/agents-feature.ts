import { t } from '../../texts/texts.ts';
import { AgentList } from './agent-list.svelte.ts';
import AgentsSideBar from './AgentsSideBar.svelte';
import AgentsView from './AgentsView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly agentList: AgentList;
  }
}

/** Who captures. */
export const agentsFeature: Feature = {
  open: (_app, { client, clock }) => ({ agentList: new AgentList({ ...client, clock }) }),
  views: [
    {
      ...{ id: 'agents', title: () => t().views.agents, icon: 'radio-tower' },
      ...{ component: AgentsView, sideBar: AgentsSideBar },
    },
  ],
};
