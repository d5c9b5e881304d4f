import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import type { Command } from '../../commands/command.ts';

/** What can be done with capture files. */
export function captureFileCommands(app: App): readonly Command[] {
  const { captureFiles } = app;
  const category = t().categories.file;
  const isOpen = (): boolean => captureFiles.status !== null;
  return [
    {
      id: 'captureFiles.open',
      category,
      title: t().captureFiles.open,
      shortcut: 'Mod+O',
      run: () => void app.attempt(() => captureFiles.choose()),
    },
    {
      id: 'captureFiles.again',
      category,
      title: t().captureFiles.again,
      when: isOpen,
      run: () => void app.attempt(() => captureFiles.openAgain()),
    },
    {
      id: 'captureFiles.cancel',
      category,
      title: t().captureFiles.cancelReading,
      when: () => captureFiles.status?.state === 'reading',
      run: () => void app.attempt(() => captureFiles.cancel()),
    },
    {
      id: 'captureFiles.close',
      category,
      title: t().captureFiles.close,
      when: isOpen,
      run: () => void app.attempt(() => captureFiles.close()),
    },
  ];
}
