import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesFile } from '../settings/names-file.ts';

/** Switches of Chromium and Electron that a person may need beside our own, with or without a value. */
const runtimeSwitches = [
  'disable-gpu',
  'enable-features',
  'enable-logging',
  'force-device-scale-factor',
  'inspect',
  'log-level',
  'no-sandbox',
  'no-zygote',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'remote-debugging-port',
  'use-gl',
];

/**
 * What the person asked of us: the command line without the program, the runtime's switches and the app's folder.
 *
 * @param argv `electron [switches] FOLDER [ours]` in a checkout; `streamchecker [switches or ours]` when packaged, or
 *   `streamchecker [switches] -- [ours]`, by which the runtime looks at none of ours.
 */
export function userArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const given = argv.slice(1);
  if (!isPackaged) {
    const folder = given.findIndex((argument) => !argument.startsWith('-'));
    return folder < 0 ? [] : given.slice(folder + 1);
  }
  const first = given.findIndex((argument) => !isRuntimeSwitch(argument));
  if (given[first] === '--') return given.slice(first + 1);
  return given.filter((argument) => !isRuntimeSwitch(argument));
}

const informing = ['--help', '-h', '--version', '-V'];

/**
 * Whether the command line is to answer, and not the desktop app: for a verb, known or not, and for what a terminal is
 * asked about a program. A path (`/…`, `./…`) or the address of a file is what the app shall open.
 */
export function asksForVerb([first]: readonly string[]): boolean {
  if (first === undefined) return false;
  return informing.includes(first) || !(first.startsWith('-') || namesFile(first));
}

/** The path of a file: a person names it by a path, a desktop by its address. */
export const pathOf = (named: string): string =>
  named.startsWith('file:') ? fileURLToPath(named) : resolve(named);

function isRuntimeSwitch(argument: string): boolean {
  const [name = ''] = argument.replace(/^--/, '').split('=');
  return argument.startsWith('--') && runtimeSwitches.includes(name);
}
