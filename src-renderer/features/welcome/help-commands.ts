import { documentationPages } from '../../../src-main/common/documentation.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import type { Command } from '../../commands/command.ts';

/** Opens what a person sees at first, and the documentation, each page. */
export const helpCommands = (app: App): readonly Command[] => [
  {
    id: 'help.welcome',
    category: t().categories.help,
    title: t().welcome.command,
    run: () => void app.welcome.open(),
  },
  {
    id: 'help.reportProblem',
    category: t().categories.help,
    title: t().problemReport.command,
    run: () => void app.problemReport.begin(),
  },
  ...documentationPages.map((page) => ({
    id: `help.${page}`,
    category: t().categories.help,
    title: t().documentation[page],
    ...(page === 'user-guide' ? { shortcut: 'F1' } : {}),
    run: () => void app.attempt(() => app.shell.openDocumentation({ page })),
  })),
];
