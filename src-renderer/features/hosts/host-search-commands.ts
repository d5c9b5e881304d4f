import { tick } from 'svelte';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { focusOnceRendered } from '../../ui/focus.ts';
import type { Command } from '../../commands/command.ts';

/** The way to any host that was ever seen. */
export const hostSearchCommands = (app: App): readonly Command[] => [
  {
    id: 'go.host',
    category: t().categories.go,
    title: t().hostSearch.command,
    shortcut: 'Mod+P',
    run: () => {
      app.layout.show('hosts');
      // The field is there once the view is.
      void tick().then(() => focusOnceRendered(document.querySelector('[data-testid=search-hosts]')));
    },
  },
];
