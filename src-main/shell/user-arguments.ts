/** Switches of Chromium and Electron that a person may need beside our own, with or without a value. */
const runtimeSwitches = [
  'disable-gpu',
  'enable-features',
  'enable-logging',
  'force-device-scale-factor',
  'no-sandbox',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'remote-debugging-port',
  'use-gl',
];

/**
 * What the person asked of us: the command line without the program, the runtime's switches and the app's folder.
 *
 * @param argv `electron [switches] FOLDER [ours]` in a checkout, `streamchecker [switches or ours]` when packaged.
 */
export function userArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const given = argv.slice(1);
  if (isPackaged) return given.filter((argument) => !isRuntimeSwitch(argument));
  const folder = given.findIndex((argument) => !argument.startsWith('-'));
  return folder < 0 ? [] : given.slice(folder + 1);
}

function isRuntimeSwitch(argument: string): boolean {
  const [name = ''] = argument.replace(/^--/, '').split('=');
  return argument.startsWith('--') && runtimeSwitches.includes(name);
}
