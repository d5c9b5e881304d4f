import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/** What can be done with a limit of the list. */
export const limitRowCommands = (app: App, limit: Limit): readonly Command[] => [
  { id: 'limit.edit', category: '', title: t().limitForm.edit, run: () => app.limitForm.edit(limit) },
  {
    id: 'limit.remove',
    category: '',
    title: t().limitForm.remove,
    run: () => void app.limitForm.remove(limit),
  },
];
