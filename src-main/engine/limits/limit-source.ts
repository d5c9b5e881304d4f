import type { Event } from '../../common/event.ts';
import type { BadRow, Limit } from '../../common/model.ts';

/** Rows of `traffic_limits` as a source gave them: the good ones, and the bad ones with their reason. */
export interface LimitRows {
  readonly limits: readonly Limit[];
  readonly badRows: readonly BadRow[];
}

/** Where limits come from. */
export interface LimitSource {
  /** How the source is named to the person: a path, a server and table. */
  readonly origin: string;
  /**
   * Reads all rows.
   *
   * @throws MonitorError `limits/unreadable` where there is nothing that could be read as rows.
   */
  read(): Promise<LimitRows>;
  /** Announces that the rows may have changed, while it is watched. */
  watch(signal: AbortSignal): Event<void>;
}
