import { t } from '../../texts/texts.ts';
import UpdateDialog from './UpdateDialog.svelte';
import { Updates } from './updates.svelte.ts';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly updates: Updates;
  }
}

/** Newer versions of the app. */
export const updatesFeature: Feature = {
  open: (_app, { client }) => ({ updates: new Updates(client) }),
  commands: ({ updates }) => [
    {
      ...{ id: 'app.checkForUpdates', category: t().categories.app, title: t().updates.command },
      run: () => void updates.begin(),
    },
  ],
  overlays: [UpdateDialog],
};
