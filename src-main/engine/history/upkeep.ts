import type { Clock } from '../../common/clock.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import type { HostIndex } from './host-index.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import { UnseenHosts } from './unseen-hosts.ts';
import { Retention, type RetentionSettings } from './retention.ts';

/** A pane is taken for quiet this long after its windows have ended: until then it is stored by how it grew. */
const quietMs = 60_000;
/** One step ends after this long, and others have their turn. */
const stepMs = 20;
/** Hours that are summed in one transaction: while it runs, nobody else stores anything. */
const hoursAtOnce = 10;
/** Panes that are folded in one step: one takes some milliseconds. */
const panesAtOnce = 5;

/** Rows of other series' logs that go in one step. */
const logsAtOnce = 200;

/** Pages that are given back to the disk in one step: 2 MiB, which takes some milliseconds. */
const pagesAtOnce = 512;

/** Keeps what is stored of a series small, and quick to read. */
export class Upkeep {
  readonly #folder: DataFolder;
  readonly #series: Series;
  readonly #windows: WindowRepository;
  readonly #clock: Clock;
  readonly #unseen: UnseenHosts;
  #hosts: Promise<HostIndex> | undefined;

  constructor(folder: DataFolder, series: Series, clock: Clock) {
    this.#folder = folder;
    this.#series = series;
    this.#windows = folder.windows(series);
    this.#clock = clock;
    this.#unseen = UnseenHosts.of(folder, series);
  }

  /**
   * Deletes what is older than it is to be kept and gives its room back, folds panes that are quiet, sums hours and old
   * pairs, and lists hosts: a little of each.
   *
   * @returns whether there is more
   */
  async step(settings: RetentionSettings): Promise<boolean> {
    const now = this.#clock.now();
    const isTrimmed = !new Retention(this.#folder.history, settings).trim(now);
    const isFolded = this.#foldPanes(epochMs(now - this.#series.sizeMs - quietMs));
    const isMerged = this.#windows.hourPairs.merge(epochMs(now - settings.windowPairs));
    const areLogsGone = this.#folder.history.dropSummedLogs(this.#series.id, logsAtOnce) < logsAtOnce;
    this.#hosts ??= hostIndexOf(this.#folder, this.#series);
    const hasHosts = await (await this.#hosts).step(now);
    const hasUnseen = this.#unseen.forget(now, settings.windows);
    const hasRoom = this.#folder.history.giveRoomBack(pagesAtOnce);
    const isKept = isFolded && isTrimmed && areLogsGone && !hasRoom;
    return hasHosts || hasUnseen || isMerged || !this.#sumHours() || !isKept;
  }

  #foldPanes(before: EpochMs): boolean {
    const panes = this.#windows.panes.unfolded(before, panesAtOnce);
    const folded = panes.filter((startMs) => this.#windows.panes.fold(startMs));
    return folded.length === panes.length && panes.length < panesAtOnce;
  }

  #sumHours(): boolean {
    const begun = this.#clock.monotonic();
    while (this.#clock.monotonic() - begun < stepMs)
      if (this.#windows.rollups.refresh(hoursAtOnce) < hoursAtOnce) return true;
    return false;
  }
}

/** Days are those of the time zone in which periods are summed. */
async function hostIndexOf(folder: DataFolder, series: Series): Promise<HostIndex> {
  const { Calendar } = await import('../../common/periods/calendar.ts');
  const { HostIndex } = await import('./host-index.ts');
  return HostIndex.of(folder, series, new Calendar(folder.timeZoneOf(series)));
}
