import type { Clock } from '../../common/clock.ts';
import { plural } from '../../common/format.ts';
import { MonitorError } from '../../common/errors.ts';
import type { BadRow, Limit, LimitsAssessment, LimitsPreview } from '../../common/model/limits.ts';
import type { DataFolder } from '../../engine/store/data-folder.ts';
import { previewOf, requireRows } from '../../engine/limits/limit-preview.ts';
import type { LimitRows } from '../../engine/limits/limit-source.ts';
import { openSource } from '../../engine/limits/open-source.ts';
import { PastWindows } from '../../engine/history/past-windows.ts';
import { letOthersWrite } from '../limit-edits.ts';
import { assessmentLine, assessmentText, countsText } from '../limit-text.ts';
import { print, warn } from '../run-output.ts';
import { reasonsIn, warnUnjudged } from '../unjudged-limits.ts';
import { say } from '../../common/phrases/say.ts';

/** Stores what a source holds now; a running instance takes it over. */
export async function syncFrom(
  named: string,
  folder: DataFolder,
  format: string,
  clock: Clock,
): Promise<void> {
  const { origin, ...rows } = await readRows(named, clock);
  if (rows.badRows.length > 0) throw badSource(origin, rows.badRows);
  const current = folder.limits.current();
  requireRows(origin, rows.limits, current, say('limits.remedy.emptySync'));
  const preview = previewOf(current, rows, origin);
  await folder.limits.store(rows.limits, { kind: 'sync', origin }, clock.now(), letOthersWrite(clock));
  tellChange(format, 'Synced', preview, await assess(folder, rows.limits, clock));
  warnUnjudged(rows.limits, await reasonsIn(folder, rows.limits, clock));
}

/** What limits would have found in the stored windows; undefined where there are none. */
export async function assess(
  folder: DataFolder,
  limits: readonly Limit[],
  clock: Clock,
): Promise<LimitsAssessment | undefined> {
  const series = folder.series.newest();
  return series && new PastWindows(folder.windows(series), series, clock).assess(limits, clock.now());
}

/** Reads a source once. */
export async function readRows(
  named: string,
  clock: Clock,
): Promise<LimitRows & { readonly origin: string }> {
  const source = openSource(named, clock);
  try {
    return { ...(await source.read()), origin: source.origin };
  } finally {
    source.dispose();
  }
}

/** A bad row in JSON. */
export const badRowLine = ({ row, reason }: BadRow): Pick<BadRow, 'row' | 'reason'> => ({ row, reason });

/** Names each bad row on a line of its own. */
export const tellRows = (badRows: readonly BadRow[]): void =>
  badRows.forEach(({ row, reason }) => warn(`row ${row}: ${reason}`));

/** The error of a source with bad rows, after each of them was named. */
export function badSource(origin: string, badRows: readonly BadRow[]): MonitorError {
  tellRows(badRows);
  return new MonitorError('limits/bad-rows', `${origin} has ${plural(badRows.length, 'bad row')}`, {
    remedy: 'fix these rows; nothing was imported',
  });
}

/** The error of what needs a followed source. */
export const nothingFollowed = (): MonitorError =>
  new MonitorError('limits/unreadable', 'No source of limits is followed', {
    remedy: 'choose one in the app or start monitor with --limits; limits import reads one now',
  });

/** Tells what a change of the limits did, and what it would have found in the past. */
export function tellChange(
  format: string,
  done: string,
  { origin, counts }: Pick<LimitsPreview, 'origin' | 'counts'>,
  past?: LimitsAssessment,
): void {
  if (format === 'json') {
    print(JSON.stringify({ type: 'import', origin, ...counts, ...(past && { past: assessmentLine(past) }) }));
    return;
  }
  print(`${done} ${origin}: ${countsText(counts)}`);
  if (past) for (const line of assessmentText(past)) print(line);
}
