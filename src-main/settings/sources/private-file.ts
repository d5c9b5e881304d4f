import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
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
  throw invalid(say('settings.readByOthers', { path }), `chmod 600 ${path}`);
}

/** The error for a file that an option names. */
export const unreadable = (path: string, cause: unknown): MonitorError => {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return invalid(say('settings.unreadable', { path, code }), say('settings.remedy.unreadable'), cause);
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
    throw invalid(
      say('settings.fileUnreadable', { path, detail: message }),
      say('settings.remedy.unreadable'),
    );
  }
  throw invalid(say('settings.keyFile', { path }), say('settings.remedy.keyFile', { path }));
}

const invalid = (message: Text, remedy: Text, cause?: unknown): MonitorError =>
  new MonitorError('settings/invalid', message, cause === undefined ? { remedy } : { remedy, cause });
