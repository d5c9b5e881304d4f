import { writeFileSync } from 'node:fs';
import { MonitorError } from '../common/errors.ts';

/**
 * Writes lines to a file that is not there yet.
 *
 * @throws MonitorError `request/invalid` where it can't be
 */
export function writeNewFile(path: string, lines: readonly string[]): void {
  try {
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''), { flag: 'wx' });
  } catch (cause) {
    throw new MonitorError('request/invalid', `${path} can't be written: ${(cause as Error).message}`, {
      remedy: 'name a new file in a folder that may be written',
      cause,
    });
  }
}
