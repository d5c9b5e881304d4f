import { join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Limit } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import { writeWhole } from './file-replacement.ts';
import { FileSource } from './file-source.ts';
import { writeLimits } from './limit-export.ts';
import { goodRows } from './limit-preview.ts';

/** The file of a data folder for limits that people write by hand while they follow no source. */
export const ownFileIn = (dataDir: string): string => join(dataDir, 'limits.json');

/**
 * Begins the file with limits, and reads them back.
 *
 * @throws MonitorError `limits/not-writable`
 */
export async function beginOwnFile(
  path: string,
  limits: readonly Limit[],
  clock: Clock,
): Promise<readonly Limit[]> {
  const text = writeLimits(limits, 'json');
  const source = new FileSource(path, clock);
  const rows = goodRows(path, source.parse(text));
  try {
    await writeWhole(path, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new MonitorError(
      'limits/not-writable',
      say('limits.notWritten', { file: path, detail: code ?? message }),
      { remedy: say('limits.remedy.letWriteFolder'), cause },
    );
  }
  return rows;
}
