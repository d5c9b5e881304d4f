import { readFileSync, statSync } from 'node:fs';
import { MonitorError } from '../../common/errors.ts';

const isReadByOthers = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

/**
 * Reads a file that none but its owner may read.
 *
 * @throws MonitorError `settings/invalid`
 */
export function readPrivate(path: string): string {
  try {
    if (!isReadByOthers(path)) return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
  throw invalid(`${path} can be read by others than its owner`, `chmod 600 ${path}`);
}

/** The error for a file that an option names. */
export const unreadable = (path: string, cause: unknown): MonitorError => {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return invalid(`${path} can't be read (${code})`, 'check its path and permissions', cause);
};

/**
 * Reads a key from a file that none but its owner may read.
 *
 * @throws MonitorError `settings/invalid`
 */
export function readKey(path: string): string {
  try {
    const key = readFileSync(path, 'utf8').trim();
    if (!isReadByOthers(path) && key !== '') return key;
  } catch (cause) {
    const { message } = cause as Error;
    throw invalid(`The file ${path} can't be read: ${message}`, 'check its path and permissions');
  }
  throw invalid(
    `The file ${path} is empty, or others may read it`,
    `put the key into it, and chmod 600 ${path}`,
  );
}

const invalid = (message: string, remedy: string, cause?: unknown): MonitorError =>
  new MonitorError('settings/invalid', message, cause === undefined ? { remedy } : { remedy, cause });
