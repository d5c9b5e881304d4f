import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../engine/store/folder.ts';

/** What is run at login: a program with its arguments. */
export interface AutostartProgram {
  readonly path: string;
  readonly args: readonly string[];
}

/** Folder in which Linux desktops look for what to start at login (XDG Autostart specification). */
export const autostartFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart');

const fileName = 'streamchecker.desktop';

/** Makes or removes the entry that starts the app at login; one that is right already is left alone. */
export function setAutostart(folder: string, program: AutostartProgram, isWanted: boolean): void {
  const path = join(folder, fileName);
  if (!isWanted) {
    rmSync(path, { force: true });
    return;
  }
  const entry = entryOf(program);
  if (existsSync(path) && readFileSync(path, 'utf8') === entry) return;
  makeFolder(folder);
  writeFileSync(path, entry);
}

const entryOf = ({ path, args }: AutostartProgram): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=StreamChecker',
    `Exec=${[path, ...args].map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** Quotes an argument as the Desktop Entry specification wants it; `%` begins a field code. */
const quoted = (argument: string): string =>
  `"${argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
