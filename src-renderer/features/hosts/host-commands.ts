import type { Command } from '../../commands/command.ts';
import { foldedAddress } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/**
 * What can be done with hosts that are shown: the past of each may be looked at, and it may be given a name, and a limit on
 * what it sends. The folded rests are no host.
 */
export const hostCommands = (app: App, ...addresses: readonly string[]): readonly Command[] =>
  [...new Set(addresses)].flatMap((address) => {
    const isHost = (): boolean => address !== foldedAddress;
    return [
      {
        id: `host.history.${address}`,
        category: '',
        title: t().history.showOf(address),
        when: isHost,
        run: () => app.showHistoryOf({ host: address, peer: null }),
      },
      {
        id: `host.name.${address}`,
        category: '',
        title: t().hosts.giveName(address),
        // Networks have names by groups.
        when: () => isHost() && !/[/@]/.test(address),
        run: () => (app.hostNames.asked = address),
      },
      {
        id: `host.limit.${address}`,
        category: '',
        title: t().limitForm.forHost(address),
        when: isHost,
        run: () => app.limitForm.begin({ source: address }),
      },
    ];
  });
