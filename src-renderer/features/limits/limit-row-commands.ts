import { isOff, newestVersions } from '../../../src-main/common/limit-switch.ts';
import type { StoredLimit } from '../../../src-main/common/model/limits.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/** What can be done with a limit of the list. */
export function limitRowCommands({ limitForm, monitor }: App, limit: StoredLimit): readonly Command[] {
  const words = t().limitForm;
  const isNewest = (): boolean => newestVersions(monitor.limits).has(limit);
  const command = (id: string, title: string, run: () => void, when?: () => boolean): Command => ({
    ...{ id: `limit.${id}`, category: '', title, run },
    ...(when && { when }),
  });
  return [
    command('edit', words.edit, () => limitForm.edit(limit)),
    isOff(limit)
      ? command('enable', words.enable, () => void limitForm.switchOn(limit, monitor.limits), isNewest)
      : command('disable', words.disable, () => void limitForm.switchOff(limit), isNewest),
    command('remove', words.remove, () => void limitForm.remove(limit)),
  ];
}
