import {
  AppImageUpdater,
  type AppUpdater,
  CancellationToken,
  MacUpdater,
  type ProgressInfo,
} from 'electron-updater';
import type { FoundUpdate } from '../../common/updates.ts';
import { signedFeed } from './signed-provider.ts';
import type { UpdateClient } from './update-client.ts';
import type { UpdateSource } from './update-source.ts';

/** What is to be done with a package that was fetched and checked. */
export type Install = (path: string) => Promise<void>;

/** {@link UpdateClient} by electron-updater. */
export class ElectronUpdateClient implements UpdateClient {
  readonly #updater: AppUpdater;
  readonly #install: Install;
  #downloaded = '';

  private constructor(updater: AppUpdater, source: UpdateSource, install: Install) {
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    // What fails is told by who asked for it.
    updater.logger = null;
    updater.setFeedURL(signedFeed(source, (url, init) => updater.netSession.fetch(url, init)));
    this.#updater = updater;
    this.#install = install;
  }

  static forAppImage(source: UpdateSource, install: Install): ElectronUpdateClient {
    return new ElectronUpdateClient(new AppImageUpdater(), source, install);
  }

  /** macOS itself puts the new version in place, if its signature is the one of this version. */
  static forMac(source: UpdateSource): ElectronUpdateClient {
    const updater = new MacUpdater();
    return new ElectronUpdateClient(updater, source, () => Promise.resolve(updater.quitAndInstall()));
  }

  async find(): Promise<FoundUpdate | null> {
    const found = await this.#updater.checkForUpdates();
    if (!found?.isUpdateAvailable) return null;
    const { version, files } = found.updateInfo;
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
    return this.#install(this.#downloaded);
  }
}
