import { formatDuration } from '../../common/duration.ts';
import { MonitorError } from '../../common/errors.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { parseTimeZone, systemTimeZone } from '../../common/periods/time-zone.ts';
import { durationMs } from '../../common/units.ts';
import type { PeriodParts } from '../alerts/period-checker.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { say } from '../../common/phrases/say.ts';
import type { CheckSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** The calendar that a run follows, and the periods that people asked for. */
type PeriodSettings = Omit<PeriodParts, 'store'>;

/** Opens what periods of a series are kept in. */
export type PeriodsOf = (folder: DataFolder, series: Series) => PeriodParts;

/**
 * Loads the calendar: what sums no periods does without.
 *
 * @param atOnce how many stored windows new periods are summed from before anything else is
 * @throws MonitorError `settings/invalid` for a period that is not a sum of the run's windows
 */
export async function openPeriods(
  { windowMs, periods = [], timeZone }: Pick<CheckSettings, 'windowMs' | 'periods' | 'timeZone'>,
  atOnce?: number,
): Promise<PeriodsOf> {
  const { Calendar } = await import('../../common/periods/calendar.ts');
  const { PeriodHistory } = await import('../store/period-history.ts');
  const calendar = new Calendar(parseTimeZone(timeZone ?? systemTimeZone()));
  const named = periods.map(parsePeriod);
  const now = () => systemClock.now();
  const monotonic = () => systemClock.monotonic();
  const unfit = named.find((period) => !calendar.fits(period, windowMs, now()));
  const settings: PeriodSettings = { calendar, named, now };
  if (unfit === undefined)
    return (folder, series) => ({
      ...settings,
      networks: folder.networks.named,
      store: PeriodHistory.of(folder, series, { calendar, monotonic, ...(atOnce && { atOnce }) }),
    });
  const length = formatDuration(durationMs(windowMs));
  const reason =
    unfit.kind === 'length'
      ? say('run.periodLength', { period: unfit.name, length })
      : say('run.periodZone', { zone: calendar.timeZone, period: unfit.name, length });
  throw new MonitorError('settings/invalid', reason, {
    remedy: say('run.remedy.period'),
  });
}
