import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withoutPasswords } from '../common/postgres-url.ts';
import { makeFolder } from '../system/make-folder.ts';

/** What is run at login: a program with its arguments. */
export interface AutostartProgram {
  readonly path: string;
  readonly args: readonly string[];
}

/** Folder in which Linux desktops look for what to start at login (XDG Autostart specification). */
export const autostartFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart');

const fileName = 'streamchecker.desktop';

/**
 * The command line of this run as the next ones get it: without passwords, which would lie in a file, and stand in the
 * list of processes. They come from `PGPASSWORD` or the password file then.
 */
export const autostartArguments = (argv: readonly string[]): string[] =>
  argv.map((argument) => withoutPasswords(argument, [argument]));

/** Addresses of receivers let whoever reads them post there. */
const mode = 0o600;

/**
 * Makes or removes the entry that starts the app at login; one that is right already is left alone. Only its owner may
 * read it.
 *
 * @param program its arguments are kept without passwords
 */
export function setAutostart(folder: string, program: AutostartProgram, isWanted: boolean): void {
  const path = join(folder, fileName);
  if (!isWanted) {
    rmSync(path, { force: true });
    return;
  }
  const entry = entryOf({ ...program, args: autostartArguments(program.args) });
  if (isThere(path, entry)) return;
  makeFolder(folder);
  writeFileSync(path, entry, { mode });
  // One that was there keeps its own mode.
  chmodSync(path, mode);
}

function isThere(path: string, entry: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & 0o777) === mode && readFileSync(path, 'utf8') === entry;
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
