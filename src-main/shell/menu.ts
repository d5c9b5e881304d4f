import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** The application's menu; what only helps while developing is left out of a release. */
export function showMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [{ role: 'close' }, { type: 'separator' }, { role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: [...developerItems(), ...viewItems] },
    { role: 'help', submenu: [{ role: 'about' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

const viewItems: readonly MenuItemConstructorOptions[] = [
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { type: 'separator' },
  { role: 'togglefullscreen' },
];

function developerItems(): MenuItemConstructorOptions[] {
  if (app.isPackaged) return [];
  return [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
}
