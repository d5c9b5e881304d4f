import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import type { History } from '../../history/history.ts';
import { storedHistory } from '../../history/stored-history.ts';
import { DataFolder } from '../../store/data-folder.ts';
import type { Series } from '../../store/series-repository.ts';

/** How a data folder is opened. */
export interface FolderOptions {
  readonly clock: Clock;
  /** Is told how far a folder of an older version is brought up to date. */
  readonly onMigrated?: (share: number) => void;
  /** Networks that are home, instead of those that the newest run had. */
  readonly home?: readonly string[] | undefined;
}

/** A data folder that is opened when something of it is asked for: to read it, and to change it only where that must be. */
export class OpenedFolder implements Disposable {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly home: readonly string[] | undefined;
  readonly #onMigrated: ((share: number) => void) | undefined;
  #reading: DataFolder | undefined;
  #writing: DataFolder | undefined;
  #history: { readonly of: DataFolder; readonly history: History } | undefined;

  constructor(dataDir: string, { clock, onMigrated, home }: FolderOptions) {
    this.dataDir = dataDir;
    this.clock = clock;
    this.home = home;
    this.#onMigrated = onMigrated;
  }

  /** The folder, to be read; undefined where there is none yet. */
  get reading(): DataFolder | undefined {
    this.#reading ??= this.#writing ?? DataFolder.read(this.dataDir, this.#onMigrated);
    return this.#reading;
  }

  /** The folder, to be changed beside an instance that runs on it; it is made where there is none. */
  get writing(): DataFolder {
    this.#writing ??= DataFolder.share(this.dataDir, this.#onMigrated);
    return this.#writing;
  }

  /** The series that was used last; undefined where nothing was summed yet. */
  get series(): Series | undefined {
    return this.reading?.series.newest();
  }

  /**
   * The folder and the series that was used last.
   *
   * @throws MonitorError `request/invalid` where nothing was summed yet
   */
  summed(): { readonly folder: DataFolder; readonly series: Series } {
    const [folder, series] = [this.reading, this.series];
    if (folder && series) return { folder, series };
    throw new MonitorError('request/invalid', say('history.noneStored', { folder: this.dataDir }), {
      remedy: say('history.remedy.noneStored'),
    });
  }

  /** The history of the series that was used last. @throws MonitorError as {@link summed} */
  history(): History {
    const { folder, series } = this.summed();
    if (this.#history?.of !== folder)
      this.#history = { of: folder, history: storedHistory(folder, series, this.clock) };
    return this.#history.history;
  }

  dispose(): void {
    if (this.#reading !== this.#writing) this.#reading?.dispose();
    this.#writing?.dispose();
  }
}
