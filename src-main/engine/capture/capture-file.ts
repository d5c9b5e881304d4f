import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';

/** Stands for standard input among the names of capture files. */
export const standardInput = '-';

/** What a person calls the file. */
export const captureFileName = (file: string): string =>
  file === standardInput ? 'standard input' : basename(file);

async function statOf(file: string): Promise<Stats> {
  try {
    return await stat(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT'
        ? say('capture.fileMissing', { file })
        : say('capture.fileUnreadable', { file, detail: code ?? String(cause) });
    throw new MonitorError('capture/bad-file', message, {
      remedy: say('capture.remedy.path'),
      cause,
    });
  }
}

/** Whether the file can be read a second time. What comes through a pipe or standard input can't. */
export async function isRereadable(file: string): Promise<boolean> {
  return file !== standardInput && (await statOf(file)).isFile();
}

/** Whether the file is there, and can't be read a second time. */
export async function isPipe(file: string): Promise<boolean> {
  if (file === standardInput) return true;
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile();
}

/**
 * Tells a file from others without reading it. What can't be read a second time is never the same again.
 *
 * @throws MonitorError `capture/bad-file` where there is no such file
 */
export async function captureFileIdentity(file: string): Promise<readonly (string | number)[]> {
  if (!(await isRereadable(file))) return [randomUUID()];
  const { size, mtimeMs } = await statOf(file);
  return [resolve(file), size, mtimeMs];
}
