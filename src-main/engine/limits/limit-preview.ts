import { MonitorError } from '../../common/errors.ts';
import type { BadRow, Limit, LimitsPreview } from '../../common/model/limits.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { countsOf, difference } from './limit-difference.ts';
import type { LimitRows } from './limit-source.ts';

/** Rows of each kind that a preview lists. */
const rowsListed = 1_000;
/** Bad rows that an error names; the rest is counted. */
const rowsNamed = 20;

/** What importing rows would change. */
export function previewOf(
  current: readonly Limit[],
  { limits, badRows }: LimitRows,
  origin: string,
): LimitsPreview {
  const found = difference(current, limits);
  return {
    origin,
    counts: countsOf(found),
    added: found.added.slice(0, rowsListed),
    changed: found.changed.slice(0, rowsListed),
    removed: found.removed.slice(0, rowsListed),
    unchanged: found.unchanged.slice(0, rowsListed),
    badRows: badRows.slice(0, rowsListed),
    badRowCount: badRows.length,
  };
}

/** The error that names the bad rows, of which nothing was applied. */
export function badRowsError(origin: string, badRows: readonly BadRow[]): MonitorError {
  return new MonitorError('limits/bad-rows', say('limits.badRows', { origin, ...firstOf(badRows) }), {
    remedy: say('limits.remedy.fixRows'),
  });
}

/** The bad rows that an error names, and how many more there are. */
const firstOf = (badRows: readonly BadRow[]): { rows: readonly Phrase[]; more: number } => ({
  rows: badRows
    .slice(0, rowsNamed)
    .map(({ row, reason, said }) => say('limits.badRow', { row, reason: said ?? reason })),
  more: Math.max(0, badRows.length - rowsNamed),
});

/** The rows of a source that has no bad one. */
export function goodRows(origin: string, { limits, badRows }: LimitRows): readonly Limit[] {
  if (badRows.length > 0) throw badRowsError(origin, badRows);
  return limits;
}

/**
 * Makes sure that a source can still be read after a change: a bad row would keep all of it from being applied.
 *
 * @throws MonitorError `limits/not-writable`
 */
export function requireReadable(origin: string, { badRows }: LimitRows): void {
  if (badRows.length === 0) return;
  const message = say('limits.unreadableThen', { origin, ...firstOf(badRows) });
  throw new MonitorError('limits/not-writable', message, { remedy: say('limits.remedy.fixRowsFirst') });
}

/**
 * Takes a source that has no rows at all for one that went wrong, as long as nobody confirms it: a file that was emptied,
 * a table under another policy or in a restored database.
 *
 * @param current the limits that hold
 * @param remedy how a person confirms it
 * @throws MonitorError `limits/unreadable` where rows would go, and none come
 */
export function requireRows(
  origin: string,
  limits: readonly Limit[],
  current: readonly Limit[],
  remedy: Phrase,
): void {
  if (limits.length > 0 || current.length === 0) return;
  const message = say('limits.noRows', { origin, kept: current.length });
  throw new MonitorError('limits/unreadable', message, { remedy, retriable: true });
}
