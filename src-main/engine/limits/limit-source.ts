import type { Disposable } from '../../common/disposable.ts';
import type { Event } from '../../common/event.ts';
import type { BadRow, Limit, LimitsWatchKind } from '../../common/model/limits.ts';
import type { LimitEdit } from './limit-edit.ts';

/** Rows of `traffic_limits` as a source gave them: the good ones, and the bad ones with their reason. */
export interface LimitRows {
  readonly limits: readonly Limit[];
  readonly badRows: readonly BadRow[];
}

/** An eye on a source. */
export interface LimitWatch extends Disposable {
  readonly kind: LimitsWatchKind;
  /** The source is read this often although no change was announced. */
  readonly periodMs: number;
  /** Announces that the rows may have changed. */
  readonly onChanged: Event<void>;
  /** Whether it still sees changes; one that doesn't is replaced at the next read. */
  isAlive(): boolean;
}

/** Where limits come from. */
export interface LimitSource extends Disposable {
  /** How the source is named to the person, and remembered: a path, a server and table; never with a password. */
  readonly origin: string;
  /**
   * Reads all rows.
   *
   * @throws MonitorError `limits/unreadable` where there is nothing that could be read as rows.
   */
  read(): Promise<LimitRows>;
  /**
   * Begins to look for changes.
   *
   * @throws MonitorError `limits/unreadable` where that can't be done.
   */
  watch(): Promise<LimitWatch>;
  /**
   * Adds, changes and removes rows, all or none; whatever else the source holds stays as it is. Where it has no column
   * `window_seconds` its rows hold for every window length, and so do the new ones.
   *
   * @throws MonitorError `limits/not-writable` where that can't be, would make it a source that can't be read, or a row
   * is no longer as the change has it; `limits/unreadable`
   */
  edit(edit: LimitEdit): Promise<void>;
}
