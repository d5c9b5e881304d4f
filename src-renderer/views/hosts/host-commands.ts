import type { Command } from '../../commands/command.ts';
import { foldedAddress } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/** What can be done with hosts that are shown: each may be given a name. The folded rests are no host. */
export const hostCommands = (app: App, ...addresses: readonly string[]): readonly Command[] =>
  [...new Set(addresses)].map((address) => ({
    id: `host.name.${address}`,
    category: '',
    title: t().hosts.giveName(address),
    when: () => address !== foldedAddress,
    run: () => (app.hostNames.asked = address),
  }));
