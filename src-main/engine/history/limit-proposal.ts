import type { Clock } from '../../common/clock.ts';
import type { Limit, LimitDraft, LimitPast, LimitProposal } from '../../common/model/limits.ts';
import { epochMs } from '../../common/units.ts';
import { readDraft } from '../limits/limit-draft.ts';
import { isForWindows, periodOf } from '../limits/limit-period.ts';
import { isForTotal } from '../limits/limits-in-force.ts';
import { unjudgedReason } from '../limits/unjudged.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { PastWindows } from './past-windows.ts';
import { storedPeriods } from './stored-periods.ts';

/** Windows of a folder that has none yet. */
const usualWindowMs = 300_000;

/** What a draft is about to become. */
export interface ProposalRequest {
  readonly draft: LimitDraft;
  /** The limit that it replaces; null for a new one. */
  readonly replaces: Limit | null;
}

/**
 * Reads a limit as a person writes it, and looks at what it would have found in the past, and at whether windows and time
 * zone of the series allow to judge it.
 *
 * @param series undefined where nothing was stored yet
 */
export async function proposeLimit(
  folder: DataFolder,
  series: Series | undefined,
  { draft, replaces }: ProposalRequest,
  clock: Clock,
): Promise<LimitProposal> {
  const { Calendar } = await import('../../common/periods/calendar.ts');
  const now = clock.now();
  const networks = folder.networks.named;
  const windowMs = series?.sizeMs ?? usualWindowMs;
  const calendar = new Calendar(folder.timeZoneOf(series));
  const beganMs = (limit: Limit) =>
    isForWindows(limit, windowMs)
      ? epochMs(now - (now % (series?.slideMs ?? windowMs)))
      : calendar.periodAt(now, periodOf(limit, windowMs)).startMs;
  const read = readDraft(draft, {
    ...{ limits: folder.limits.current(), replaces, beganMs },
    knowsNetwork: (text) => networks.knows(text),
  });
  if (read.limit === null) return read;
  const past = series ? await pastOf(folder, series, read.limit, clock) : null;
  return {
    ...read,
    past,
    unjudged: unjudgedReason(read.limit, { windowMs, calendar, now, networks }) ?? null,
  };
}

/** What a limit would have found, had it always held. */
async function pastOf(
  folder: DataFolder,
  series: Series,
  limit: Limit,
  clock: Clock,
): Promise<LimitPast | null> {
  const always = { ...limit, effectiveMs: epochMs(0) };
  if (isForWindows(limit, series.sizeMs)) {
    const past = new PastWindows(folder.windows(series), series, clock, folder.networks.named);
    const { examined, breached, isWhole } = await past.assess([always], clock.now());
    return { of: 'windows', examined: examined.windows, breached: breached.windows, isWhole };
  }
  if (!isForTotal(limit) || limit.hours !== undefined || limit.agent !== undefined) return null;
  return pastPeriods(folder, series, limit, clock);
}

/** A maximum that a period left is left whatever it lacks; a minimum only where it lacks nothing. */
function pastPeriods(folder: DataFolder, series: Series, limit: Limit, clock: Clock): LimitPast | null {
  const { name } = periodOf(limit, series.sizeMs);
  const found = [...storedPeriods(folder, series, { names: [name], now: clock.now() })];
  const closed = found.filter(({ closed: isClosed }) => isClosed);
  if (closed.length === 0) return null;
  const breached = closed.filter(({ bytes, exact }) =>
    limit.name === 'max' ? bytes > limit.value : bytes < limit.value && exact,
  );
  return { of: 'periods', examined: closed.length, breached: breached.length, isWhole: true };
}
