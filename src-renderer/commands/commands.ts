import { viewNames } from '../../src-main/common/view-names.ts';
import type { App } from '../state/app.svelte.ts';
import { t } from '../texts/texts.ts';
import type { Command } from './command.ts';
import { chartCommands } from '../features/history/chart-commands.ts';
import { captureFileCommands } from '../features/capture-files/capture-file-commands.ts';
import { helpCommands } from './help-commands.ts';
import { hostSearchCommands } from '../features/hosts/host-search-commands.ts';
import { historyCommands } from '../features/history/history-commands.ts';
import { totalsCommands } from '../features/totals/totals-commands.ts';
import { limitCommands } from '../features/limits/limit-commands.ts';

/** Every command, in the palette's order while nothing is typed. */
export const allCommands = (app: App): readonly Command[] => [
  ...viewCommands(app),
  ...goCommands(app),
  ...captureFileCommands(app),
  ...limitCommands(app),
  ...frameCommands(app),
  ...panelCommands(app),
  ...captureCommands(app),
  ...appCommands(app),
  ...hostSearchCommands(app),
  ...historyCommands(app),
  ...totalsCommands(app),
  ...chartCommands(app),
  ...helpCommands(app),
];

/** One for each view: `Mod+1` and so on for the first nine. */
const viewCommands = (app: App): readonly Command[] =>
  viewNames.map((id, index) => ({
    id: `view.${id}`,
    category: t().categories.view,
    title: t().commands.showView(t().views[id]),
    ...(id === 'settings' ? { shortcut: 'Mod+,' } : index < 9 && { shortcut: `Mod+${index + 1}` }),
    run: () => app.showView(id),
  }));

function goCommands(app: App): readonly Command[] {
  const newest = () => app.monitor.status?.firing.at(-1) ?? app.monitor.alerts[0];
  const category = t().categories.go;
  return [
    {
      id: 'go.present',
      category,
      title: t().commands.showPresent,
      shortcut: 'Mod+Home',
      run: () => void app.goToPresent(),
    },
    {
      id: 'go.newestAlert',
      category,
      title: t().commands.showNewestAlert,
      shortcut: 'F8',
      when: () => newest() !== undefined,
      run: () => {
        const alert = newest();
        if (alert) app.showAlert(alert.id);
      },
    },
    {
      id: 'go.copyTotal',
      category: t().categories.edit,
      title: t().commands.copyTotal,
      when: () => (app.monitor.status?.window ?? null) !== null,
      run: () => void app.copy(String(app.monitor.status?.window?.bytes ?? '')),
    },
  ];
}

function frameCommands({ layout, palette }: App): readonly Command[] {
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
      run: () => layout.show(neighbourView(layout.view, 1)),
    },
    {
      id: 'view.previous',
      category,
      title: t().commands.previousView,
      shortcut: 'Mod+PageUp',
      run: () => layout.show(neighbourView(layout.view, -1)),
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

function captureCommands(app: App): readonly Command[] {
  const category = t().categories.app;
  return [
    {
      id: 'capture.allow',
      category,
      title: t().commands.allowCapture,
      when: () => app.monitor.status?.canAllowCapture === true,
      run: () => void app.attempt((monitor) => monitor.allowCapture()),
    },
    {
      id: 'capture.pause',
      category,
      title: t().commands.pauseCapture,
      when: () => app.monitor.status !== null && !isPaused(app),
      run: () => void app.attempt((monitor) => monitor.pauseCapture()),
    },
    {
      id: 'capture.resume',
      category,
      title: t().commands.resumeCapture,
      when: () => isPaused(app),
      run: () => void app.attempt((monitor) => monitor.resumeCapture()),
    },
  ];
}

function appCommands({ shell, preferences, updates }: App): readonly Command[] {
  const category = t().categories.app;
  return [
    {
      id: 'app.checkForUpdates',
      category,
      title: t().updates.command,
      run: () => void updates.begin(),
    },
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

const isPaused = (app: App): boolean => app.monitor.status?.capture.state === 'paused';

/** The view `step` places further in the activity bar's order; after the last comes the first. */
function neighbourView(id: string, step: 1 | -1): string {
  const index = viewNames.findIndex((name) => name === id);
  return viewNames[(index + step + viewNames.length) % viewNames.length] ?? id;
}
