import { app, nativeTheme } from 'electron';
import type { Settings } from '../settings/registry/index.ts';
import { autostartArguments, autostartFolder, setAutostart } from './autostart.ts';
import type { AppSettings } from './app-settings.ts';
import { appImagePath } from './updates/installed-package.ts';

/** What of the settings concerns the app around the window. */
export function applyToApp({ state: { values }, argv }: AppSettings): void {
  nativeTheme.themeSource = themeSource(values);
  const isWanted = values['app.startAtLogin'];
  if (process.platform !== 'linux')
    app.setLoginItemSettings({ openAtLogin: isWanted, args: autostartArguments(argv) });
  else if (app.isPackaged) setAutostart(autostartFolder(), { path: programPath(), args: argv }, isWanted);
}

const programPath = (): string => appImagePath(process) ?? process.execPath;

/** High contrast is light or dark as the desktop is; the window's own variables make it one. */
function themeSource(values: Settings): 'system' | 'light' | 'dark' {
  const theme = values['appearance.theme'];
  return theme === 'high contrast' ? 'system' : theme;
}
