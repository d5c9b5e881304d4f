import { tick } from 'svelte';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { csvOf, jsonOf } from './history-export.ts';
import { focusOnceRendered } from '../../ui/focus.ts';
import type { Command } from '../../commands/command.ts';

const forms = { csv: csvOf, json: jsonOf } as const;

/** What can be done with the history: the past of one host is shown, and the range that is shown is exported. */
export const historyCommands = (app: App): readonly Command[] => [
  {
    id: 'history.find',
    category: t().views.history,
    title: t().history.find,
    run: () => {
      app.layout.show('history');
      // The field is there once the view is.
      void tick().then(() => focusOnceRendered(document.querySelector('[data-testid=history-scope]')));
    },
  },
  {
    id: 'history.report',
    category: t().views.history,
    title: t().report.command,
    run: () => app.reportExport.begin(),
  },
  ...(['csv', 'json'] as const).map((form) => ({
    id: `history.export.${form}`,
    category: t().views.history,
    title: t().history.export(form.toUpperCase()),
    run: () =>
      void app.attempt(async () => {
        await app.historyRange.load();
        await app.save(`history.${form}`, forms[form](app.historyRange.bars));
      }),
  })),
];
