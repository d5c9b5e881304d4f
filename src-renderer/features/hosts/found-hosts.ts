import type { Command } from '../../commands/command.ts';
import { foldedAddress } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { scopeIn } from './host-search.svelte.ts';

/** Hosts that are named or shown, and the one that is typed, for the palette. */
export function foundHosts(app: App): readonly Command[] {
  const hosts = hostsOf(app);
  return [...hosts.map((address) => hostCommand(app, address)), ...typedHosts(app, hosts)];
}

/** Hosts that have a name, and those that are shown. */
function hostsOf({ preferences, largest }: App): readonly string[] {
  const { sources, destinations } = largest.hosts ?? { sources: [], destinations: [] };
  const shown = [...sources, ...destinations].map(({ address }) => address);
  const all = new Set([...Object.keys(preferences.values['hosts.names']), ...shown]);
  return [...all].filter((address) => address !== foldedAddress);
}

/** Any address, network or group that is typed leads to its page, also if it is not written in its one form. */
function typedHosts(app: App, others: readonly string[]): readonly Command[] {
  const typed = app.palette.query.trim();
  const network = scopeIn(typed);
  if (network === null || others.includes(typed)) return [];
  return [{ ...hostCommand(app, network), id: 'host.typed', title: typed }];
}

const hostCommand = (app: App, address: string): Command => ({
  ...{ id: `host.${address}`, category: t().columns.host, title: app.hostNames.label(address) },
  run: () => app.showHistoryOf({ host: address, peer: null }),
});
