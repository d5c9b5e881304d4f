import {
  AppImageUpdater,
  type AppUpdater,
  CancellationToken,
  MacUpdater,
  type ProgressInfo,
  Provider,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater';
import {
  type ProviderRuntimeOptions,
  parseUpdateInfo,
  resolveFiles,
} from 'electron-updater/out/providers/Provider.js';
import type { WallClock } from '../../common/clock.ts';
import type { FoundUpdate } from '../../common/updates.ts';
import type { UpdateClient } from './app-updates.ts';
import { type UpdateSource, channelName, readChannel } from './channel.ts';
import { type Fetch, fetchSigned } from './signed-file.ts';

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

/** What electron-updater hands to the provider that it makes. */
type FeedOptions = { provider: 'custom'; updateProvider: typeof SignedProvider } & {
  readonly source: UpdateSource;
  readonly fetch: Fetch;
  readonly clock: WallClock;
};

/** How electron-updater is to look for newer versions: in a channel file that the publisher has signed. */
export const signedFeed = (source: UpdateSource, fetch: Fetch, clock: WallClock): FeedOptions => ({
  ...{ provider: 'custom', updateProvider: SignedProvider },
  ...{ source, fetch, clock },
});

/** Trusts a channel file, and so the checksums of the packages in it, by its signature alone. */
class SignedProvider extends Provider<UpdateInfo> {
  readonly #source: UpdateSource;
  readonly #fetch: Fetch;
  readonly #clock: WallClock;

  constructor(options: FeedOptions, _updater: unknown, runtime: ProviderRuntimeOptions) {
    // Not every server answers to several ranges at once.
    super({ ...runtime, isUseMultipleRangeRequest: false });
    this.#source = options.source;
    this.#fetch = options.fetch;
    this.#clock = options.clock;
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const name = channelName(process);
    const url = new URL(name, this.#source.url);
    const text = await fetchSigned(url.href, this.#source.key, this.#fetch);
    const info = parseUpdateInfo(text, name, url);
    return { ...info, ...readChannel(info, process, this.#clock.now()) };
  }

  override resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(info, new URL(this.#source.url));
  }

  /** electron-updater would tell the server an id of this installation. */
  override setRequestHeaders(): void {
    super.setRequestHeaders(null);
  }
}
