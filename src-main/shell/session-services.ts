import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Looking must not keep a window from closing. */
const timeoutMs = 2_000;

/** What shows tray icons, by its name on the session's bus. */
export const trayService = 'org.kde.StatusNotifierWatcher';
/** What shows notifications. */
export const notificationService = 'org.freedesktop.Notifications';

/** Whether something on the desktop does this; taken for granted where there is no such bus, and where nobody can say. */
export async function hasService(name: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const known = await Promise.all([ask('NameHasOwner', name), ask('ListActivatableNames')]);
  if (known.every((answer) => answer === null)) return true;
  const [owned, activatable] = known;
  return owned?.includes('true') === true || activatable?.includes(`'${name}'`) === true;
}

/** What the bus answers; null where it can't be asked. */
async function ask(method: string, ...values: readonly string[]): Promise<string | null> {
  const bus = ['--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'];
  const call = ['call', '--session', ...bus, '--method', `org.freedesktop.DBus.${method}`, ...values];
  try {
    return (await promisify(execFile)('gdbus', call, { timeout: timeoutMs })).stdout;
  } catch {
    return null;
  }
}
