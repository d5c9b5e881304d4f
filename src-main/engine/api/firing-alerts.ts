import type { Alert } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import type { MuteMatcher } from '../notify/mute-matcher.ts';
import type { FiringAlert } from '../notify/storage-stage.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';

/** Alerts that a status holds. */
const statusCount = 8;
/** Of a comment, this much is in a status: all of it is in the list of alerts. */
const commentLength = 200;

/** All alerts of a series that are firing, as far as people handle them, and the newest of them. */
interface Snapshot {
  readonly all: readonly FiringAlert[];
  readonly newest: readonly Alert[];
}

/**
 * The alerts that are firing, read again only when something may have changed: thousands of them, and thousands of
 * mutes, cost next to nothing each second.
 */
export class FiringAlerts {
  readonly #folder: DataFolder;
  readonly #series: Series;
  #version: string | undefined;
  #mutes: MuteMatcher | undefined;
  #snapshot: Snapshot = { all: [], newest: [] };

  constructor(folder: DataFolder, series: Series) {
    this.#folder = folder;
    this.#series = series;
  }

  /** Each of them, the oldest first. The same list as before where nothing has changed. */
  all(now: EpochMs): readonly FiringAlert[] {
    return this.#read(now).all;
  }

  /** The newest few, the oldest of them first, with comments cut short. */
  newest(now: EpochMs): readonly Alert[] {
    return this.#read(now).newest;
  }

  #read(now: EpochMs): Snapshot {
    const { alerts } = this.#folder;
    const { version } = alerts;
    const mutes = alerts.muteMatcher(now);
    if (version === this.#version && mutes === this.#mutes) return this.#snapshot;
    const newest = alerts.firingPage(this.#series.id, now, { offset: 0, count: statusCount });
    this.#snapshot = {
      all: alerts.firingHandling(this.#series.id, now),
      newest: newest.map(shortened).reverse(),
    };
    this.#version = version;
    this.#mutes = mutes;
    return this.#snapshot;
  }
}

function shortened(alert: Alert): Alert {
  const { acknowledged } = alert;
  if (!acknowledged || acknowledged.comment.length <= commentLength) return alert;
  return {
    ...alert,
    acknowledged: { ...acknowledged, comment: `${acknowledged.comment.slice(0, commentLength - 1)}…` },
  };
}
