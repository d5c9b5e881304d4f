import type { AlertTransition } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';

/**
 * Ends the alerts that are firing in other live series of the folder: settings that are others sum something else, and
 * no window of theirs closes any more. People are notified of each end once.
 *
 * @param series the one that goes on
 */
export function endLeftBehind(folder: DataFolder, series: Series, now: EpochMs): void {
  folder.transaction(() => {
    const left = folder.alerts.firingElsewhere(series.id, now);
    const ends = left.map(({ alert }): AlertTransition => ({
      ...alert,
      ...{ state: 'resolved', resolvedBy: null, resolveReason: 'series-left', atMs: now },
    }));
    left.forEach(({ series: id }, i) => folder.alerts.save(id, ends[i]!));
    // Whoever goes back to such a series begins with alerts that can fire.
    for (const id of new Set(left.map((one) => one.series))) folder.alerts.forgetFiring(id);
    folder.notifications.take(ends, []);
  });
}
