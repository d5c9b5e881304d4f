import type { App } from '../state/app.svelte.ts';
import { t } from '../texts/texts.ts';
import type { Command } from './command.ts';

/** What the frame itself can do, in the palette's order while nothing is typed. */
export const frameCommands = (app: App): readonly Command[] => [
  ...viewCommands(app),
  ...paletteCommands(app),
  ...panelCommands(app),
  ...appCommands(app),
];

/** One for each view: `Mod+1` and so on for the first nine. */
const viewCommands = (app: App): readonly Command[] =>
  app.views.map(({ id, title }, index) => ({
    id: `view.${id}`,
    category: t().categories.view,
    title: t().commands.showView(title()),
    ...(id === 'settings' ? { shortcut: 'Mod+,' } : index < 9 && { shortcut: `Mod+${index + 1}` }),
    run: () => app.showView(id),
  }));

function paletteCommands(app: App): readonly Command[] {
  const { layout, palette } = app;
  const category = t().categories.view;
  return [
    {
      id: 'palette.show',
      category,
      title: t().commands.showPalette,
      shortcut: 'Mod+Shift+P',
      run: () => palette.open(),
    },
    {
      id: 'view.next',
      category,
      title: t().commands.nextView,
      shortcut: 'Mod+PageDown',
      run: () => layout.show(neighbourView(app, 1)),
    },
    {
      id: 'view.previous',
      category,
      title: t().commands.previousView,
      shortcut: 'Mod+PageUp',
      run: () => layout.show(neighbourView(app, -1)),
    },
    {
      id: 'sideBar.toggle',
      category,
      title: t().commands.toggleSideBar,
      shortcut: 'Mod+B',
      run: () => layout.toggleSideBar(),
    },
  ];
}

function panelCommands({ layout, output }: App): readonly Command[] {
  const category = t().categories.view;
  return [
    {
      id: 'panel.toggle',
      category,
      title: t().commands.togglePanel,
      shortcut: 'Mod+J',
      run: () => layout.togglePanel(),
    },
    {
      id: 'panel.problems',
      category,
      title: t().commands.showProblems,
      shortcut: 'Mod+Shift+M',
      run: () => layout.showPanel('problems'),
    },
    {
      id: 'panel.output',
      category,
      title: t().commands.showOutput,
      shortcut: 'Mod+Shift+U',
      run: () => layout.showPanel('output'),
    },
    {
      id: 'output.clear',
      category: t().categories.output,
      title: t().commands.clearOutput,
      when: () => output.lines.length > 0,
      run: () => output.clear(),
    },
  ];
}

function appCommands({ shell, preferences }: App): readonly Command[] {
  const category = t().categories.app;
  return [
    {
      id: 'app.hide',
      category,
      title: t().commands.hideWindow,
      shortcut: 'Mod+W',
      run: () => void shell.hideWindow(),
    },
    {
      id: 'settings.openFile',
      category,
      title: t().commands.openSettingsFile,
      run: () => void preferences.openFile(),
    },
    { id: 'app.quit', category, title: t().commands.quit, shortcut: 'Mod+Q', run: () => void shell.quit() },
  ];
}

/** The view `step` places further in the activity bar's order; after the last comes the first. */
function neighbourView({ views, layout }: App, step: 1 | -1): string {
  const index = views.findIndex(({ id }) => id === layout.view);
  return views[(index + step + views.length) % views.length]?.id ?? layout.view;
}
