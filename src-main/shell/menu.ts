import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuModel } from '../common/menu.ts';

/**
 * Shows the application's menu: what the window wants in it, between what the system brings. Accelerators are only
 * written, not registered: the window listens to the keyboard itself.
 *
 * @param choose told the command of the item that was chosen.
 */
export function showMenu(model: MenuModel, choose: (command: string) => void): void {
  const menus = model.map(({ label, items }) => ({
    label,
    submenu: items.map((item) => itemOf(item, choose)),
  }));
  const [first, ...others] = menus;
  // The last one is the help, to which the system's own entry belongs.
  const help = others.pop();
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    ...(first ? [first] : []),
    { role: 'editMenu' },
    ...others,
    { role: 'windowMenu', submenu: [...developerItems(), ...zoomItems] },
    help
      ? { ...help, role: 'help', submenu: [...help.submenu, { type: 'separator' }, { role: 'about' }] }
      : { role: 'help', submenu: [{ role: 'about' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(
  item: MenuModel[number]['items'][number],
  choose: (command: string) => void,
): MenuItemConstructorOptions {
  if (item === null) return { type: 'separator' };
  const { command, label, accelerator, enabled } = item;
  return {
    ...(accelerator === null ? {} : { accelerator }),
    label,
    enabled,
    registerAccelerator: false,
    click: () => choose(command),
  };
}

const zoomItems: readonly MenuItemConstructorOptions[] = [
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { type: 'separator' },
  { role: 'togglefullscreen' },
];

/** What only helps while developing is left out of a release. */
function developerItems(): MenuItemConstructorOptions[] {
  if (app.isPackaged) return [];
  return [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
}
