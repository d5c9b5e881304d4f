import { Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import {
  parseUpdateInfo,
  type ProviderRuntimeOptions,
  resolveFiles,
} from 'electron-updater/out/providers/Provider.js';
import type { WallClock } from '../../common/clock.ts';
import { channelName, readChannel } from './channel.ts';
import { fetchSigned, type Fetch } from './signed-file.ts';
import type { UpdateSource } from './update-source.ts';

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
