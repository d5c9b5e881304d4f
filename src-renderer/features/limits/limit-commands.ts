import { byteCountText } from '../../../src-main/common/byte-count.ts';
import type { LimitForm } from '../../../src-main/common/contract/monitor/limits.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { undoText } from '../../words.ts';
import type { Command } from '../../commands/command.ts';

/** What can be done with limits. */
export function limitCommands(app: App): readonly Command[] {
  const category = t().categories.limits;
  return [
    ...newLimitCommands(app),
    {
      id: 'limits.import',
      category,
      title: t().commands.importLimits,
      shortcut: 'Mod+Shift+I',
      run: () => void app.limitsImport.begin(),
    },
    {
      id: 'limits.importTable',
      category,
      title: t().commands.importTable,
      run: () => app.limitsImport.ask(),
    },
    {
      id: 'limits.suggest',
      category,
      title: t().limitSuggestions.command,
      run: () => void app.limitSuggestions.begin(),
    },
    ...sourceCommands(app),
    ...exportCommands(app),
  ];
}

/** What is done with the source that is followed. */
function sourceCommands(app: App): readonly Command[] {
  const category = t().categories.limits;
  const status = () => app.monitor.status?.limits;
  return [
    {
      id: 'limits.sync',
      category,
      title: t().limitsView.sync,
      when: () => (status()?.source ?? null) !== null,
      run: () => void app.attempt((monitor) => monitor.syncLimits()),
    },
    {
      id: 'limits.undo',
      category,
      title: undoText(status()?.undoable ?? { kind: 'import', origin: '' }),
      when: () => (status()?.undoable ?? null) !== null,
      run: () => void app.attempt((monitor) => monitor.undoLimitsImport(), t().limitsView.undone),
    },
  ];
}

/** Limits by hand. */
const newLimitCommands = (app: App): readonly Command[] => [
  {
    id: 'limits.new',
    category: t().categories.limits,
    title: t().limitForm.command,
    shortcut: 'Mod+Shift+L',
    run: () => app.limitForm.begin(),
  },
  {
    id: 'limits.newMonthly',
    category: t().categories.limits,
    title: t().quotas.newMonthly,
    run: () => app.limitForm.begin({ period: 'month' }),
  },
  {
    id: 'limits.newFromWindow',
    category: t().categories.limits,
    title: t().limitForm.fromWindow,
    when: () => app.selection.detail !== null,
    run: () => app.limitForm.begin({ value: byteCountText(app.selection.detail?.bytes ?? 0) }),
  },
];

const exportCommands = (app: App): readonly Command[] =>
  (['json', 'csv', 'sql'] satisfies LimitForm[]).map((form) => ({
    id: `limits.export.${form}`,
    category: t().categories.limits,
    title: t().limitsView.export(form.toUpperCase()),
    when: () => app.monitor.limits.length > 0,
    run: () =>
      void app.attempt(async (monitor) => app.save(`limits.${form}`, await monitor.exportLimits({ form }))),
  }));
