import { writeFileSync } from 'node:fs';
import { say } from '../common/phrases/say.ts';
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
    throw notWritten(path, cause as Error);
  }
}

/** The error of a file that can't be written. */
export const notWritten = (file: string, cause: Error): MonitorError =>
  new MonitorError('request/invalid', say('command.notWritten', { file, detail: cause.message }), {
    remedy: say('command.remedy.newFile'),
    cause,
  });
