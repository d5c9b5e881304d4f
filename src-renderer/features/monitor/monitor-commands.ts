import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/** What leads to the present, and what can be done with the capture. */
export const monitorCommands = (app: App): readonly Command[] => [
  ...goCommands(app),
  ...captureCommands(app),
];

function goCommands(app: App): readonly Command[] {
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
      id: 'go.copyTotal',
      category: t().categories.edit,
      title: t().commands.copyTotal,
      when: () => (app.monitor.status?.window ?? null) !== null,
      run: () => void app.copy(String(app.monitor.status?.window?.bytes ?? '')),
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

const isPaused = (app: App): boolean => app.monitor.status?.capture.state === 'paused';
