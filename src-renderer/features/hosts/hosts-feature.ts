import { t } from '../../texts/texts.ts';
import { foundHosts } from './found-hosts.ts';
import HostNameDialog from './HostNameDialog.svelte';
import { HostNames } from './host-names.svelte.ts';
import { hostSearchCommands } from './host-search-commands.ts';
import { HostSearch } from './host-search.svelte.ts';
import HostsSideBar from './HostsSideBar.svelte';
import HostsView from './HostsView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly hostNames: HostNames;
    readonly hostSearch: HostSearch;
  }
}

/** All hosts that were ever seen, and their names. */
export const hostsFeature: Feature = {
  open: (app, { client, clock }) => ({
    hostNames: new HostNames({ ...client, clock, settings: () => app.preferences.values }),
    hostSearch: new HostSearch({
      ...{ ...client, clock },
      addressesCalled: (text) => app.hostNames.addressesCalled(text),
    }),
  }),
  views: [
    {
      ...{ id: 'hosts', title: () => t().views.hosts, icon: 'server' },
      ...{ component: HostsView, sideBar: HostsSideBar },
    },
  ],
  commands: hostSearchCommands,
  found: foundHosts,
  overlays: [HostNameDialog],
};
