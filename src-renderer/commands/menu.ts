import type { MenuItem, MenuModel } from '../../src-main/common/menu.ts';
import { documentationPages } from '../../src-main/common/documentation.ts';
import { t } from '../texts/texts.ts';
import { type Command, isEnabled } from './command.ts';
import { acceleratorOf } from './shortcut.ts';

type Entries = readonly (string | null)[];

const fileEntries: Entries = [
  ...['captureFiles.open', 'captureFiles.close', null],
  ...['history.report', null],
  ...['capture.pause', 'capture.resume', null],
  ...['settings.openFile', 'app.checkForUpdates', null, 'app.hide', 'app.quit'],
];

const limitEntries: Entries = [
  ...['limits.new', 'limits.newMonthly', 'limits.import', 'limits.sync', 'limits.undo', null],
  ...['limits.export.json', 'limits.export.csv', 'limits.export.sql'],
];

const frameEntries: Entries = ['sideBar.toggle', 'panel.toggle', 'panel.problems', 'panel.output'];

/** What stands in the application's menu, by the commands' ids; null is a line between. */
const layout = (views: readonly string[]): readonly [keyof ReturnType<typeof t>['menus'], Entries][] => [
  ['file', fileEntries],
  ['view', ['palette.show', null, ...views, null, ...frameEntries]],
  ['limits', limitEntries],
  ['go', ['go.present', 'go.newestAlert', 'go.host', null, 'view.next', 'view.previous']],
  [
    'help',
    ['help.welcome', null, ...documentationPages.map((page) => `help.${page}`), null, 'help.reportProblem'],
  ],
];

/** The application's menu, made of the commands that there are. */
export function menuOf(commands: readonly Command[], shortcuts: ReadonlyMap<string, string>): MenuModel {
  const byId = new Map(commands.map((command) => [command.id, command]));
  const views = commands.map(({ id }) => id).filter((id) => /^view\.(?!next|previous)/.test(id));
  return layout(views).map(([name, ids]) => ({
    label: t().menus[name],
    items: ids.flatMap((id) => itemsOf(id, byId, shortcuts)),
  }));
}

function itemsOf(
  id: string | null,
  byId: ReadonlyMap<string, Command>,
  shortcuts: ReadonlyMap<string, string>,
): MenuItem[] {
  if (id === null) return [null];
  const command = byId.get(id);
  if (!command) return [];
  const shortcut = shortcuts.get(id);
  const accelerator = shortcut === undefined ? null : acceleratorOf(shortcut);
  return [{ command: id, label: command.title, accelerator, enabled: isEnabled(command) }];
}
