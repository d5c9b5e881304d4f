import { MonitorError } from '../../common/errors.ts';
import type { BadRow, LimitsAssessment, LimitsPreview } from '../../common/model/limits.ts';
import type { TakenLimits } from '../../engine/api/folder/folder-limits.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { assessmentLine, assessmentText, countsPhrase } from '../limit-text.ts';
import { print, warn } from '../run-output.ts';
import { warnUnjudged } from '../unjudged-limits.ts';
import { type PhraseKey, say } from '../../common/phrases/say.ts';

/**
 * Tells what became of the rows of a source.
 *
 * @param done how it is called
 * @param timeZone in which times are told
 * @throws MonitorError `limits/bad-rows`, after each bad row was named
 */
export function tellTaken(format: string, done: Done, taken: TakenLimits, timeZone: string): void {
  if (!('preview' in taken)) throw badSource(taken.origin, taken.badRows);
  const { preview, past, limits, unjudged, notice } = taken;
  if (notice !== undefined) warn(say('internal.sentence', { message: notice }));
  tellChange(format, done, preview, past && { assessment: past, timeZone });
  warnUnjudged(limits, unjudged);
}

/** Reads the followed source, and tells what came of it; an instance that runs takes it over. */
export const syncNow = async (folder: FolderApi, format: string): Promise<void> =>
  tellTaken(format, 'synced', await folder.takeFollowed(), await folder.getTimeZone());

/** A bad row in JSON. */
export const badRowLine = ({ row, reason }: BadRow): Pick<BadRow, 'row' | 'reason'> => ({ row, reason });

/** Names each bad row on a line of its own. */
export const tellRows = (badRows: readonly BadRow[]): void =>
  badRows.forEach(({ row, reason, said }) => warn(say('limits.badRow', { row, reason: said ?? reason })));

/** The error of a source with bad rows, after each of them was named. */
function badSource(origin: string, badRows: readonly BadRow[]): MonitorError {
  tellRows(badRows);
  return new MonitorError('limits/bad-rows', say('command.badRows', { origin, count: badRows.length }), {
    remedy: say('limits.remedy.fixRows'),
  });
}

type Done = { [Key in PhraseKey]: Key extends `limits.changed.${infer Name}` ? Name : never }[PhraseKey];

/** Tells what a change of the limits did, and what it would have found in the past. */
export function tellChange(
  format: string,
  done: Done,
  { origin, counts }: Pick<LimitsPreview, 'origin' | 'counts'>,
  past?: { readonly assessment: LimitsAssessment; readonly timeZone: string },
): void {
  if (format === 'json') {
    print(
      JSON.stringify({
        type: 'import',
        origin,
        ...counts,
        ...(past && { past: assessmentLine(past.assessment) }),
      }),
    );
    return;
  }
  print(say(`limits.changed.${done}`, { origin, counts: countsPhrase(counts) }));
  if (past) for (const line of assessmentText(past.assessment, past.timeZone)) print(line);
}
