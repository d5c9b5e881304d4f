import {
  AppImageUpdater,
  type AppUpdater,
  CancellationToken,
  MacUpdater,
  type ProgressInfo,
} from 'electron-updater';
import type { WallClock } from '../../common/clock.ts';
import type { FoundUpdate } from '../../common/updates.ts';
import { signedFeed } from './signed-provider.ts';
import type { UpdateClient } from './update-client.ts';
import type { UpdateSource } from './update-source.ts';

/** What is to be done with a package that was fetched and checked; its SHA-512 sum as it was signed, in base64. */
export type Install = (path: string, sha512: string) => Promise<void>;

/** Where it looks, and by which time a list has expired. */
export interface UpdateFeed {
  readonly source: UpdateSource;
  readonly clock: WallClock;
}

/** {@link UpdateClient} by electron-updater. */
export class ElectronUpdateClient implements UpdateClient {
  readonly #updater: AppUpdater;
  readonly #install: Install;
  #downloaded = '';
  #sha512 = '';

  private constructor(updater: AppUpdater, { source, clock }: UpdateFeed, install: Install) {
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    // What fails is told by who asked for it.
    updater.logger = null;
    updater.setFeedURL(signedFeed(source, (url, init) => updater.netSession.fetch(url, init), clock));
    this.#updater = updater;
    this.#install = install;
  }

  static forAppImage(feed: UpdateFeed, install: Install): ElectronUpdateClient {
    return new ElectronUpdateClient(new AppImageUpdater(), feed, install);
  }

  /** macOS itself puts the new version in place, if its signature is the one of this version. */
  static forMac(feed: UpdateFeed): ElectronUpdateClient {
    const updater = new MacUpdater();
    return new ElectronUpdateClient(updater, feed, () => Promise.resolve(updater.quitAndInstall()));
  }

  async find(): Promise<FoundUpdate | null> {
    const found = await this.#updater.checkForUpdates();
    if (!found?.isUpdateAvailable) return null;
    const { version, files } = found.updateInfo;
    this.#sha512 = files[0]?.sha512 ?? '';
    return { version, bytes: files.length === 1 ? (files[0]?.size ?? null) : null };
  }

  async download(onProgress: (share: number) => void, signal: AbortSignal): Promise<void> {
    const token = new CancellationToken();
    const cancel = (): void => token.cancel();
    const progress = ({ percent }: ProgressInfo): void => onProgress(percent / 100);
    signal.addEventListener('abort', cancel);
    this.#updater.on('download-progress', progress);
    try {
      [this.#downloaded = ''] = await this.#updater.downloadUpdate(token);
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#updater.off('download-progress', progress);
    }
  }

  restart(): Promise<void> {
    return this.#install(this.#downloaded, this.#sha512);
  }
}
