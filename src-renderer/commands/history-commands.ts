import type { App } from '../state/app.svelte.ts';
import { t } from '../texts/texts.ts';
import { csvOf, jsonOf } from '../views/history/history-export.ts';
import type { Command } from './command.ts';

const forms = { csv: csvOf, json: jsonOf } as const;

/** Exports of the range that the history shows. */
export const historyCommands = (app: App): readonly Command[] =>
  (['csv', 'json'] as const).map((form) => ({
    id: `history.export.${form}`,
    category: t().views.history,
    title: t().history.export(form.toUpperCase()),
    run: () =>
      void app.attempt(async () => {
        await app.historyRange.load();
        await app.save(`history.${form}`, forms[form](app.historyRange.bars));
      }),
  }));
