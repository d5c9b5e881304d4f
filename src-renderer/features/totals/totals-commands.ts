import { totalsCsv } from '../../../src-main/common/totals-csv.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { totalsTable } from './totals-table.ts';
import type { Command } from '../../commands/command.ts';

/** What can be done with the totals that are shown. */
export const totalsCommands = (app: App): readonly Command[] => [
  {
    id: 'totals.copy',
    category: t().views.totals,
    title: t().totals.copy,
    run: () =>
      void app.attempt(async () => {
        const { totalsPage: page } = app;
        if (page.totals === null) await page.load();
        await app.copy(
          totalsTable(
            page.rows,
            page.totals?.isCompared === true,
            page.shown.per,
            app.now.ms,
            page.totals?.timeZone,
          ),
        );
      }),
  },
  {
    id: 'totals.export.csv',
    category: t().views.totals,
    title: t().totals.export,
    run: () =>
      void app.attempt(async () => {
        const { totalsPage: page } = app;
        if (page.totals === null) await page.load();
        const lines = totalsCsv(page.totals ?? { rows: [], isCompared: false });
        await app.save('totals.csv', lines.map((line) => `${line}\r\n`).join(''));
      }),
  },
];
