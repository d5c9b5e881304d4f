import type { FoundUpdate } from '../../common/updates.ts';

/** Finds, fetches and puts in place a newer version of the app. */
export interface UpdateClient {
  /** Asks for the newest version; null where none is newer than this one. */
  find(): Promise<FoundUpdate | null>;
  /**
   * Fetches what {@link find} found, and checks it.
   *
   * @param onProgress told the share that is there, between 0 and 1
   */
  download(onProgress: (share: number) => void, signal: AbortSignal): Promise<void>;
  /** Puts what was fetched in the place of this version, then ends the app and starts the new one. */
  restart(): Promise<void>;
}
